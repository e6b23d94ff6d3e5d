/// Why nothing can be learned from, or said of, a group of recordings.
public struct PopulationError: Error, Sendable, CustomStringConvertible {
  /// The kind of obstacle.
  public enum Code: String, Sendable {
    /// A table or folder cannot be read.
    case inaccessible
    /// A table does not hold what its name promises.
    case malformed
    /// There are not enough recordings or patients.
    case tooFew
    /// There is no such class or statement.
    case unknownClass
    /// The numbers determine nothing.
    case degenerate
  }

  /// The kind of obstacle.
  public let code: Code
  /// What happened, where, with which values, and what to try.
  public let message: String
  /// What a library below reported.
  public let underlying: (any Error)?

  /// Creates an error.
  public init(_ code: Code, _ message: String, underlying: (any Error)? = nil) {
    self.code = code
    self.message = message
    self.underlying = underlying
  }

  /// The message.
  public var description: String { message }
}
