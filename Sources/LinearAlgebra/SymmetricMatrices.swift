import COpenBLAS

/// The eigenvalues and eigenvectors of a symmetric matrix, A = V diag(λ) Vᵀ.
///
/// Source: LAPACK `dsyevd`. Only the lower triangle is read.
public struct SymmetricEigensystem: Sendable {
  /// Eigenvalues, ascending, shape `[n]`.
  public let values: [Double]
  /// Orthonormal eigenvectors in columns, shape `[n, n]`.
  public let vectors: Matrix

  /// Decomposes a square matrix that is not empty.
  ///
  /// - Throws: `LinearAlgebraError` if an element is not finite or the iteration does not converge.
  public init(_ matrix: Matrix) throws(LinearAlgebraError) {
    precondition(
      matrix.rows == matrix.columns && matrix.rows > 0,
      "eigenvalues of a \(matrix.rows) x \(matrix.columns) matrix")
    try LinearAlgebraError.check(finite: matrix, for: "dsyevd")
    BLASThreads.holdToOne()
    var a = matrix.elements
    var n = Int32(matrix.rows)
    var values = [Double](repeating: 0, count: matrix.rows)
    var (size, integerSize, status) = (Int32(-1), Int32(-1), Int32(0))
    var (best, bestIntegers) = ([0.0], [Int32(0)])
    // The upper triangle of column-major memory is the lower one of row-major memory.
    dsyevd_(
      "V", "U", &n, &a, &n, &values, &best, &size, &bestIntegers, &integerSize, &status)
    (size, integerSize) = (Int32(best[0]), bestIntegers[0])
    var work = [Double](repeating: 0, count: Int(size))
    var integers = [Int32](repeating: 0, count: Int(integerSize))
    dsyevd_("V", "U", &n, &a, &n, &values, &work, &size, &integers, &integerSize, &status)
    try LinearAlgebraError.check(status, of: "dsyevd", rows: matrix.rows, columns: matrix.rows)
    self.values = values
    vectors = Matrix(rows: matrix.rows, columns: matrix.rows, elements: a).transposed()
  }
}

extension Matrix {
  /// Solves A X = B for a symmetric positive definite A, by Cholesky's A = L Lᵀ.
  ///
  /// Source: LAPACK `dposv`. Only the lower triangle of A is read.
  ///
  /// - Parameter rightHandSides: B, with as many rows as A and at least one column.
  /// - Returns: X, shape as B.
  /// - Throws: `LinearAlgebraError` if an element is not finite or A is not positive definite.
  public func solvePositiveDefinite(_ rightHandSides: Matrix) throws(LinearAlgebraError) -> Matrix {
    precondition(
      rows == columns && rows > 0 && rightHandSides.columns > 0 && rows == rightHandSides.rows,
      "\(rows) x \(columns) system for \(rightHandSides.rows) x \(rightHandSides.columns)")
    try LinearAlgebraError.check(finite: self, for: "dposv")
    try LinearAlgebraError.check(finite: rightHandSides, for: "dposv")
    BLASThreads.holdToOne()
    var a = elements
    var b = rightHandSides.transposed().elements  // column-major B
    var (n, count, status) = (Int32(rows), Int32(rightHandSides.columns), Int32(0))
    dposv_("U", &n, &count, &a, &n, &b, &n, &status)
    precondition(status >= 0, "dposv refused its argument \(-status)")
    guard status == 0 else {
      throw LinearAlgebraError(
        code: .notPositiveDefinite, routine: "dposv",
        description: "dposv: the leading \(status) x \(status) block of a \(rows) x \(columns) "
          + "matrix is not positive definite; use LeastSquares, which allows any rank")
    }
    return Matrix(rows: rightHandSides.columns, columns: rows, elements: b).transposed()
  }
}
