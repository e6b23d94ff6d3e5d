import Foundation
import FoundationNetworking
import Synchronization

/// One request and its answer, which may be neither endless nor somewhere else.
final class HTTPExchange: NSObject, URLSessionDataDelegate, Sendable {
  /// How an exchange ended.
  enum Outcome {
    case answer(status: Int, retryAfter: Double?, body: Data)
    case failed(any Error)
    /// More than a reply can be.
    case tooLong
  }

  /// A reply of sixty words has some hundred bytes; a stream's events have many times that.
  static let longestBody = 4_000_000

  private struct State {
    var body = Data()
    var isTooLong = false
    var failure: (any Error)?
    var response: HTTPURLResponse?
  }

  private let state = Mutex(State())
  private let isDone = DispatchSemaphore(value: 0)

  /// Sends a request and waits.
  static func send(_ request: URLRequest, timeout: Double) -> Outcome {
    let exchange = HTTPExchange()
    let settings = URLSessionConfiguration.ephemeral
    settings.timeoutIntervalForRequest = timeout
    settings.timeoutIntervalForResource = timeout
    settings.httpShouldSetCookies = false
    let session = URLSession(configuration: settings, delegate: exchange, delegateQueue: nil)
    let task = session.dataTask(with: request)
    task.resume()
    // The session's own timeouts count from the last byte: one that trickles would never end.
    if exchange.isDone.wait(timeout: .now() + timeout) == .timedOut {
      task.cancel()
      session.invalidateAndCancel()
      return .failed(URLError(.timedOut))
    }
    session.finishTasksAndInvalidate()
    return exchange.outcome
  }

  private var outcome: Outcome {
    state.withLock { state in
      if state.isTooLong { return .tooLong }
      if let failure = state.failure { return .failed(failure) }
      guard let response = state.response else { return .failed(URLError(.badServerResponse)) }
      return .answer(
        status: response.statusCode,
        retryAfter: response.value(forHTTPHeaderField: "Retry-After").flatMap { Double($0) },
        body: state.body)
    }
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection: HTTPURLResponse,
    newRequest: URLRequest, completionHandler: @escaping (URLRequest?) -> Void
  ) {
    // The address was checked; where a redirection leads was not.
    completionHandler(nil)
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    let isTooLong = state.withLock { state in
      state.body.append(data)
      state.isTooLong = state.body.count > Self.longestBody
      return state.isTooLong
    }
    if isTooLong { dataTask.cancel() }
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?
  ) {
    let response = task.response as? HTTPURLResponse
    state.withLock { state in
      state.failure = error
      state.response = response
    }
    isDone.signal()
  }
}
