public import RandomNumbers
public import RhythmLibrary

/// What is left open by a rhythm and drawn for one record.
public struct RhythmDraw: Sendable, Equatable {
  /// Ventricular rate, beats a minute.
  public var heartRatePerMinute: Double
  /// The first R peak in seconds from the start.
  public var firstRPeak: Double
  /// Where the clock of dissociated atria stands, as a fraction of its interval.
  public var atrialShift: Double

  /// Part of a minute's beats by which drawn rates keep away from the ends of the rhythm's range:
  /// twice what a ruler may be off.
  static let distanceFromLimits = 1.0

  /// The default draw.
  public init(default rhythm: Rhythm) {
    heartRatePerMinute = rhythm.rate.defaultPerMinute
    firstRPeak = 0.4
    atrialShift = 0.3
  }

  /// A random draw.
  public init(_ rhythm: Rhythm, using random: inout Philox) {
    let range = rhythm.rate.perMinute
    let inset = min(Self.distanceFromLimits, (range.upperBound - range.lowerBound) / 2)
    let span = range.upperBound - range.lowerBound - 2 * inset
    heartRatePerMinute = range.lowerBound + inset + span * random.uniform()
    firstRPeak = 60 / heartRatePerMinute * random.uniform()
    atrialShift = random.uniform()
  }
}
