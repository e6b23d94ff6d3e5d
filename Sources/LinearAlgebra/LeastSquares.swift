import COpenBLAS

/// The vectors of least norm among those that minimise ‖A x − b‖, one for each column of b.
///
/// Source: LAPACK `dgelsd` (singular values by divide and conquer), so A may have any rank.
public struct LeastSquares: Sendable {
  /// The solutions in columns, shape `[A.columns, b.columns]`.
  public let solution: Matrix
  /// How many singular values of A were above the tolerance.
  public let rank: Int
  /// Singular values of A, descending, shape `[min(A.rows, A.columns)]`.
  public let singularValues: [Double]

  /// Solves for all columns of `rightHandSides` at once.
  ///
  /// - Parameters:
  ///   - matrix: A, not empty.
  ///   - rightHandSides: b, with as many rows as A and at least one column.
  ///   - relativeTolerance: Singular values up to this fraction of the largest count as 0.
  /// - Throws: `LinearAlgebraError` if an element is not finite or the iteration does not converge.
  public init(
    _ matrix: Matrix, _ rightHandSides: Matrix, relativeTolerance: Double
  ) throws(LinearAlgebraError) {
    precondition(
      matrix.rows > 0 && matrix.columns > 0 && rightHandSides.columns > 0
        && matrix.rows == rightHandSides.rows,
      "least squares of \(matrix.rows) x \(matrix.columns) for "
        + "\(rightHandSides.rows) x \(rightHandSides.columns)")
    precondition(relativeTolerance >= 0, "relative tolerance \(relativeTolerance) is negative")
    try LinearAlgebraError.check(finite: matrix, for: "dgelsd")
    try LinearAlgebraError.check(finite: rightHandSides, for: "dgelsd")
    BLASThreads.holdToOne()
    let long = max(matrix.rows, matrix.columns)
    var a = matrix.transposed().elements  // column-major A
    var b = [Double](repeating: 0, count: long * rightHandSides.columns)
    for j in 0..<rightHandSides.columns {
      for i in 0..<matrix.rows { b[j * long + i] = rightHandSides[i, j] }
    }
    var (m, n) = (Int32(matrix.rows), Int32(matrix.columns))
    var (count, ldb) = (Int32(rightHandSides.columns), Int32(long))
    var s = [Double](repeating: 0, count: min(matrix.rows, matrix.columns))
    var (tolerance, rank, status) = (relativeTolerance, Int32(0), Int32(0))
    var (size, best, bestIntegers) = (Int32(-1), [0.0], [Int32(0)])
    dgelsd_(
      &m, &n, &count, &a, &m, &b, &ldb, &s, &tolerance, &rank, &best, &size, &bestIntegers,
      &status)
    size = Int32(best[0])
    var work = [Double](repeating: 0, count: Int(size))
    var integers = [Int32](repeating: 0, count: max(1, Int(bestIntegers[0])))
    dgelsd_(
      &m, &n, &count, &a, &m, &b, &ldb, &s, &tolerance, &rank, &work, &size, &integers, &status)
    try LinearAlgebraError.check(
      status, of: "dgelsd", rows: matrix.rows, columns: matrix.columns)
    var solution = Matrix(rows: matrix.columns, columns: rightHandSides.columns)
    for j in 0..<solution.columns {
      for i in 0..<solution.rows { solution[i, j] = b[j * long + i] }
    }
    self.solution = solution
    self.rank = Int(rank)
    singularValues = s
  }
}
