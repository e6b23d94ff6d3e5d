/// Why a file could not be read to its end.
public struct GzipError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The kinds of failure that callers tell apart.
  public enum Code: Sendable, Equatable {
    /// The file is missing or the system refuses to read it.
    case cannotRead
    /// The compressed content ends before its end is announced.
    case truncated
    /// The compressed content contradicts the format or its checksum.
    case malformed
  }

  /// The kind of failure.
  public let code: Code
  /// The file, as the caller named it.
  public let file: String
  /// What happened.
  public let problem: String

  /// The file and what happened.
  public var description: String { "\(file): \(problem)" }

  init(_ code: Code, file: String, _ problem: String) {
    self.code = code
    self.file = file
    self.problem = problem
  }
}
