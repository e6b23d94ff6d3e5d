public import Conduction
import Foundation
public import Noise
public import RhythmLibrary
import Yams

/// What a data set holds: the meaning of its YAML file.
///
/// Every key but `rhythms` is optional:
///
///     rhythms: {sinus-rhythm: 5, atrial-fibrillation: 1}     # names with weights, or a list
///     count: 1000
///     durationSeconds: 10
///     samplingRateHertz: 500
///     lowRateCopies: true                                    # 100 Hz beside each record
///     noise: {baseline: {snrDecibels: 20}, powerline: {rmsMillivolts: 0.01}}
///     patients: {ageYears: [20, 90], femaleFraction: 0.5}
///     variability: {rrDeviationSeconds: 0.04, lowToHighRatio: 1}
///     respirationPerMinute: 15
public struct DatasetSpecification: Sendable {
  /// Names of rhythms with their weights, in the file's order.
  public var rhythms: [(name: String, weight: Double)]
  /// Records.
  public var count = 1000
  /// Length of a record in seconds.
  public var duration = 10.0
  /// Samples a second.
  public var samplingRate = 500.0
  /// Whether a copy of 100 Hz goes with each record, where its rate is a multiple of that.
  public var lowRateCopies = true
  /// Artefacts.
  public var noise = NoiseSpecification()
  /// Who the patients are.
  public var patients = PatientRange()
  /// How RR intervals vary; `nil` is as the rhythms say.
  public var variability: RRSpectrum?
  /// Breaths a minute; `nil` is as the rhythms say.
  public var breathsPerMinute: Double?
  /// The file's text.
  public let text: String

  /// Samples a second of low-rate copies.
  public static let lowRate = 100.0
  /// The most records of a data set.
  public static let largestCount = 100_000_000

  /// Whether records get copies of a low rate.
  public var hasLowRateCopies: Bool {
    lowRateCopies && samplingRate > Self.lowRate
      && (samplingRate / Self.lowRate).rounded() * Self.lowRate == samplingRate
  }

  /// Reads a specification.
  ///
  /// - Parameters:
  ///   - text: YAML.
  ///   - file: The name that errors give.
  /// - Throws: `RecordError.Code.badSpecification` with file, line and key.
  public init(parsing text: String, file: String) throws(RecordError) {
    self.text = text
    let reader = try SpecificationReader(text, file: file)
    rhythms = try reader.rhythms()
    if let value = try reader.number("count", in: 1...Double(Self.largestCount), isWhole: true) {
      count = Int(value)
    }
    duration = try reader.number("durationSeconds", in: RecordOrder.durations) ?? duration
    samplingRate =
      try reader.number("samplingRateHertz", in: RecordOrder.samplingRates) ?? samplingRate
    lowRateCopies = try reader.truth("lowRateCopies") ?? lowRateCopies
    breathsPerMinute = try reader.number("respirationPerMinute", in: RecordOrder.breaths)
    if let own = try reader.noise() { noise = own }
    if let own = try reader.mapping("patients", keys: ["ageYears", "femaleFraction"]) {
      if let range = try own.range("ageYears", in: 0...120) { patients.ageYears = range }
      patients.femaleFraction =
        try own.number("femaleFraction", in: 0...1) ?? patients.femaleFraction
    }
    if let own = try reader.mapping(
      "variability", keys: ["rrDeviationSeconds", "lowToHighRatio"])
    {
      variability = RRSpectrum(
        standardDeviation: try own.required("rrDeviationSeconds", in: 0...1),
        lowToHighRatio: try own.required("lowToHighRatio", in: 0...100))
    }
  }

  /// The orders of its records, one a rhythm.
  ///
  /// - Throws: `RhythmError` for unknown rhythms, `RecordError` for what cannot be made.
  public func orders(_ catalogue: RhythmCatalogue) throws -> [RecordOrder] {
    try rhythms.map { name, _ in
      var order = RecordOrder(
        [.init(rhythm: try catalogue.rhythm(named: name))], duration: duration,
        samplingRate: samplingRate)
      order.rates = .drawn
      order.noise = noise
      order.patients = patients
      order.variability = variability
      order.breathsPerMinute = breathsPerMinute
      try order.check()
      _ = try NoiseGenerator(noise, samplingRate: samplingRate)
      return order
    }
  }
}
