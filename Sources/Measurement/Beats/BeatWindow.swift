/// The stretch of a recording that belongs to one beat.
///
/// From −min(0.30 s, 0.4 RR) to +min(0.50 s, 0.6 RR) around the R peak, RR being the median interval
/// of the recording. The end is not included.
public struct BeatWindow: Sendable, Equatable {
  /// Longest time before the R peak in seconds, and its part of RR.
  static let before = (seconds: 0.30, part: 0.4)
  /// Longest time after the R peak in seconds, and its part of RR.
  static let after = (seconds: 0.50, part: 0.6)

  /// Samples before the R peak.
  public let before: Int
  /// Samples from the R peak on.
  public let after: Int

  /// The window at a sampling rate in hertz for a median RR interval in seconds.
  public init(samplingRate: Double, rrInterval: Double) {
    before = Int(samplingRate * min(Self.before.seconds, Self.before.part * rrInterval))
    after = Int(samplingRate * min(Self.after.seconds, Self.after.part * rrInterval))
  }

  /// Samples in the window.
  public var count: Int { before + after }

  /// The samples around an R peak.
  public func range(around rPeak: Int) -> Range<Int> { (rPeak - before)..<(rPeak + after) }
}
