import Foundation

/// A table of texts with a line of column names, as data sets publish their labels.
///
/// Fields may stand in double quotes, with commas, line ends and doubled quotes in them: RFC 4180.
public struct TextTable: Sendable {
  /// Names of the columns.
  public let columns: [String]
  /// Fields, `[row][column]`.
  public let rows: [[String]]
  private let places: [String: Int]

  /// Reads a file.
  ///
  /// - Throws: `DatasetError` if it cannot be read, is no UTF-8, or a row has not one field a column.
  public init(path: String) throws(DatasetError) {
    let text: String
    do {
      text = try String(contentsOfFile: path, encoding: .utf8)
    } catch {
      throw DatasetError(
        .unreadable, "cannot read \(path): is it there, and is it UTF-8?", underlying: error)
    }
    try self.init(text: text, name: path)
  }

  /// Reads a text.
  ///
  /// - Parameters:
  ///   - text: The whole table.
  ///   - name: What messages call it.
  /// - Throws: `DatasetError.Code.malformed` with the line.
  public init(text: String, name: String) throws(DatasetError) {
    var records: [[String]] = []
    var (fields, field): ([String], [UInt8]) = ([], [])
    var (line, lineOfRow, isQuoted) = (1, 1, false)
    var bytes = Array(text.utf8)[...]
    func endRow(_ fields: [String]) throws(DatasetError) {
      if fields == [""] { return }
      if let first = records.first, first.count != fields.count {
        throw DatasetError(
          .malformed,
          "\(name), line \(lineOfRow): \(fields.count) fields, \(first.count) columns")
      }
      records.append(fields)
    }
    while let byte = bytes.popFirst() {
      if byte == UInt8(ascii: "\n") { line += 1 }
      switch byte {
      case UInt8(ascii: "\"") where isQuoted && bytes.first == byte:
        bytes.removeFirst()
        field.append(byte)
      case UInt8(ascii: "\""): isQuoted.toggle()
      case UInt8(ascii: ",") where !isQuoted:
        fields.append(String(decoding: field, as: UTF8.self))
        field = []
      case UInt8(ascii: "\n") where !isQuoted:
        if field.last == UInt8(ascii: "\r") { field.removeLast() }
        try endRow(fields + [String(decoding: field, as: UTF8.self)])
        (fields, field, lineOfRow) = ([], [], line)
      default: field.append(byte)
      }
    }
    if isQuoted {
      throw DatasetError(.malformed, "\(name), line \(lineOfRow): a quote is not closed")
    }
    try endRow(fields + [String(decoding: field, as: UTF8.self)])
    guard let head = records.first else {
      throw DatasetError(.malformed, "\(name) is empty; a line of column names was expected")
    }
    columns = head
    rows = Array(records.dropFirst())
    places = Dictionary(zip(head, head.indices), uniquingKeysWith: { first, _ in first })
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
