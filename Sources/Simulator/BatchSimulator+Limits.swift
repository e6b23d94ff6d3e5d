import CBeatKernel
import CardiacModel

// What a simulator's speed can be measured by: the exponentials that a train costs, and those that
// the machine computes when it does nothing else.
extension BatchSimulator {
  /// How many exponentials of Gaussian waves one simulation of a train computes, whole vectors
  /// counted; edges of plateaus are not.
  public func exponentialCount(of train: BeatTrain) -> Int {
    train.heart.sources.reduce(0) { count, source in
      pack(source, of: train, rate: grid.rate)
      return unsafe count
        + gaussians.withUnsafeBufferPointer {
          unsafe Int(
            beat_count_exponentials(Int64(grid.count), $0.baseAddress, Int64($0.count)))
        }
    }
  }

  /// Computes exponentials of the waves' formula in registers and nothing else.
  ///
  /// - Parameter rounds: How often 128 independent ones are computed.
  /// - Returns: How many that were, and their sum, which is of no use but that nothing can be left out.
  public static func exponentials(rounds: Int) -> (count: Int, sum: Float) {
    precondition(rounds >= 0, "\(rounds) rounds")
    return (
      rounds * Int(BEAT_EXPONENTIALS_A_ROUND), beat_sum_exponentials(Int64(rounds))
    )
  }
}
