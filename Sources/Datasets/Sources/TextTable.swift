import Tables

/// A table of texts with a line of column names, as data sets publish their labels.
///
/// Fields may stand in double quotes, with commas, line ends and doubled quotes in them: RFC 4180.
public struct TextTable: Sendable {
  /// Names of the columns.
  public let columns: [String]
  /// Fields, `[row][column]`.
  public let rows: [[String]]
  private let places: [String: Int]

  /// Reads a file, plain or packed by gzip.
  ///
  /// - Throws: `DatasetError` if it cannot be read, is no UTF-8, or a row has not one field a column.
  public init(path: String) throws(DatasetError) {
    let table: TableReader
    do {
      table = try TableReader(path: path)
    } catch {
      throw Self.failure(error)
    }
    try self.init(table)
  }

  /// Reads a text.
  ///
  /// - Parameters:
  ///   - text: The whole table.
  ///   - name: What messages call it.
  /// - Throws: `DatasetError.Code.malformed` with the line.
  public init(text: String, name: String) throws(DatasetError) {
    let table: TableReader
    do {
      table = try TableReader(text: Array(text.utf8), name: name)
    } catch {
      throw Self.failure(error)
    }
    try self.init(table)
  }

  /// Reads all rows; the first that cannot be used is an error.
  private init(_ table: TableReader) throws(DatasetError) {
    var rows: [[String]] = []
    reading: while true {
      let step: TableReader.Step
      do {
        step = try table.next()
      } catch {
        throw Self.failure(error)
      }
      switch step {
      case .end: break reading
      case .flaw(let flaw):
        throw DatasetError(.malformed, "\(table.name), line \(flaw.line): \(flaw.problem)")
      case .row:
        let fields = table.columns.indices.compactMap(table.text)
        guard fields.count == table.columns.count else {
          throw DatasetError(.malformed, "\(table.name), line \(table.line): is no UTF-8")
        }
        rows.append(fields)
      }
    }
    columns = table.columns
    self.rows = rows
    places = Dictionary(zip(columns, columns.indices), uniquingKeysWith: { first, _ in first })
  }

  private static func failure(_ error: TableError) -> DatasetError {
    DatasetError(
      error.code == .cannotRead ? .unreadable : .malformed, "\(error)", underlying: error)
  }

  /// The field of a row, `nil` if empty.
  ///
  /// - Throws: `DatasetError.Code.malformed` if there is no such column.
  public func field(_ row: Int, _ column: String) throws(DatasetError) -> String? {
    guard let place = places[column] else {
      throw DatasetError(
        .malformed, "no column '\(column)' among \(columns.joined(separator: ", "))")
    }
    let text = rows[row][place]
    return text.isEmpty ? nil : text
  }
}
