/// Why a table could not be read on.
public struct TableError: Error, Sendable, CustomStringConvertible {
  /// The kinds of failure that callers tell apart.
  public enum Code: Sendable {
    /// The file is missing or the system refuses to read it.
    case cannotRead
    /// The file ends within its compressed content.
    case truncated
    /// The content is no table of UTF-8 text.
    case malformed
    /// A column that is needed is not there.
    case noColumn
  }

  /// The kind of failure.
  public let code: Code
  /// The table, as the caller named it.
  public let table: String
  /// What happened and what to try; nothing of the rows' content.
  public let problem: String
  /// What a library below reported.
  public let underlying: (any Error)?

  /// The table and what happened.
  public var description: String { "\(table): \(problem)" }

  init(_ code: Code, table: String, _ problem: String, underlying: (any Error)? = nil) {
    self.code = code
    self.table = table
    self.problem = problem
    self.underlying = underlying
  }
}

/// A row that cannot be used.
public struct TableFlaw: Error, Sendable, Equatable {
  /// The line on which the row begins, counted from 1.
  public var line: Int
  /// What is wrong with it; nothing of its content.
  public var problem: String

  /// Names a flaw.
  public init(line: Int, problem: String) {
    self.line = line
    self.problem = problem
  }
}
