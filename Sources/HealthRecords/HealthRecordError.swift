/// What keeps health records from being imported or read, without a patient's name or a row's content.
public struct HealthRecordError: Error, Sendable, CustomStringConvertible {
  /// The kind of failure.
  public enum Code: Sendable {
    /// A file is missing or cannot be read.
    case unreadable
    /// A file does not hold what its name promises.
    case malformed
    /// A file cannot be written.
    case unwritable
    /// What was asked for is not there.
    case absent
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
