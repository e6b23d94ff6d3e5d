import Foundation
public import HealthRecords

/// How long searches take, and whether they find what scoring every profile finds.
public struct RetrievalBench: Sendable, Codable {
  /// Times of one kind in milliseconds.
  public struct Times: Sendable, Codable {
    /// The middle one, the one that 95 of 100 do not exceed, and the longest.
    public var median: Double, percentile95: Double, longest: Double

    init(_ times: [Double]) {
      let sorted = times.sorted()
      func quantile(_ share: Double) -> Double {
        sorted[min(sorted.count - 1, Int((share * Double(sorted.count)).rounded(.up)) - 1)]
      }
      (median, percentile95, longest) = (quantile(0.5), quantile(0.95), quantile(1))
    }
  }

  /// Admissions that can be found, and bytes of the index.
  public var admissions: Int, indexBytes: Int
  /// Neighbours asked for.
  public var count: Int
  /// Searches that were timed.
  public var searches: Int
  /// By the clock on the wall, which counts what else the machine does, and of the processor.
  public var wallMilliseconds: Times, processorMilliseconds: Times
  /// Searches that were compared with scoring every profile, and those that found the same.
  public var compared: Int, equal: Int

  /// Searches for admissions that are spread evenly over a store, on one thread.
  ///
  /// - Parameters:
  ///   - store: What the index was made of.
  ///   - index: With all folds of the store, or the comparison finds more.
  ///   - count: Neighbours asked for.
  ///   - searches: How many.
  ///   - compared: How many of them are compared with scoring every profile.
  ///   - weights: How much each view counts.
  /// - Throws: `HealthRecordError` if the store cannot be read.
  public init(
    _ store: ProfileStore, _ index: ProfileIndex, count: Int, searches: Int, compared: Int,
    weights: SimilarityWeights = SimilarityWeights()
  ) throws(HealthRecordError) {
    precondition(searches > 0 && compared <= searches, "\(compared) of \(searches) searches")
    admissions = index.count
    indexBytes = index.byteCount
    self.count = count
    let step = max(1, store.admissionCount / searches)
    var queries: [ProfileQuery] = []
    try store.forEachProfile {
      if $0.admission % step == 0, queries.count < searches { queries.append(ProfileQuery($0)) }
    }
    precondition(!queries.isEmpty, "a store without admissions")
    self.searches = queries.count
    var (wall, processor): ([Double], [Double]) = ([], [])
    var found: [[Neighbour]] = []
    for query in queries {
      let start = (Self.milliseconds(CLOCK_MONOTONIC), Self.milliseconds(CLOCK_THREAD_CPUTIME_ID))
      found.append(index.nearest(to: query, count: count, weights: weights))
      wall.append(Self.milliseconds(CLOCK_MONOTONIC) - start.0)
      processor.append(Self.milliseconds(CLOCK_THREAD_CPUTIME_ID) - start.1)
    }
    wallMilliseconds = Times(wall)
    processorMilliseconds = Times(processor)
    // One pass over the store for all that are compared.
    self.compared = min(compared, queries.count)
    var best = queries.prefix(compared).map { _ in TopNeighbours(count: count) }
    try store.forEachProfile { profile in
      for number in best.indices where profile.patient != queries[number].patient {
        let similarity = weights.similarity(queries[number], profile)
        if similarity > best[number].threshold {
          best[number].insert(Neighbour(admission: profile.admission, similarity: similarity))
        }
      }
    }
    equal = zip(best, found).count { $0.found == $1 }
  }

  private static func milliseconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    unsafe clock_gettime(clock, &time)
    return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
  }
}
