public import RandomNumbers
public import RhythmLibrary
public import Simulator

/// What is left open by a rhythm and drawn for one record.
public struct RhythmDraw: Sendable, Equatable {
  /// Ventricular rate, beats a minute.
  public var heartRatePerMinute: Double
  /// The first R peak in seconds from the start.
  public var firstRPeak: Double
  /// Where the clock of dissociated atria stands, as a fraction of its interval.
  public var atrialShift: Double
  /// The beat of the patient; `nil` takes the rhythm's own.
  public var patient: BeatShape?
  /// The patient's breathing; `nil` holds it.
  public var breath: Breath?

  /// Part of a minute's beats by which drawn rates keep away from the ends of the rhythm's range:
  /// twice what a ruler may be off.
  static let distanceFromLimits = 1.0

  /// The default draw: the rhythm's own beat, every one alike.
  public init(default rhythm: Rhythm) {
    heartRatePerMinute = rhythm.rate.defaultPerMinute
    firstRPeak = 0.4
    atrialShift = 0.3
  }

  /// A random draw: rate, starting points, and patient and breath as the rhythm's variation says.
  public init(_ rhythm: Rhythm, using random: inout Philox) {
    let range = rhythm.rate.perMinute
    let inset = min(Self.distanceFromLimits, (range.upperBound - range.lowerBound) / 2)
    let span = range.upperBound - range.lowerBound - 2 * inset
    heartRatePerMinute = range.lowerBound + inset + span * random.uniform()
    firstRPeak = 60 / heartRatePerMinute * random.uniform()
    atrialShift = random.uniform()
    guard let variation = rhythm.variation else { return }
    breath = Breath(variation.respiration, using: &random)
    patient = rhythm.beat.drawn(from: variation.patients, using: &random)
  }
}
