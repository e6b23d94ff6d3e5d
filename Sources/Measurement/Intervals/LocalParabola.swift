/// Smoothing that keeps peaks: the value of the least-squares parabola around each sample.
///
/// Source: Savitzky and Golay, Anal Chem 36:1627 (1964). With m samples on each side the weight of the
/// k-th is (3m² + 3m − 1 − 5k²) / ((4m² − 1)(2m + 3)/3).
struct LocalParabola {
  private let weights: [Double]
  private let half: Int

  /// A parabola over a number of samples on each side; 0 leaves the samples alone.
  init(half: Int) {
    self.half = half
    let m = Double(half)
    let norm = (4 * m * m - 1) * (2 * m + 3) / 3
    weights =
      half == 0
      ? [1] : (-half...half).map { (3 * m * m + 3 * m - 1 - 5 * Double($0 * $0)) / norm }
  }

  /// The smoothed value at a sample; beyond the ends the first and the last sample repeat.
  func value(_ samples: [Double], at i: Int) -> Double {
    var sum = 0.0
    for (k, weight) in weights.enumerated() {
      sum += weight * samples[min(max(i + k - half, 0), samples.count - 1)]
    }
    return sum
  }
}
