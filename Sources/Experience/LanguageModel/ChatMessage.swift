/// A turn of a conversation.
public struct ChatMessage: Sendable, Codable, Equatable {
  /// Who speaks.
  public enum Role: String, Sendable, Codable { case system, user, assistant }

  /// Who speaks.
  public var role: Role
  /// What is said.
  public var content: String

  /// A turn.
  public init(_ role: Role, _ content: String) {
    self.role = role
    self.content = content
  }
}

/// What is asked of an endpoint; the same question has the same bytes.
struct ChatRequest: Encodable {
  let model: String
  let messages: [ChatMessage]
  /// The likeliest words, so that a question has one answer as far as the model allows.
  let temperature = 0.0
  let seed = 0
  /// Sixty words are some hundred tokens.
  let max_tokens = 400
  let stream = false
}
