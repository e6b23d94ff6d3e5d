/// The instants at which a simulation is sampled: n / rate for n = 0 …< count, in seconds.
public struct SampleGrid: Sendable, Equatable {
  /// Samples a second.
  public let rate: Double
  /// Number of samples.
  public let count: Int

  /// Creates a grid.
  public init(rate: Double, count: Int) {
    precondition(rate > 0 && rate.isFinite, "sampling rate \(rate) Hz is not positive")
    precondition(count >= 0, "\(count) samples")
    self.rate = rate
    self.count = count
  }

  /// The instants in seconds.
  public var times: [Double] { (0..<count).map { Double($0) / rate } }
}
