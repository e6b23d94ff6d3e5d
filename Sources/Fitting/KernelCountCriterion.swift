import Foundation

/// How many kernels a beat supports, by the extended Bayesian information criterion.
///
/// EBIC(K) = n ln(RSS_K (1 − ρ²)/n) + (3K + 2) ln n + 2K ln n, smallest for the number to take. RSS_K
/// is the sum of squared residuals with K kernels, ρ the residual's correlation from sample to
/// sample, 3K + 2 the unknowns with offset and ρ. Sources: Schwarz, Ann Stat 6:461 (1978); for the
/// last term, which pays for having looked at about n places for each kernel, Chen and Chen,
/// Biometrika 95:759 (2008) with γ = 1.
///
/// Samples n counts as independent what is so only after whitening: RSS (1 − ρ²)/n is the variance of
/// the innovations e of noise rₜ = ρ rₜ₋₁ + eₜ, of which there are n. For a mean, noise like that is
/// worth n (1 − ρ)/(1 + ρ) samples: 44 of 400 at ρ = 0.8. Counting n for the residual itself would
/// have kernels describe the noise; counting an effective number of the residual left by many kernels
/// would, too, because these have taken the slow part of the noise away. Noise that is smoother than
/// that, such as noise filtered to the bandwidth of waves, cannot be told from waves in one beat.
enum KernelCountCriterion {
  /// The criterion for a number of kernels and what they leave of the beat in millivolts.
  static func value(residual: [Double], kernels: Int) -> Double {
    let n = Double(residual.count)
    let mean = residual.reduce(0, +) / n
    var (square, product, last) = (0.0, 0.0, 0.0)
    for sample in residual {
      let centred = sample - mean
      square += centred * centred
      product += centred * last
      last = centred
    }
    let correlation = square > 0 ? product / square : 0
    // A beat that is a sum of kernels leaves nothing but rounding.
    let variance = max(square * (1 - correlation * correlation) / n, roundingVariance)
    return n * log(variance) + Double(5 * kernels + 2) * log(n)
  }

  /// The variance of a residual of 1 nV: what is left below that is no beat's.
  private static let roundingVariance = 1e-12
}
