/// What keeps a lexicon or a table of reports from being used.
public struct StatementError: Error, Sendable, CustomStringConvertible {
  /// The kind of failure.
  public enum Code: Sendable {
    /// The lexicon cannot be read or contradicts itself.
    case malformedLexicon
    /// A code that no concept carries.
    case unknownCode
  }

  /// The kind of failure.
  public let code: Code
  /// What happened, where, and what to try.
  public let message: String
  /// What a library below reported.
  public let underlying: (any Error)?

  init(_ code: Code, _ message: String, underlying: (any Error)? = nil) {
    self.code = code
    self.message = message
    self.underlying = underlying
  }

  /// The message.
  public var description: String { message }
}
