/// Standard errors from a Jacobian, with arithmetic that shares nothing with the fitter.
enum StandardErrors {
  /// s √((JᵀJ)⁻¹)ᵢᵢ for the columns of J, s² being the residual's sum of squares over its freedom.
  static func expected(_ columns: [[Double]], samples: [Double], model: [Double]) -> [Double] {
    let residual = sum(zip(samples, model).map { ($0 - $1) * ($0 - $1) })
    let variance = residual / Double(samples.count - columns.count)
    return inverseDiagonal(columns).map { (variance * $0).squareRoot() }
  }

  /// The diagonal of (JᵀJ)⁻¹ by Gauss and Jordan, which shares nothing with the fitter.
  private static func inverseDiagonal(_ columns: [[Double]]) -> [Double] {
    let n = columns.count
    let scales: [Double] = columns.map { sum($0.map { $0 * $0 }).squareRoot() }
    var a = [[Double]](repeating: [Double](repeating: 0, count: 2 * n), count: n)
    for i in 0..<n {
      for j in 0..<n {
        let product = sum(zip(columns[i], columns[j]).map { $0 * $1 })
        a[i][j] = product / (scales[i] * scales[j])
      }
      a[i][n + i] = 1
    }
    for i in 0..<n {
      let pivot = a[i][i]
      for k in 0..<2 * n { a[i][k] /= pivot }
      for j in 0..<n where j != i {
        let factor = a[j][i]
        for k in 0..<2 * n { a[j][k] -= factor * a[i][k] }
      }
    }
    return (0..<n).map { a[$0][n + $0] / (scales[$0] * scales[$0]) }
  }

  private static func sum(_ values: [Double]) -> Double { values.reduce(0, +) }
}
