/// A lead's beat as a sum of Gaussian kernels, x̂(t) = c + Σ αᵢ exp(−(t − tᵢ)²/2σᵢ²).
public struct LeadFit: Sendable, Equatable {
  /// The kernels in the order of their centres.
  public var kernels: [FittedKernel]
  /// The constant c in millivolts.
  public var baseline: Double
  /// Standard error of c in millivolts.
  public var baselineStandardError: Double?
  /// x̂ at the beat's samples, in millivolts.
  public var model: [Double]
  /// How well it fits.
  public var quality: FitQuality
}

/// How well a model x̂ follows a beat x.
public struct FitQuality: Sendable, Equatable {
  /// 100 √(Σ(x − x̂)² / Σ(x − mean x)²), in percent.
  public var prd: Double
  /// Root mean square of x − x̂ as a fraction of x's span from minimum to maximum.
  public var nrmse: Double
  /// Pearson's correlation of x and x̂.
  public var r: Double
  /// How white x − x̂ is, from near 0 to 1.
  ///
  /// Its effective number of independent samples as a part of all samples; a low value says that
  /// shape, wander or mains is left in it.
  public var residualWhiteness: Double
}

extension FitQuality {
  /// Compares a beat with its model.
  ///
  /// - Precondition: both have the same number of samples, and the beat is not constant.
  public init(beat: [Double], model: [Double]) {
    precondition(beat.count == model.count, "\(beat.count) samples, \(model.count) of the model")
    let n = Double(beat.count)
    let mean = beat.reduce(0, +) / n
    let modelMean = model.reduce(0, +) / n
    var (error, spread, modelSpread, product) = (0.0, 0.0, 0.0, 0.0)
    var (low, high) = (Double.infinity, -Double.infinity)
    for (x, y) in zip(beat, model) {
      error += (x - y) * (x - y)
      spread += (x - mean) * (x - mean)
      modelSpread += (y - modelMean) * (y - modelMean)
      product += (x - mean) * (y - modelMean)
      low = min(low, x)
      high = max(high, x)
    }
    precondition(spread > 0, "the beat is constant")
    prd = 100 * (error / spread).squareRoot()
    nrmse = (error / n).squareRoot() / (high - low)
    residualWhiteness = ResidualWhiteness.of(zip(beat, model).map(-))
    r = modelSpread > 0 ? product / (spread * modelSpread).squareRoot() : 0
  }
}
