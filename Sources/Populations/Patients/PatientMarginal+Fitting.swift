import Foundation
import RhythmLibrary

extension PatientMarginal {
  /// Shapes that are tried: normal first.
  private static let tails = [1, 0.9, 0.8, 0.7, 0.6, 1.15, 1.3]
  private static let skews = [
    0, 0.1, -0.1, 0.2, -0.2, 0.3, -0.3, 0.45, -0.45, 0.6, -0.6, 0.8, -0.8,
  ]
  /// What a shape costs beside the part of the variance that it leaves, times the number of patients:
  /// few patients keep the normal one.
  private static let cost = 1.2

  /// The distribution whose quantiles lie nearest to the values', by least squares.
  ///
  /// For each shape (ε, δ) location and scale follow from a line through the pairs of quantiles.
  ///
  /// - Parameter values: One a patient, at least three, not all alike.
  init?(fitting values: [Double]) {
    let n = Double(values.count)
    let sorted = values.sorted()
    let mean = sorted.reduce(0, +) / n
    let variance = sorted.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n
    guard values.count >= 3, variance > 0 else { return nil }
    let normals = sorted.indices.map { NormalQuantile.value(at: (Double($0) + 0.5) / n) }
    var best: (error: Double, marginal: PatientMarginal)?
    for tail in Self.tails {
      for skew in Self.skews {
        let x = normals.map { sinh((asinh($0) + skew) / tail) }
        let centre = x.reduce(0, +) / n
        let spread = x.reduce(0) { $0 + ($1 - centre) * ($1 - centre) } / n
        let joint =
          zip(x, sorted).reduce(0) { $0 + ($1.0 - centre) * ($1.1 - mean) } / n
        let scale = joint / spread
        guard scale > 0 else { continue }
        let left = 1 - joint * joint / (spread * variance)
        let error = left + Self.cost / n * (abs(skew) + abs(log(tail)))
        if error < best?.error ?? .infinity {
          best = (
            error,
            PatientMarginal(
              location: mean - scale * centre, scale: scale, skew: skew, tail: tail)
          )
        }
      }
    }
    guard let best else { return nil }
    self = best.marginal
  }
}

/// Quantiles of the standard normal distribution.
enum NormalQuantile {
  /// z with Φ(z) = p, by Newton's steps on the complementary error function, to the last digits.
  static func value(at p: Double) -> Double {
    precondition(p > 0 && p < 1, "probability \(p)")
    var z = 0.0
    for _ in 0..<60 {
      let error = 0.5 * erfc(-z / 2.0.squareRoot()) - p
      let density = exp(-z * z / 2) / (2 * Double.pi).squareRoot()
      // Long steps out of the flat tails overshoot.
      let step = min(max(error / density, -0.5), 0.5)
      z -= step
      if abs(step) < 1e-13 { break }
    }
    return z
  }
}
