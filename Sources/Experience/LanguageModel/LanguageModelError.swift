/// What keeps a language model from answering, without a word of what was asked or answered.
public struct LanguageModelError: Error, Sendable, CustomStringConvertible {
  /// The kind of failure.
  public enum Code: Sendable {
    /// The address, a prompt or a setting cannot be used.
    case badSetting
    /// The endpoint is on another machine and was not allowed.
    case remoteRefused
    /// Nobody answers, or not in time.
    case unreachable
    /// The endpoint refuses.
    case refused
    /// What came is no reply.
    case malformed
    /// The cache cannot be read or written.
    case cache
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
