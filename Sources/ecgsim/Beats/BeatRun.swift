import Fitting
import RandomNumbers
import Simulator
import Synchronization

/// All beats that a command makes: so many of each source, each by its number alone.
///
/// Threads share them in blocks, which are handed on in their order: any number of threads gives the
/// same beats, and no more than a few blocks are in memory.
struct BeatRun: Sendable {
  /// The sources, each with `count` beats.
  let makers: [BeatMaker]
  /// Beats of each source.
  let count: Int
  /// The leads wanted.
  let leads: LeadSelection
  /// What integrates the beats.
  let solver: SingleBeat.Solver
  /// Whether beats scatter.
  let varies: Bool
  /// Seed of the scatter.
  let seed: UInt64

  /// Beats that a thread makes without looking up, as far as they have no more than so many samples.
  private static let block = (beats: 64, samples: 1 << 15)
  /// Blocks of each thread before what was made is handed on.
  private static let blocksAhead = 4

  /// How many beats there are.
  var total: Int { makers.count * count }

  /// The maker of a beat.
  func maker(of number: Int) -> BeatMaker { makers[number / count] }

  /// Beats by their numbers from 0.
  func beats(_ numbers: Range<Int>) throws -> [SimulatedBeat] {
    var engine: BatchSimulator?
    return try numbers.map { number in
      let maker = maker(of: number)
      let beat = try maker.beat(
        varying: varies ? Philox(seed: seed, record: UInt32(number)) : nil)
      if engine?.grid != beat.grid { engine = BatchSimulator(grid: beat.grid) }
      return try SimulatedBeat(
        beat, of: maker, leads: leads, solver: solver, engine: engine, seed: seed)
    }
  }

  /// Makes something of every block of beats and takes it in the order of the beats.
  ///
  /// - Parameters:
  ///   - jobs: How many threads.
  ///   - make: Makes something of the beats of a block; called on several threads at once.
  ///   - take: Takes it, and is told how many beats are done.
  /// - Throws: What they throw.
  func forEachBlock<Product: Sendable>(
    jobs: Int, make: @escaping @Sendable (Range<Int>) throws -> Product,
    take: (Product, Int) throws -> Void
  ) throws {
    let longest = makers.map(\.grid.count).max() ?? 1
    let size = max(1, min(Self.block.beats, Self.block.samples / max(longest, 1)))
    let blocks = stride(from: 0, to: total, by: size).map { $0..<min($0 + size, total) }
    for first in stride(from: 0, to: blocks.count, by: jobs * Self.blocksAhead) {
      let ahead = Array(blocks[first..<min(first + jobs * Self.blocksAhead, blocks.count)])
      let made = Made<Product>()
      try RecordThreads.run(ahead, jobs: jobs) { block in
        Result { try make(block) }
      } collect: { block, product in
        made.products.withLock { $0[block.lowerBound] = product }
      }
      let products = made.products.withLock { $0 }
      for block in ahead {
        if let product = try products[block.lowerBound]?.get() {
          try take(product, block.upperBound)
        }
      }
    }
  }

  /// What the threads made, by the first number of the block.
  private final class Made<Product: Sendable>: Sendable {
    let products = Mutex<[Int: Result<Product, any Error>]>([:])
  }
}
