import Experience
import Foundation
import TestSupport
import Testing

@Suite struct ChatClientTests {
  /// A client of a fake endpoint that is quick to lose patience.
  private func ask(
    _ fake: FakeEndpoint, key: String? = nil, change: (inout ChatClient) -> Void = { _ in }
  ) throws(LanguageModelError) -> String {
    var client = ChatClient(try ChatEndpoint(fake.address, model: "small"), key: key)
    client.firstPause = 0.01
    client.timeout = 20
    change(&client)
    return try client.answer(to: [ChatMessage(.system, "be brief"), ChatMessage(.user, "ECG?")])
  }

  private func failure(
    _ script: [FakeEndpoint.Behaviour], change: (inout ChatClient) -> Void = { _ in }
  ) throws -> (LanguageModelError?, requests: Int) {
    let fake = try FakeEndpoint(script)
    defer { fake.close() }
    let error = #expect(throws: LanguageModelError.self) { _ = try ask(fake, change: change) }
    return (error, fake.requests.count)
  }

  @Test func theQuestionIsAChatCompletion() throws {
    let fake = try FakeEndpoint([.reply("sinus rhythm \"ä\".")])
    defer { fake.close() }
    #expect(try ask(fake, key: "hush") == "sinus rhythm \"ä\".")
    let request = try #require(fake.requests.first)
    #expect(request.hasPrefix("POST /v1/chat/completions HTTP/1.1\r\n"))
    #expect(request.contains("Authorization: Bearer hush\r\n"))
    let body = try #require(request.range(of: "\r\n\r\n")).upperBound
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(request[body...].utf8)) as? [String: Any])
    #expect(json["model"] as? String == "small" && json["temperature"] as? Double == 0)
    #expect(json["stream"] as? Bool == false)
    let messages = try #require(json["messages"] as? [[String: String]])
    #expect(messages.map { $0["role"] } == ["system", "user"])
    #expect(messages.map { $0["content"] } == ["be brief", "ECG?"])
  }

  @Test func aStreamIsReadAlthoughNoneWasAskedFor() throws {
    let fake = try FakeEndpoint([.stream("sinus rhythm. normal.")])
    defer { fake.close() }
    #expect(try ask(fake) == "sinus rhythm. normal. ")
  }

  @Test(arguments: [429, 500, 503, 408])
  func passingRefusalsAreAskedAgain(status: Int) throws {
    let fake = try FakeEndpoint([.status(status), .status(status), .reply("normal.")])
    defer { fake.close() }
    #expect(try ask(fake) == "normal.")
    #expect(fake.requests.count == 3)
  }

  @Test(arguments: [400, 401, 404, 302])
  func otherRefusalsAreFinal(status: Int) throws {
    let (error, requests) = try failure([.status(status)])
    #expect(error?.code == .refused && requests == 1)
    #expect(error?.message.contains("HTTP status \(status)") == true)
  }

  @Test func afterTheLastAttemptItIsSaid() throws {
    let (error, requests) = try failure([.status(429)])
    #expect(error?.code == .refused && requests == 4)
    #expect(error?.message.hasSuffix("HTTP status 429 (asked 4 times)") == true)
  }

  @Test func theServerSaysHowLongToWait() throws {
    let fake = try FakeEndpoint([.status(429, headers: ["Retry-After: 1"]), .reply("normal.")])
    defer { fake.close() }
    let start = ContinuousClock.now
    #expect(try ask(fake) == "normal.")
    #expect(ContinuousClock.now - start >= .seconds(1))
    // Nobody waits an hour without having been asked to.
    let (error, requests) = try failure([.status(429, headers: ["Retry-After: 3600"])])
    #expect(error?.code == .refused && requests == 1)
  }

  @Test(
    arguments: [
      .body("{\"choices\":[{\"mess"), .body("<html>busy</html>"), .body("{\"choices\":[]}"),
      .body(""),
      .stream("sinus rhythm", breaksOff: true),
    ] as [FakeEndpoint.Behaviour])
  func nonsenseIsAskedAgainAndThenSaid(behaviour: FakeEndpoint.Behaviour) throws {
    let (error, requests) = try failure([behaviour])
    #expect(error?.code == .malformed && requests == 4)
  }

  @Test func silenceEnds() throws {
    let (error, requests) = try failure([.silence]) {
      $0.timeout = 0.3
      $0.attempts = 2
    }
    #expect(error?.code == .unreachable && requests == 2)
    #expect(error?.message.contains("did not answer within 0.3 s") == true)
  }

  @Test func anEndlessAnswerEnds() throws {
    let (error, _) = try failure([.endless]) { $0.attempts = 1 }
    #expect(error?.code == .malformed || error?.code == .unreachable)
  }

  @Test func whereNobodyListensItIsSaid() throws {
    let fake = try FakeEndpoint([.reply("normal.")])
    fake.close()
    let error = #expect(throws: LanguageModelError.self) {
      _ = try ask(fake) { $0.attempts = 2 }
    }
    #expect(error?.code == .unreachable)
    #expect(error?.message.contains("cannot be reached") == true)
  }

  /// The address that a redirection names was never allowed.
  @Test func redirectionsAreNotFollowed() throws {
    let other = try FakeEndpoint([.reply("normal.")])
    let fake = try FakeEndpoint([
      .status(307, headers: ["Location: \(other.address)/chat/completions"])
    ])
    defer {
      fake.close()
      other.close()
    }
    let error = #expect(throws: LanguageModelError.self) { _ = try ask(fake) }
    #expect(error?.code == .refused && other.requests.isEmpty)
  }
}
