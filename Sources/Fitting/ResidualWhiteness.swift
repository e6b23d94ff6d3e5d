/// How white what a fit leaves of a beat is.
enum ResidualWhiteness {
  /// The effective number of independent samples as a part of all, N/n.
  ///
  /// N = n / (1 + 2 Σ (1 − k/n) ρₖ²), ρₖ being the autocorrelation at lag k: the degrees of freedom of
  /// the sum of squares of a Gaussian process. Source: Bayley and Hammersley, Suppl J R Stat Soc 8:184
  /// (1946), their form for the variance; that for the mean, with ρₖ for ρₖ², says nothing about a
  /// residual, whose offset is fitted and makes Σ ρₖ = −1/2. Lags go up to an eighth of the samples,
  /// and 1/n, what white noise gives for ρₖ², is taken off each.
  ///
  /// - Returns: From near 0 to 1; 1 for a residual of zeros.
  static func of(_ residual: [Double]) -> Double {
    let n = Double(residual.count)
    let mean = residual.reduce(0, +) / n
    let centred = residual.map { $0 - mean }
    let square = centred.reduce(0) { $0 + $1 * $1 }
    guard square > 0 else { return 1 }
    var sum = 0.0
    for lag in 1..<max(2, centred.count / 8) {
      var product = 0.0
      for i in lag..<centred.count { product += centred[i] * centred[i - lag] }
      let correlation = product / square
      sum += (1 - Double(lag) / n) * (correlation * correlation - 1 / n)
    }
    return 1 / (1 + 2 * max(sum, 0))
  }
}
