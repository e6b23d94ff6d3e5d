import Foundation
import Synchronization

/// A chat endpoint on this machine that does what a test says, well or badly.
public final class FakeEndpoint: Sendable {
  /// What it does with one request.
  public enum Behaviour: Sendable {
    /// Answers as it should.
    case reply(String)
    /// Answers with a stream of events, which may break off.
    case stream(String, breaksOff: Bool = false)
    /// Refuses.
    case status(Int, headers: [String] = [])
    /// Answers 200 with a body of its own.
    case body(String)
    /// Never answers.
    case silence
    /// Answers and never stops.
    case endless
  }

  private struct State {
    var script: [Behaviour]
    var requests: [String] = []
    var isOpen = true
  }

  private let state: Mutex<State>
  private let listener: Int32
  /// The port on 127.0.0.1.
  public let port: UInt16

  /// Opens an endpoint.
  ///
  /// - Parameter script: What it does with the first request, the second ...; the last goes on for ever.
  /// - Throws: if no port is free.
  public init(_ script: [Behaviour]) throws {
    precondition(!script.isEmpty, "a script without behaviour")
    state = Mutex(State(script: script))
    // A peer that hangs up must not end the tests.
    signal(SIGPIPE, SIG_IGN)
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, size) == 0 && listen(listener, 16) == 0
          && getsockname(listener, $0, &size) == 0
      }
    }
    guard isBound else { throw POSIXError(.EADDRNOTAVAIL) }
    self.listener = listener
    port = UInt16(bigEndian: address.sin_port)
    Thread.detachNewThread { [self] in
      while state.withLock({ $0.isOpen }) {
        let peer = accept(listener, nil, nil)
        guard peer >= 0 else { break }
        Thread.detachNewThread { self.serve(peer) }
      }
    }
  }

  /// The address to ask.
  public var address: String { "http://127.0.0.1:\(port)/v1" }

  /// What was asked so far: head and body of each request.
  public var requests: [String] { state.withLock { $0.requests } }

  /// Closes it: nobody answers any more.
  public func close() {
    state.withLock { $0.isOpen = false }
    shutdown(listener, Int32(SHUT_RDWR))
    _ = Glibc.close(listener)
  }

  private func serve(_ peer: Int32) {
    defer { _ = Glibc.close(peer) }
    guard let request = Self.read(peer) else { return }
    let behaviour = state.withLock { state in
      state.requests.append(request)
      return state.script.count > 1 ? state.script.removeFirst() : state.script[0]
    }
    switch behaviour {
    case .reply(let text):
      Self.send(
        200,
        body: #"{"choices":[{"message":{"role":"assistant","content":\#(Self.quoted(text))}}]}"#,
        to: peer)
    case .stream(let text, let breaksOff):
      var body = ": a comment\n\n"
      for piece in text.split(separator: " ", omittingEmptySubsequences: false) {
        body +=
          #"data: {"choices":[{"delta":{"content":\#(Self.quoted(piece + " "))},"finish_reason":null}]}"#
          + "\n\n"
      }
      Self.send(200, body: body + (breaksOff ? "" : "data: [DONE]\n\n"), to: peer)
    case .status(let status, let headers): Self.send(status, headers, body: "{}", to: peer)
    case .body(let body): Self.send(200, body: body, to: peer)
    case .silence: Self.waitForEnd(peer)
    case .endless:
      var head = Array("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n".utf8)
      while write(peer, head, head.count) > 0 {
        head = Array("data: {\"choices\":[{\"delta\":{\"content\":\"sinus rhythm. \"}}]}\n\n".utf8)
      }
    }
  }

  /// Waits until the other side hangs up.
  private static func waitForEnd(_ peer: Int32) {
    var bytes = [UInt8](repeating: 0, count: 256)
    while Glibc.read(peer, &bytes, bytes.count) > 0 {}
  }

  /// Reads a request: its head, and as many bytes as that says.
  private static func read(_ peer: Int32) -> String? {
    var data = Data()
    var bytes = [UInt8](repeating: 0, count: 65536)
    while true {
      let text = String(decoding: data, as: UTF8.self)
      if let end = text.range(of: "\r\n\r\n") {
        let length = text.firstMatch(of: /(?i)content-length: *(\d+)/).flatMap { Int($0.1) } ?? 0
        if text[end.upperBound...].utf8.count >= length { return text }
      }
      let count = Glibc.read(peer, &bytes, bytes.count)
      guard count > 0 else { return nil }
      data.append(contentsOf: bytes[..<count])
    }
  }

  private static func send(
    _ status: Int, _ headers: [String] = [], body: String, to peer: Int32
  ) {
    let lines =
      ["HTTP/1.1 \(status) X", "Content-Length: \(body.utf8.count)", "Connection: close"] + headers
    let bytes = Array((lines.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8)
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes { write(peer, $0.baseAddress, $0.count) }
      guard count > 0 else { return }
      sent += count
    }
  }

  private static func quoted(_ text: some StringProtocol) -> String {
    let encoded = try? JSONEncoder().encode(String(text))
    return encoded.map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
  }
}
