public import RandomNumbers

/// Noise like the residual of a fit: with its spectrum, and its level at every place of the beat.
///
/// x[n] = e[n]·u[n], where e is the residual's root mean square over ±`reach` samples and u
/// autoregressive noise with the spectrum of the residual divided by e. What a model leaves of an
/// averaged beat is larger under the QRS complex, where beats differ from each other, than between
/// waves; stationary noise is not like it.
public struct ResidualNoise: Sendable, Equatable {
  /// The level e at each sample, in the unit of the residual.
  public let levels: [Double]
  /// The noise u of level one.
  public let carrier: AutoregressiveNoise

  /// Learns from a residual.
  ///
  /// - Parameters:
  ///   - residual: What a model left, evenly sampled.
  ///   - reach: Samples to either side that share a level.
  ///   - order: Coefficients of the autoregression.
  /// - Precondition: the residual is longer than the order; the reach is not negative.
  public init(of residual: [Double], reach: Int, order: Int) {
    precondition(reach >= 0, "reach of \(reach) samples")
    let levels = residual.indices.map { index in
      let near = residual[max(index - reach, 0)...min(index + reach, residual.count - 1)]
      return (near.reduce(0) { $0 + $1 * $1 } / Double(near.count)).squareRoot()
    }
    self.levels = levels
    carrier = AutoregressiveNoise(
      fitting: [zip(residual, levels).map { $1 > 0 ? $0 / $1 : 0 }], order: order)
  }

  /// Draws noise as long as the residual, in its unit.
  public func draw(using random: inout Philox) -> [Double] {
    zip(levels, carrier.draw(count: levels.count, using: &random)).map { $0 * $1 }
  }
}
