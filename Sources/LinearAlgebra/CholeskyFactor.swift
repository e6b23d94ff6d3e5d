import COpenBLAS
import Foundation

/// Cholesky's factor of a symmetric positive definite matrix, A = L Lᵀ.
///
/// Source: LAPACK `dpotrf`. Only the lower triangle of A is read.
public struct CholeskyFactor: Sendable {
  /// L, zero above its diagonal, `[n, n]`.
  public let lower: Matrix

  /// Factors a square matrix that is not empty.
  ///
  /// - Throws: `LinearAlgebraError` if an element is not finite or A is not positive definite.
  public init(_ matrix: Matrix) throws(LinearAlgebraError) {
    precondition(
      matrix.rows == matrix.columns && matrix.rows > 0,
      "Cholesky's factor of a \(matrix.rows) x \(matrix.columns) matrix")
    try LinearAlgebraError.check(finite: matrix, for: "dpotrf")
    BLASThreads.holdToOne()
    var a = matrix.elements
    var (n, leading, status) = (Int32(matrix.rows), Int32(matrix.rows), Int32(0))
    // The upper triangle of column-major memory is the lower one of row-major memory.
    dpotrf_("U", &n, &a, &leading, &status)
    precondition(status >= 0, "dpotrf refused its argument \(-status)")
    guard status == 0 else {
      throw LinearAlgebraError(
        code: .notPositiveDefinite, routine: "dpotrf",
        description: "dpotrf: the leading \(status) x \(status) block of a \(matrix.rows) x "
          + "\(matrix.rows) matrix is not positive definite; shrink it towards its diagonal")
    }
    for i in 0..<matrix.rows {
      for j in i + 1..<max(matrix.rows, i + 1) { a[i * matrix.rows + j] = 0 }
    }
    lower = Matrix(rows: matrix.rows, columns: matrix.rows, elements: a)
  }

  /// The logarithm of A's determinant.
  public var logDeterminant: Double {
    2 * (0..<lower.rows).reduce(0) { $0 + log(lower[$1, $1]) }
  }

  /// L⁻¹ b, whose squared length is bᵀ A⁻¹ b.
  public func whitened(_ b: [Double]) -> [Double] {
    let n = lower.rows
    precondition(b.count == n, "\(b.count) numbers for a \(n) x \(n) factor")
    var x = b
    for i in 0..<n {
      var sum = x[i]
      for j in 0..<i { sum -= lower.elements[i * n + j] * x[j] }
      x[i] = sum / lower.elements[i * n + i]
    }
    return x
  }
}
