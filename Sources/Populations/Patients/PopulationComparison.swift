import Foundation
public import RandomNumbers

/// How far apart two groups of beats are, measure by measure.
public struct PopulationComparison: Sendable {
  /// One measure.
  public struct Row: Sendable {
    /// What was measured.
    public let measure: PopulationMeasure
    /// Values of the one group and of the other, ascending.
    public let first, second: [Double]
    /// The largest distance of their distribution functions.
    public let distance: IntervalEstimate
  }

  /// The rows of all measures that both groups have.
  public let rows: [Row]

  /// Fewest values of a group that are compared.
  public static let fewest = 5

  /// Compares groups.
  ///
  /// - Parameters:
  ///   - first: Values of each beat of the one group.
  ///   - second: Likewise.
  ///   - random: Draws beats of both groups for the intervals.
  ///   - draws: How often.
  public init(
    _ first: [[PopulationMeasure: Double]], _ second: [[PopulationMeasure: Double]],
    using random: inout Philox, draws: Int = 500
  ) {
    var rows: [Row] = []
    for measure in PopulationMeasure.all {
      let (a, b) = (first.compactMap { $0[measure] }, second.compactMap { $0[measure] })
      guard min(a.count, b.count) >= Self.fewest else { continue }
      // One index for both groups: each beat of the union stays in its own.
      let distance = IntervalEstimate(strata: (a.count, b.count), using: &random, draws: draws) {
        Self.distance($0.map { a[$0] }, $1.map { b[$0] })
      }
      rows.append(
        Row(measure: measure, first: a.sorted(), second: b.sorted(), distance: distance))
    }
    self.rows = rows
  }

  /// The two-sample statistic of Kolmogorov and Smirnov: sup |F(x) − G(x)|.
  ///
  /// - Precondition: both have a value.
  public static func distance(_ a: [Double], _ b: [Double]) -> Double {
    precondition(!a.isEmpty && !b.isEmpty, "\(a.count) and \(b.count) values")
    let (a, b) = (a.sorted(), b.sorted())
    var (i, j, largest) = (0, 0, 0.0)
    while i < a.count, j < b.count {
      let x = min(a[i], b[j])
      while i < a.count, a[i] == x { i += 1 }
      while j < b.count, b[j] == x { j += 1 }
      largest = max(
        largest, abs(Double(i) / Double(a.count) - Double(j) / Double(b.count)))
    }
    return largest
  }
}
