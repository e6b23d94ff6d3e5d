import COpenBLAS

/// The thin singular value decomposition A = U diag(s) Vᵀ.
///
/// Source: LAPACK `dgesdd` (divide and conquer). k is the smaller of A's two sizes.
public struct SingularValueDecomposition: Sendable {
  /// Left singular vectors in columns, shape `[rows, k]`.
  public let u: Matrix
  /// Singular values, descending, shape `[k]`.
  public let singularValues: [Double]
  /// Right singular vectors in rows, shape `[k, columns]`.
  public let vTransposed: Matrix

  /// Decomposes a matrix that is not empty.
  ///
  /// - Throws: `LinearAlgebraError` if an element is not finite or the iteration does not converge.
  public init(_ matrix: Matrix) throws(LinearAlgebraError) {
    precondition(matrix.rows > 0 && matrix.columns > 0, "decomposition of an empty matrix")
    try LinearAlgebraError.check(finite: matrix, for: "dgesdd")
    BLASThreads.holdToOne()
    // Row-major A is column-major Aᵀ = V diag(s) Uᵀ; both factors come out row-major again.
    var a = matrix.elements
    var (m, n) = (Int32(matrix.columns), Int32(matrix.rows))
    let k = min(matrix.rows, matrix.columns)
    var ldvt = Int32(k)
    var s = [Double](repeating: 0, count: k)
    var v = [Double](repeating: 0, count: k * matrix.columns)
    var u = [Double](repeating: 0, count: matrix.rows * k)
    var integers = [Int32](repeating: 0, count: 8 * k)
    var status: Int32 = 0
    var size: Int32 = -1
    var best = [0.0]
    dgesdd_("S", &m, &n, &a, &m, &s, &v, &m, &u, &ldvt, &best, &size, &integers, &status)
    size = Int32(best[0])
    var work = [Double](repeating: 0, count: Int(size))
    dgesdd_("S", &m, &n, &a, &m, &s, &v, &m, &u, &ldvt, &work, &size, &integers, &status)
    try LinearAlgebraError.check(
      status, of: "dgesdd", rows: matrix.rows, columns: matrix.columns)
    self.u = Matrix(rows: matrix.rows, columns: k, elements: u)
    singularValues = s
    vTransposed = Matrix(rows: k, columns: matrix.columns, elements: v)
  }

  /// How many singular values exceed `relativeTolerance` times the largest.
  public func rank(relativeTolerance: Double) -> Int {
    singularValues.filter { $0 > relativeTolerance * singularValues[0] }.count
  }

  /// The Moore-Penrose pseudo-inverse V diag(1/s) Uᵀ.
  ///
  /// - Parameter relativeTolerance: Singular values up to this fraction of the largest count as 0.
  /// - Returns: The pseudo-inverse, shape `[columns, rows]`.
  public func pseudoInverse(relativeTolerance: Double) -> Matrix {
    let rank = rank(relativeTolerance: relativeTolerance)
    var left = Matrix(rows: vTransposed.columns, columns: rank)
    var right = Matrix(rows: rank, columns: u.rows)
    for k in 0..<rank {
      for j in 0..<left.rows { left[j, k] = vTransposed[k, j] / singularValues[k] }
      for i in 0..<right.columns { right[k, i] = u[i, k] }
    }
    return left * right
  }
}
