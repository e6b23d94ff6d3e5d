/// A view of a matrix that the solver owns, lent to a system for the length of one call.
///
/// It cannot be copied and only the solver can make one, so it cannot outlive the call. Elements
/// lie column by column, as SUNDIALS stores dense matrices.
@safe
public struct MutableMatrix: ~Copyable {
  /// The number of rows.
  public let rows: Int
  /// The number of columns.
  public let columns: Int
  /// Borrowed from the solver for the length of the call.
  @usableFromInline let elements: UnsafeMutablePointer<Double>

  init(rows: Int, columns: Int, elements: UnsafeMutablePointer<Double>) {
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  /// The element in a row and a column, both counted from 0.
  @inlinable
  public subscript(row: Int, column: Int) -> Double {
    get { elements[offset(row, column)] }
    set { elements[offset(row, column)] = newValue }
  }

  /// The position of an element; traps outside the matrix.
  @inlinable
  func offset(_ row: Int, _ column: Int) -> Int {
    precondition(
      row >= 0 && row < rows && column >= 0 && column < columns,
      "element [\(row), \(column)] of a \(rows) x \(columns) matrix")
    return row + rows * column
  }
}
