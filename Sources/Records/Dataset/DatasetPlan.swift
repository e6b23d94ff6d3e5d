import RandomNumbers
public import RhythmLibrary

/// Which records a data set has: each by its index alone, whatever shard or thread makes it.
public struct DatasetPlan: Sendable {
  /// What was specified.
  public let specification: DatasetSpecification
  /// The run's seed.
  public let seed: UInt64
  /// Records.
  public let count: Int
  private let orders: [RecordOrder]
  /// Sums of the weights up to each rhythm, as parts of all.
  private let shares: [Double]

  /// Stream of the numbers that choose rhythms.
  private static let stream: UInt32 = 5

  /// Plans a data set.
  ///
  /// - Throws: What its specification's `orders` throw.
  public init(
    _ specification: DatasetSpecification, count: Int, seed: UInt64, _ catalogue: RhythmCatalogue
  ) throws {
    self.specification = specification
    self.seed = seed
    self.count = count
    orders = try specification.orders(catalogue)
    let total = specification.rhythms.reduce(0) { $0 + $1.weight }
    var sum = 0.0
    shares = specification.rhythms.map { rhythm in
      sum += rhythm.weight
      return sum / total
    }
  }

  /// A record by its index from 0.
  public func record(_ index: Int) -> PlannedRecord {
    var random = Philox(seed: seed, record: UInt32(index), stream: Self.stream)
    // Uniform in (0, 1]: no rhythm without weight is met.
    let share = random.uniform()
    let chosen = shares.firstIndex { share <= $0 } ?? shares.count - 1
    return PlannedRecord(orders[chosen], seed: seed, index: UInt32(index))
  }

  /// The indices of a shard.
  ///
  /// - Parameters:
  ///   - number: The shard, from 1.
  ///   - total: Shards.
  /// - Returns: A stretch of the records; stretches differ in length by one at most.
  public func indices(ofShard number: Int, of total: Int) -> Range<Int> {
    precondition(1...total ~= number, "shard \(number) of \(total)")
    return (number - 1) * count / total..<number * count / total
  }
}
