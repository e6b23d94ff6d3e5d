/// Medians and quantiles.
enum OrderStatistics {
  /// The value below which the fraction lies, taken at the nearest rank; 0 for no values.
  static func quantile(_ fraction: Double, of values: some Sequence<Double>) -> Double {
    var sorted = Array(values)
    guard !sorted.isEmpty else { return 0 }
    sorted.sort()
    return sorted[Int((fraction * Double(sorted.count - 1)).rounded())]
  }

  /// The median; the mean of the two middle values for an even count; 0 for no values.
  static func median(_ values: some Sequence<Double>) -> Double {
    var sorted = Array(values)
    guard !sorted.isEmpty else { return 0 }
    sorted.sort()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}
