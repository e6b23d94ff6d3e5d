/// What keeps a training from going on.
public struct TrainingError: Error, Sendable, CustomStringConvertible {
  /// The kind of failure.
  public enum Code: Sendable {
    /// A loss or gradient is no number.
    case diverged
    /// The folder belongs to another training.
    case otherRun
    /// A file cannot be read or is not what it should be.
    case unreadable
    /// A file cannot be written.
    case unwritable
    /// The data has nothing to learn from.
    case noData
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
