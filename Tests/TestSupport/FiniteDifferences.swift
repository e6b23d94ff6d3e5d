/// Derivatives by five-point central differences with step halving, the yardstick for analytic
/// ones.
///
/// f'(x) ≈ (f(x-2h) - 8 f(x-h) + 8 f(x+h) - f(x+2h)) / 12h has an error of order h⁴ plus rounding
/// of order ε/h. The step is halved as long as two successive estimates come closer. Source:
/// Abramowitz and Stegun, Handbook of Mathematical Functions (1964), table 25.2.
public enum FiniteDifferences {
  /// The derivative of a function of one variable with as many values as it likes.
  ///
  /// - Parameters:
  ///   - x: Where.
  ///   - step: The first step; it is halved up to eight times.
  ///   - function: Returns the same number of values each time.
  /// - Returns: The derivative of each value.
  public static func derivative(
    at x: Double, step: Double, of function: (Double) throws -> [Double]
  ) rethrows -> [Double] {
    var step = step
    var best = try fivePoint(at: x, step: step, of: function)
    var previous = best
    var change = Double.infinity
    for _ in 0..<8 {
      step /= 2
      let next = try fivePoint(at: x, step: step, of: function)
      let nextChange = distance(next, previous)
      if nextChange < change { (best, change) = (next, nextChange) } else { break }
      previous = next
    }
    return best
  }

  /// The Jacobian of a function of many variables: one row of values for each variable,
  /// `[V][values]`.
  ///
  /// - Parameters:
  ///   - point: Where.
  ///   - relativeStep: The first step as a fraction of max(|x|, `floor`).
  ///   - floor: The size that a variable near zero is taken to have.
  ///   - function: Returns the same number of values each time.
  /// - Returns: For each variable the derivatives of all values.
  public static func jacobian(
    at point: [Double], relativeStep: Double, floor: Double = 1,
    of function: ([Double]) throws -> [Double]
  ) rethrows -> [[Double]] {
    try point.indices.map { index in
      let step = relativeStep * max(abs(point[index]), floor)
      return try derivative(at: point[index], step: step) { value in
        var moved = point
        moved[index] = value
        return try function(moved)
      }
    }
  }

  private static func fivePoint(
    at x: Double, step h: Double, of function: (Double) throws -> [Double]
  ) rethrows -> [Double] {
    let (a, b) = (try function(x - 2 * h), try function(x - h))
    let (c, d) = (try function(x + h), try function(x + 2 * h))
    return a.indices.map { (a[$0] - 8 * b[$0] + 8 * c[$0] - d[$0]) / (12 * h) }
  }

  private static func distance(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
  }
}
