public import Conduction
import Electrocardiogram
public import Noise
import RandomNumbers
public import RhythmLibrary
import Simulator

/// What is wanted of a record, or of each of many records.
public struct RecordOrder: Sendable {
  /// A rhythm that lasts from a time on.
  public struct Part: Sendable {
    /// When it begins, in seconds from the start of the record; the first part always lasts from there.
    public var start: Double
    /// The rhythm.
    public var rhythm: Rhythm
    /// Beats a minute; `nil` leaves it to `rates`.
    public var ratePerMinute: Double?

    /// Creates a part.
    public init(start: Double = 0, rhythm: Rhythm, ratePerMinute: Double? = nil) {
      self.start = start
      self.rhythm = rhythm
      self.ratePerMinute = ratePerMinute
    }
  }

  /// Where the rates come from that nobody asked for.
  public enum Rates: Sendable {
    /// Each rhythm's own.
    case usual
    /// Drawn from each rhythm's range.
    case drawn
  }

  /// The rhythms, one after the other.
  public var parts: [Part]
  /// Length in seconds.
  public var duration: Double
  /// Samples a second.
  public var samplingRate: Double
  /// Where rates come from.
  public var rates = Rates.usual
  /// Whether patients and breaths are drawn as the rhythms' variations say.
  public var varies = true
  /// How RR intervals vary; `nil` is as the rhythm says.
  public var variability: RRSpectrum?
  /// Breaths a minute; `nil` is as the rhythm says.
  public var breathsPerMinute: Double?
  /// Artefacts.
  public var noise = NoiseSpecification()
  /// Recorded noise in the place of kinds' equations.
  public var clips: [NoiseKind: NoiseClip] = [:]
  /// Who the patients are.
  public var patients = PatientRange()

  /// Lengths of records in seconds: two samples need a second at most, a week is long.
  public static let durations = 1.0...604_800
  /// Sampling rates in hertz: fewer lose QRS, more are no electrocardiographs'.
  public static let samplingRates = 50.0...20_000
  /// Breaths a minute that lie in the band of LF/HF that is breathing's (0.15 to 0.4 Hz).
  public static let breaths = 10.5...22.5

  /// Orders a record.
  public init(_ parts: [Part], duration: Double, samplingRate: Double) {
    self.parts = parts
    self.duration = duration
    self.samplingRate = samplingRate
  }

  /// Samples of a channel.
  public var sampleCount: Int { Int((duration * samplingRate).rounded()) }

  /// Refuses what cannot be made, before any work.
  ///
  /// - Throws: `RecordError`.
  public func check() throws(RecordError) {
    guard let first = parts.first else {
      throw RecordError(.badOrder, "no rhythm is named; name one")
    }
    guard Self.durations.contains(duration) else {
      throw RecordError(.badOrder, "a record of \(duration) s; give 1 to 604800 s")
    }
    guard Self.samplingRates.contains(samplingRate) else {
      throw RecordError(.badOrder, "\(samplingRate) samples a second; give 50 to 20000")
    }
    if let breathsPerMinute, !Self.breaths.contains(breathsPerMinute) {
      throw RecordError(
        .badOrder,
        "\(breathsPerMinute) breaths a minute; give \(Self.breaths.lowerBound) to "
          + "\(Self.breaths.upperBound)")
    }
    var last = 0.0
    for (index, part) in parts.enumerated() {
      try check(part)
      guard index > 0 else { continue }
      guard part.start > last, part.start < duration else {
        throw RecordError(
          .badOrder,
          "\(part.rhythm.name) begins at \(part.start) s; give a time after \(last) s and before the "
            + "record's end at \(duration) s")
      }
      guard part.rhythm.beat.basis == first.rhythm.beat.basis else {
        throw RecordError(
          .badOrder,
          "\(part.rhythm.name) cannot follow \(first.rhythm.name): one is a dipole, the other leads"
        )
      }
      last = part.start
    }
    try checkVariability(of: first)
  }

  private func check(_ part: Part) throws(RecordError) {
    let range = part.rhythm.rate.perMinute
    guard let rate = part.ratePerMinute, !range.contains(rate) else { return }
    throw RecordError(
      .badRate,
      "\(part.rhythm.name) has \(range.lowerBound) to \(range.upperBound) beats a minute, not "
        + "\(rate); ask for a rate in that range or see 'ecgsim rhythms'")
  }

  private func checkVariability(of first: Part) throws(RecordError) {
    guard let variability else { return }
    let system = first.rhythm.conduction.system(
      ratePerMinute: 60, isPaced: first.rhythm.pacing != nil)
    guard system.sinus != nil else {
      throw RecordError(
        .badOrder,
        "\(first.rhythm.name) has no sinus node whose RR intervals could be asked for; leave that out"
      )
    }
    let fastest =
      first.ratePerMinute
      ?? (rates == .usual
        ? first.rhythm.rate.defaultPerMinute : first.rhythm.rate.perMinute.upperBound)
    let most = RRSpectrum.largestPart * 60 / fastest
    guard variability.standardDeviation > 0, variability.standardDeviation <= most else {
      throw RecordError(
        .badOrder,
        "RR intervals with a standard deviation of \(variability.standardDeviation) s at \(fastest) "
          + "beats a minute; give more than 0, up to \(most) s")
    }
    guard (0.01...100).contains(variability.lowToHighRatio) else {
      throw RecordError(
        .badOrder, "LF/HF of \(variability.lowToHighRatio); give 0.01 to 100")
    }
  }
}

/// The patients that are drawn.
public struct PatientRange: Sendable, Equatable {
  /// Ages in years.
  public var ageYears = 20.0...90.0
  /// Part of them that is female.
  public var femaleFraction = 0.5

  /// Everybody from 20 to 90.
  public init() {}

  /// Draws one.
  func patient(seed: UInt64, record: UInt32) -> Patient {
    var random = Philox(seed: seed, record: record, stream: 3)
    let sex: Patient.Sex = random.uniform() <= femaleFraction ? .female : .male
    let span = ageYears.upperBound - ageYears.lowerBound
    // Whole years, both ends as likely as others.
    let years = ageYears.lowerBound + ((span + 1) * (1 - random.uniform())).rounded(.down)
    return Patient(sex: sex, ageYears: min(years, ageYears.upperBound))
  }
}

/// Why a record cannot be made.
public struct RecordError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The kinds of failure that callers tell apart.
  public enum Code: Sendable {
    /// What was asked for cannot be.
    case badOrder
    /// A rate that the rhythm does not have.
    case badRate
    /// A specification of a data set that cannot be read.
    case badSpecification
    /// A data set that is another one, or not complete, or not as its manifest says.
    case otherDataset
    /// A file or folder that cannot be read or written.
    case inaccessible
  }

  /// The kind of failure.
  public let code: Code
  /// What happened, with the values, and what to try.
  public let description: String

  /// Creates an error.
  public init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }
}
