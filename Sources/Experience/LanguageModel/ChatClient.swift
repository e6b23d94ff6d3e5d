import Foundation
import FoundationNetworking

/// Asks an endpoint, patiently.
///
/// Too many requests, errors of the server, silence and nonsense are asked again after a pause that doubles, or
/// after the seconds that `Retry-After` names; other refusals are final. Redirections are not followed, and no
/// proxy stands between this machine and itself.
public struct ChatClient: Sendable {
  /// Whom it asks.
  public let endpoint: ChatEndpoint
  /// Seconds until an attempt counts as unanswered.
  public var timeout = 60.0
  /// How often one question is asked at most.
  public var attempts = 4
  /// Seconds before the second attempt.
  public var firstPause = 1.0
  /// The longest that `Retry-After` may ask for.
  public var longestPause = 60.0
  /// Sent as a bearer's token; never shown.
  private let key: String?

  /// Prepares to ask.
  ///
  /// - Parameters:
  ///   - endpoint: Whom.
  ///   - key: The key that the endpoint wants, if any.
  public init(_ endpoint: ChatEndpoint, key: String? = nil) {
    self.endpoint = endpoint
    self.key = key
    // curl, below Foundation, would send even this machine's own address to a proxy.
    if endpoint.isLoopback { unsafe setenv("no_proxy", "*", 1) }
  }

  /// The model's answer.
  ///
  /// - Throws: `unreachable`, `refused` or `malformed` after the last attempt.
  public func answer(to messages: [ChatMessage]) throws(LanguageModelError) -> String {
    let request = try request(messages)
    var pause = firstPause
    var attempt = 1
    while true {
      switch judge(HTTPExchange.send(request, timeout: timeout)) {
      case .success(let text): return text
      case .failure(let trouble):
        guard trouble.isPassing, attempt < attempts else { throw trouble.error(attempt) }
        let wait = trouble.retryAfter ?? pause
        guard wait <= longestPause else { throw trouble.error(attempt) }
        Thread.sleep(forTimeInterval: max(0, wait))
        pause *= 2
        attempt += 1
      }
    }
  }

  private func request(_ messages: [ChatMessage]) throws(LanguageModelError) -> URLRequest {
    var request = URLRequest(url: endpoint.url, timeoutInterval: timeout)
    request.httpMethod = "POST"
    request.setValue("application/json", forHTTPHeaderField: "Content-Type")
    request.setValue("application/json", forHTTPHeaderField: "Accept")
    if let key { request.setValue("Bearer \(key)", forHTTPHeaderField: "Authorization") }
    do {
      request.httpBody = try JSONEncoder().encode(
        ChatRequest(model: endpoint.model, messages: messages))
    } catch {
      throw LanguageModelError(.badSetting, "the question cannot be written", underlying: error)
    }
    return request
  }

  /// Why an attempt failed.
  private struct Trouble: Error {
    let code: LanguageModelError.Code
    let message: String
    let isPassing: Bool
    var retryAfter: Double?
    var underlying: (any Error)?

    func error(_ attempts: Int) -> LanguageModelError {
      LanguageModelError(
        code, attempts > 1 ? "\(message) (asked \(attempts) times)" : message,
        underlying: underlying)
    }
  }

  private func judge(_ outcome: HTTPExchange.Outcome) -> Result<String, Trouble> {
    let place = endpoint.url.absoluteString
    switch outcome {
    case .tooLong:
      return .failure(
        Trouble(
          code: .malformed, message: "\(place) sends more than a reply can be", isPassing: false))
    case .failed(let error):
      let isTimeout = (error as? URLError)?.code == .timedOut
      let what =
        isTimeout
        ? "did not answer within \(timeout) s; give it more time with --timeout"
        : "cannot be reached; is the model running there?"
      return .failure(
        Trouble(
          code: .unreachable, message: "\(place) \(what)", isPassing: true, underlying: error))
    case .answer(200, _, let body):
      guard let text = ChatReply.text(of: body) else {
        return .failure(
          Trouble(
            code: .malformed, message: "\(place) answers, but not as a chat completion",
            isPassing: true))
      }
      return .success(text)
    case .answer(let status, let retryAfter, _):
      let isPassing = status == 429 || status == 408 || status >= 500
      return .failure(
        Trouble(
          code: .refused, message: "\(place) refuses with HTTP status \(status)",
          isPassing: isPassing, retryAfter: retryAfter))
    }
  }
}
