public import RandomNumbers

/// A mean over recordings with the interval in which it lies with 95 % probability.
public struct IntervalEstimate: Sendable, Equatable, Codable {
  /// The value for the recordings as they are.
  public let value: Double
  /// Percentiles 2.5 and 97.5 of the same over recordings drawn with replacement.
  public let low, high: Double

  /// Draws of recordings, enough for the interval's ends to hold two digits.
  public static let draws = 2000

  /// Estimates a statistic by the percentile bootstrap.
  ///
  /// Source: Efron and Tibshirani, An Introduction to the Bootstrap (1993), chapter 13.
  ///
  /// - Parameters:
  ///   - count: How many recordings there are, at least one.
  ///   - random: Draws recordings.
  ///   - draws: How often they are drawn.
  ///   - statistic: The value for recordings with these indices.
  public init(
    of count: Int, using random: inout Philox, draws: Int = draws, _ statistic: ([Int]) -> Double
  ) {
    precondition(count > 0 && draws > 0, "\(count) recordings, \(draws) draws")
    self.init(
      value: statistic(Array(0..<count)),
      draws: (0..<draws).map { _ in
        statistic((0..<count).map { _ in Int.random(in: 0..<count, using: &random) })
      })
  }

  /// Estimates a statistic of two groups, each drawn from by itself.
  init(
    strata counts: (Int, Int), using random: inout Philox, draws: Int,
    _ statistic: ([Int], [Int]) -> Double
  ) {
    func chosen(_ count: Int) -> [Int] {
      (0..<count).map { _ in Int.random(in: 0..<count, using: &random) }
    }
    self.init(
      value: statistic(Array(0..<counts.0), Array(0..<counts.1)),
      draws: (0..<draws).map { _ in statistic(chosen(counts.0), chosen(counts.1)) })
  }

  private init(value: Double, draws: [Double]) {
    self.value = value
    let sorted = draws.sorted()
    low = sorted[Int(0.025 * Double(sorted.count - 1))]
    high = sorted[Int((0.975 * Double(sorted.count - 1)).rounded(.up))]
  }

  /// The mean of values.
  public init(meanOf values: [Double], using random: inout Philox) {
    self.init(of: values.count, using: &random) { chosen in
      chosen.reduce(0) { $0 + values[$1] } / Double(chosen.count)
    }
  }
}
