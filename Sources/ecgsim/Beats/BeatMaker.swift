import CardiacModel
import Conduction
import Electrocardiogram
import Fitting
import LeadProjection
import RandomNumbers
import RhythmLibrary
import Simulator

/// Makes the beats of one source at one rate.
struct BeatMaker: Sendable {
  /// What the beats are of.
  let name: String
  /// Samples of a beat.
  let grid: SampleGrid
  /// The leads that a beat has.
  let leads: [Lead]
  /// Whether each P wave belongs to the QRS that follows, so that there is a PR interval.
  let isConducted: Bool
  /// Whether beats differ in length, as each patient has a rate of its own.
  let hasOwnRates: Bool
  private let make: @Sendable (Philox?) throws -> SingleBeat

  /// Prepares for beats of a source.
  ///
  /// - Throws: a failure if the source cannot beat at the rate, `FitError` or `MeasurementError` if a
  ///   fit cannot.
  init(_ source: BeatSource, heartRatePerMinute: Double?, samplingRate: Double) throws {
    name = source.name
    let rate = heartRatePerMinute ?? source.defaultRatePerMinute
    switch source {
    case .rhythm(let rhythm):
      let cycle = try Self.cycle(of: rhythm, at: rate)
      if case .linked = cycle.atria { isConducted = true } else { isConducted = false }
      hasOwnRates = rhythm.population != nil && heartRatePerMinute == nil
      make = { [hasOwnRates] random in
        if hasOwnRates, let random {
          return try SingleBeat(patientOf: rhythm, samplingRate: samplingRate, varying: random)
        }
        return try SingleBeat(
          rhythm, heartRatePerMinute: rate, samplingRate: samplingRate, varying: random)
      }
    case .fit(let fit, _):
      isConducted = true
      hasOwnRates = false
      let beat = try fit.beat(
        rrInterval: heartRatePerMinute.map { 60 / $0 } ?? fit.timing.rrInterval,
        rPeak: SingleBeat.shareBeforeR * 60 / rate, rhythm: name)
      make = { _ in
        SingleBeat(
          heart: beat.heart, projection: beat.projection, rrInterval: 60 / rate,
          samplingRate: samplingRate, truth: beat.truth)
      }
    }
    let first = try make(nil)
    grid = first.grid
    leads = first.train.leads
  }

  /// One beat; a rhythm's is varied by the numbers that it draws.
  func beat(varying random: Philox?) throws -> SingleBeat { try make(random) }

  private static func cycle(of rhythm: Rhythm, at rate: Double) throws -> SteadyCycle {
    let range = rhythm.rate.perMinute
    guard range.contains(rate) else {
      throw Failure(
        .badUse,
        "\(rhythm.name) has \(range.lowerBound.formatted(0)) to \(range.upperBound.formatted(0)) "
          + "beats a minute, not \(rate.formatted(1)); ask for a rate in that range or see "
          + "'ecgsim rhythms'")
    }
    do {
      return try SteadyCycle(rhythm, ratePerMinute: rate)
    } catch {
      throw Failure(
        .badUse, "\(error); 'ecgsim rhythms check \(rhythm.name)' simulates records of it")
    }
  }
}
