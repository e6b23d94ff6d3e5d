import COpenBLAS

/// A dense matrix of doubles in row-major order.
///
/// Element (i, j) is `elements[i * columns + j]`. Meant for the small matrices of lead projections
/// and fits; OpenBLAS is held to one thread.
public struct Matrix: Equatable, Sendable {
  /// Number of rows.
  public let rows: Int
  /// Number of columns.
  public let columns: Int
  /// The elements, row after row, shape `[rows * columns]`.
  public var elements: [Double]

  /// Creates a matrix from its elements in row-major order.
  ///
  /// - Precondition: `elements` holds `rows * columns` numbers, and neither factor is negative.
  public init(rows: Int, columns: Int, elements: [Double]) {
    precondition(
      rows >= 0 && columns >= 0 && elements.count == rows * columns,
      "\(elements.count) elements do not fill \(rows) x \(columns)")
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  /// Creates a matrix of zeros.
  public init(rows: Int, columns: Int) {
    self.init(
      rows: rows, columns: columns, elements: [Double](repeating: 0, count: rows * columns))
  }

  /// Creates a matrix from its rows.
  ///
  /// - Precondition: all rows have one length.
  public init(_ rows: [[Double]]) {
    let columns = rows.first?.count ?? 0
    precondition(
      rows.allSatisfy { $0.count == columns }, "rows differ in length: \(rows.map(\.count))")
    self.init(rows: rows.count, columns: columns, elements: rows.flatMap { $0 })
  }

  /// Creates a matrix of one column.
  public init(column: [Double]) {
    self.init(rows: column.count, columns: 1, elements: column)
  }

  /// The square matrix with ones on its diagonal.
  public static func identity(_ size: Int) -> Matrix {
    var result = Matrix(rows: size, columns: size)
    for i in 0..<size { result[i, i] = 1 }
    return result
  }

  /// The element in row `i` and column `j`, both counted from 0.
  public subscript(i: Int, j: Int) -> Double {
    get {
      check(i, j)
      return elements[i * columns + j]
    }
    set {
      check(i, j)
      elements[i * columns + j] = newValue
    }
  }

  /// One row, shape `[columns]`.
  public func row(_ i: Int) -> [Double] {
    precondition((0..<rows).contains(i), "row \(i) of a \(rows) x \(columns) matrix")
    return Array(elements[i * columns..<(i + 1) * columns])
  }

  /// One column, shape `[rows]`.
  public func column(_ j: Int) -> [Double] {
    precondition((0..<columns).contains(j), "column \(j) of a \(rows) x \(columns) matrix")
    return (0..<rows).map { elements[$0 * columns + j] }
  }

  /// The matrix with rows and columns exchanged.
  public func transposed() -> Matrix {
    var result = Matrix(rows: columns, columns: rows)
    for i in 0..<rows {
      for j in 0..<columns { result.elements[j * rows + i] = elements[i * columns + j] }
    }
    return result
  }

  /// The matrix product, by `dgemm`.
  ///
  /// - Precondition: the left matrix has as many columns as the right one has rows.
  public static func * (left: Matrix, right: Matrix) -> Matrix {
    precondition(
      left.columns == right.rows,
      "\(left.rows) x \(left.columns) times \(right.rows) x \(right.columns)")
    var result = Matrix(rows: left.rows, columns: right.columns)
    guard left.rows > 0, right.columns > 0, left.columns > 0 else { return result }
    BLASThreads.holdToOne()
    // LAPACK reads row-major memory as the transpose, and (A B)ᵀ = Bᵀ Aᵀ.
    var (m, n, k) = (Int32(right.columns), Int32(left.rows), Int32(left.columns))
    var (one, zero) = (1.0, 0.0)
    dgemm_(
      "N", "N", &m, &n, &k, &one, right.elements, &m, left.elements, &k, &zero,
      &result.elements, &m)
    return result
  }

  /// The product with a vector, shape `[columns] -> [rows]`.
  ///
  /// - Precondition: the vector has as many elements as the matrix has columns.
  public static func * (left: Matrix, right: [Double]) -> [Double] {
    (left * Matrix(column: right)).elements
  }

  func check(_ i: Int, _ j: Int) {
    precondition(
      i >= 0 && i < rows && j >= 0 && j < columns,
      "element (\(i), \(j)) of a \(rows) x \(columns) matrix")
  }
}
