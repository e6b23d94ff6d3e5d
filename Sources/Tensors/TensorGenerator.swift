import CTorch

/// Random tensors that depend on a key and a position alone.
///
/// Philox 4x32-10, as `RandomNumbers.Philox` keys it: any number of threads and any build draw the
/// same numbers, and the position can be stored and set again. Source: Salmon et al., "Parallel random
/// numbers: as easy as 1, 2, 3", SC11. Numbers are drawn on the processors and then moved.
public struct TensorGenerator: Sendable, Equatable, Codable {
  /// The run's seed.
  public let seed: UInt64
  /// The record's index, or 0.
  public let record: UInt32
  /// A number for each independent use.
  public let stream: UInt32
  /// Blocks of four words used up.
  public private(set) var position: UInt64 = 0

  /// Starts the numbers of one record and stream.
  public init(seed: UInt64, record: UInt32 = 0, stream: UInt32 = 0) {
    self.seed = seed
    self.record = record
    self.stream = stream
  }

  /// Numbers drawn uniformly from (low, high].
  ///
  /// They are low + (high − low)·u of the numbers u that `Philox.uniform()` draws.
  public mutating func uniform(
    _ shape: [Int], from low: Double = 0, to high: Double = 1, dataType: DataType = .float32,
    on device: Device = .cpu
  ) throws(TensorError) -> Tensor {
    try draw(CTORCH_UNIFORM, low, high, shape, dataType, device)
  }

  /// Numbers drawn from a normal distribution, as `Philox.normal()` draws them.
  public mutating func normal(
    _ shape: [Int], mean: Double = 0, standardDeviation: Double = 1, dataType: DataType = .float32,
    on device: Device = .cpu
  ) throws(TensorError) -> Tensor {
    try draw(CTORCH_NORMAL, mean, standardDeviation, shape, dataType, device)
  }

  /// Integers drawn uniformly, of type int64.
  ///
  /// - Precondition: The range is not empty and its ends are below 2⁵³ in magnitude.
  public mutating func integers(
    _ shape: [Int], in range: Range<Int>, on device: Device = .cpu
  ) throws(TensorError) -> Tensor {
    let limit = 1 << 53
    precondition(
      !range.isEmpty && range.lowerBound >= -limit && range.upperBound <= limit,
      "integers in \(range)")
    return try draw(
      CTORCH_INTEGERS, Double(range.lowerBound), Double(range.upperBound), shape, .int64, device)
  }

  private mutating func draw(
    _ distribution: ctorch_distribution, _ low: Double, _ high: Double, _ shape: [Int],
    _ dataType: DataType, _ device: Device
  ) throws(TensorError) -> Tensor {
    Tensor.checkShape(shape)
    let key = ctorch_philox(seed: seed, record: record, stream: stream, block: position)
    var blocks: UInt64 = 0
    let tensor = try make { out in
      lend(shape) {
        ctorch_random(distribution, low, high, key, $0, dataType.code, &blocks, out)
      }
    }
    position += blocks
    return try tensor.moved(to: device)
  }
}
