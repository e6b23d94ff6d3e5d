/// A decomposition or solution that could not be computed.
public struct LinearAlgebraError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What went wrong.
  public enum Code: Sendable, Equatable {
    /// An input holds NaN or an infinity.
    case notFinite
    /// A matrix that should be positive definite is not.
    case notPositiveDefinite
    /// LAPACK's iteration did not end.
    case noConvergence
  }

  /// What went wrong.
  public let code: Code
  /// The LAPACK routine that was or would have been called.
  public let routine: String
  /// What happened, with which values, and what to try.
  public let description: String

  /// Checks that a routine's input is finite.
  static func check(finite matrix: Matrix, for routine: String) throws(LinearAlgebraError) {
    guard let at = matrix.elements.firstIndex(where: { !$0.isFinite }) else { return }
    throw LinearAlgebraError(
      code: .notFinite, routine: routine,
      description: "\(routine): element (\(at / matrix.columns), \(at % matrix.columns)) of a "
        + "\(matrix.rows) x \(matrix.columns) matrix is \(matrix.elements[at]); "
        + "remove missing samples before solving")
  }

  /// Turns the status of an iterative LAPACK routine into an error.
  static func check(
    _ status: Int32, of routine: String, rows: Int, columns: Int
  ) throws(LinearAlgebraError) {
    precondition(status >= 0, "\(routine) refused its argument \(-status)")
    guard status > 0 else { return }
    throw LinearAlgebraError(
      code: .noConvergence, routine: routine,
      description: "\(routine) did not converge on a \(rows) x \(columns) matrix "
        + "(status \(status)); scale its rows and columns to comparable sizes")
  }
}
