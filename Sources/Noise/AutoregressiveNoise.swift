public import RandomNumbers

/// Stationary noise with the level and the spectrum of a sample of it.
///
/// x[n] = Σ aₖ x[n−k] + σ e[n] with e standard normal; the coefficients solve the Yule-Walker
/// equations by Levinson's recursion. Source: Box and Jenkins, Time Series Analysis, 3.2.
public struct AutoregressiveNoise: Sendable, Equatable {
  /// The coefficients a₁ … a_p.
  public let coefficients: [Double]
  /// Standard deviation σ of the innovations, in the unit of the sample.
  public let innovation: Double

  /// Learns from stretches of noise.
  ///
  /// - Parameters:
  ///   - stretches: Noise, sampled evenly within each stretch; means are removed.
  ///   - order: Number of coefficients; fewer are taken if the recursion ends early.
  /// - Precondition: the order is at least 0 and some stretch is longer than it.
  public init(fitting stretches: [[Double]], order: Int) {
    precondition(
      order >= 0 && stretches.contains { $0.count > order }, "order \(order) of too short noise")
    let count = stretches.reduce(0) { $0 + $1.count }
    let mean = stretches.joined().reduce(0, +) / Double(count)
    // The biased estimate keeps the recursion stable.
    let covariance = (0...order).map { lag in
      stretches.reduce(0) { sum, stretch in
        sum
          + zip(stretch, stretch.dropFirst(lag)).reduce(0) {
            $0 + ($1.0 - mean) * ($1.1 - mean)
          }
      } / Double(count)
    }
    var coefficients: [Double] = []
    var power = covariance[0]
    for k in 0..<order where power > 0 {
      let predicted = coefficients.indices.reduce(0) { $0 + coefficients[$1] * covariance[k - $1] }
      let reflection = (covariance[k + 1] - predicted) / power
      coefficients =
        coefficients.indices.map {
          coefficients[$0] - reflection * coefficients[coefficients.count - 1 - $0]
        } + [reflection]
      power *= 1 - reflection * reflection
    }
    self.coefficients = coefficients
    innovation = max(power, 0).squareRoot()
  }

  /// Draws noise in its steady state.
  ///
  /// - Parameters:
  ///   - count: Samples.
  ///   - random: Source of chance.
  /// - Returns: Noise in the unit of the sample that it was learned from.
  public func draw(count: Int, using random: inout Philox) -> [Double] {
    // Long enough for all but the sharpest resonances to forget the start.
    let lead = 20 * (coefficients.count + 5)
    var noise = [Double](repeating: 0, count: lead + count)
    for n in noise.indices {
      var value = innovation * random.normal()
      for (k, a) in coefficients.enumerated() where n > k { value += a * noise[n - 1 - k] }
      noise[n] = value
    }
    return Array(noise[lead...])
  }
}
