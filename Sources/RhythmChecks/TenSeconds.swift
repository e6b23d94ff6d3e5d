/// How often something happens in the length of a printed record.
enum TenSeconds {
  /// That length in seconds.
  static let length = 10.0

  /// The fewest of the times that lie in any window of a record.
  static func fewest(_ times: [Double], of duration: Double) -> Int {
    // A window loses a time just after it: nothing between these starts holds fewer.
    let starts = [0] + times.map(\.nextUp).filter { $0 + length <= duration }
    return starts.map { start in
      times.count { $0 >= start && $0 < start + length }
    }.min() ?? 0
  }
}

/// The median of numbers.
enum OrderedMedian {
  /// The middle one, or the mean of the two; `nil` of none.
  static func of(_ values: [Double]) -> Double? {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return nil }
    return (sorted[sorted.count / 2] + sorted[(sorted.count - 1) / 2]) / 2
  }
}
