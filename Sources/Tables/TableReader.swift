import GzipFiles

/// A table of texts, read a row at a time: memory does not grow with the file.
///
/// The first line names the columns; commas separate; fields may stand in double quotes, with commas, line
/// ends and doubled quotes in them: RFC 4180. A quote within a field that does not begin with one is a
/// letter. Blank lines count for nothing. A row that is none, by a quote that is not closed or by its
/// number of fields, is told as a flaw, and reading goes on with the line after its first.
public final class TableReader {
  /// What came next.
  public enum Step: Sendable, Equatable {
    /// A row: its fields can be asked for until the next step.
    case row
    /// A row that cannot be used.
    case flaw(TableFlaw)
    /// The end of the table.
    case end
  }

  /// What messages call the table.
  public let name: String
  /// Names of the columns.
  public private(set) var columns: [String] = []
  /// The line on which the row begins, counted from 1.
  public private(set) var line = 0
  /// Whether the last row of the file ended without a line end, as after a cut; known at the end.
  public private(set) var isLastLineOpen = false

  /// The longest row that is read, in bytes.
  public static let longestRow = 1 << 20

  /// The file, or nothing for a text.
  private let file: GzipReader?
  /// What was read and is not used up: `used..<filled`.
  private var buffer: [UInt8]
  private var used = 0, filled = 0
  private var isAtEnd = false
  /// Why the file ends before its end; thrown when the rows before are used up.
  private var failure: GzipError?
  private var nextLine = 1
  /// Where the fields of the row lie in the buffer.
  private var fields: [Range<Int>] = []

  /// Opens a file, plain or packed by gzip.
  ///
  /// - Throws: `TableError`: `cannotRead`; `malformed` without a line of names in UTF-8.
  public convenience init(path: String) throws(TableError) {
    let file: GzipReader
    do {
      file = try GzipReader(path: path)
    } catch {
      throw TableError(.cannotRead, table: path, error.problem, underlying: error)
    }
    try self.init(
      file, name: path, buffer: [UInt8](repeating: 0, count: 4 * Self.longestRow), filled: 0)
  }

  /// Reads a text.
  ///
  /// - Parameters:
  ///   - text: The whole table.
  ///   - name: What messages call it.
  /// - Throws: `TableError.Code.malformed` without a line of names in UTF-8.
  public convenience init(text: [UInt8], name: String) throws(TableError) {
    try self.init(nil, name: name, buffer: text, filled: text.count)
  }

  private init(
    _ file: GzipReader?, name: String, buffer: [UInt8], filled: Int
  ) throws(TableError) {
    self.file = file
    self.name = name
    self.buffer = buffer
    self.filled = filled
    isAtEnd = file == nil
    try refill()
    if self.buffer[..<self.filled].starts(with: [0xEF, 0xBB, 0xBF]) { used = 3 }
    let isUTF16 = [[0xFF, 0xFE], [0xFE, 0xFF]].contains { self.buffer.starts(with: $0) }
    guard !isUTF16, !self.buffer[..<min(self.filled, 1024)].contains(0) else {
      throw TableError(.malformed, table: name, "is no UTF-8 text; convert it, or unpack it first")
    }
    switch try next() {
    case .row: break
    case .flaw(let flaw):
      throw TableError(.malformed, table: name, "line \(flaw.line): \(flaw.problem)")
    case .end:
      throw TableError(
        .malformed, table: name, "is empty; a line of column names was expected")
    }
    for index in fields.indices {
      guard let text = text(index) else {
        throw TableError(.malformed, table: name, "the names of its columns are no UTF-8 text")
      }
      columns.append(text)
    }
  }

  /// The place of a column that is needed.
  ///
  /// - Throws: `TableError.Code.noColumn`.
  public func place(of column: String) throws(TableError) -> Int {
    if let place = columns.firstIndex(of: column) { return place }
    throw TableError(.noColumn, table: name, "has no column '\(column)'; is it the right table?")
  }

  /// The bytes of a field of the row.
  public subscript(field place: Int) -> ArraySlice<UInt8> { buffer[fields[place]] }

  /// A field of the row as text, `nil` if it is no UTF-8.
  public func text(_ place: Int) -> String? {
    String(validating: self[field: place], as: UTF8.self)
  }

  /// Goes to the next row.
  ///
  /// - Throws: `TableError`: `truncated`, `malformed` or `cannotRead` where the file breaks off, after the
  ///   rows before it.
  public func next() throws(TableError) -> Step {
    while true {
      line = nextLine
      let end = min(filled, used + Self.longestRow)
      let row = RowScanner.scan(
        buffer, used..<end, isLast: isAtEnd && end == filled, into: &fields)
      switch row {
      case .more:
        if end - used == Self.longestRow {
          return skipLine("a quote is not closed, or the row is too long")
        }
        try refill()
      case .end:
        used = filled
        if let failure {
          self.failure = nil
          let code: TableError.Code = failure.code == .truncated ? .truncated : .malformed
          throw TableError(
            code, table: name, "\(failure.problem) after line \(nextLine - 1)", underlying: failure)
        }
        return .end
      case .blank(let next):
        used = next
        nextLine += 1
      case .row(let next, let lines, let isQuoted, let isOpen):
        isLastLineOpen = isOpen
        guard columns.isEmpty || fields.count == columns.count else {
          // One line only: what looks like a quoted line end may be a quote too many.
          return skipLine("\(fields.count) fields, \(columns.count) columns")
        }
        used = next
        nextLine += lines
        if isOpen, failure != nil { return .flaw(.init(line: line, problem: "it breaks off")) }
        if isQuoted { RowScanner.unquote(&buffer, &fields) }
        return .row
      case .broken(let problem): return skipLine(problem)
      }
    }
  }

  /// Leaves out what stands on the line that the row begins on.
  private func skipLine(_ problem: String) -> Step {
    let end = buffer[used..<filled].firstIndex(of: UInt8(ascii: "\n"))
    used = end.map { $0 + 1 } ?? filled
    nextLine += 1
    return .flaw(.init(line: line, problem: problem))
  }

  /// Moves what is left to the start of the buffer and reads on.
  private func refill() throws(TableError) {
    guard let file, !isAtEnd else { return }
    if used > 0 {
      let (start, count) = (used, filled - used)
      for index in 0..<count { buffer[index] = buffer[start + index] }
      (used, filled) = (0, count)
    }
    while filled < buffer.count, !isAtEnd {
      do {
        let count = try file.read(into: &buffer, filled..<buffer.count)
        filled += count
        isAtEnd = count == 0
      } catch {
        isAtEnd = true
        guard error.code != .cannotRead else {
          throw TableError(.cannotRead, table: name, error.problem, underlying: error)
        }
        failure = error
      }
    }
  }
}
