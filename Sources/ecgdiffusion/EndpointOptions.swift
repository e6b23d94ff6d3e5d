import ArgumentParser
import Experience
import Foundation

/// Which language model is asked, and how.
struct EndpointOptions: ParsableArguments {
  @Option(help: "An OpenAI-compatible endpoint, such as http://127.0.0.1:8080/v1.")
  var endpoint: String?
  @Option(help: "The model's name at the endpoint.") var model: String?
  @Flag(help: "Allow an endpoint on another machine: health records then leave this one.")
  var allowRemoteLlm = false
  @Option(help: "A host that --allow-remote-llm may reach; may be given again.")
  var allowHost: [String] = []
  @Option(help: "The environment variable that holds the endpoint's key.")
  var keyVariable = "ECGWORKBENCH_LLM_KEY"
  @Option(
    name: .customLong("timeout"),
    help: "Seconds until a request counts as unanswered. (default: 60)")
  var timeoutGiven: Double?
  @Option(name: .customLong("attempts"), help: "How often a request is made at most. (default: 4)")
  var attemptsGiven: Int?
  @Option(help: "A folder for answers, so that no question is asked twice.") var cache: String?
  @Option(help: "A folder with prompts of your own: system.txt, report.txt, mend.txt.")
  var prompts: String?

  func validate() throws {
    let given: [(String, Bool)] = [
      ("--model", model != nil), ("--allow-remote-llm", allowRemoteLlm),
      ("--allow-host", !allowHost.isEmpty), ("--timeout", timeoutGiven != nil),
      ("--attempts", attemptsGiven != nil), ("--cache", cache != nil),
      ("--prompts", prompts != nil),
    ]
    if endpoint == nil, let option = given.first(where: \.1)?.0 {
      throw ValidationError("\(option) is about a language model; give --endpoint too")
    }
    guard endpoint == nil || model != nil else {
      throw ValidationError("--endpoint needs --model NAME")
    }
    guard allowRemoteLlm == !allowHost.isEmpty else {
      throw ValidationError(
        "another machine is asked with both --allow-remote-llm and --allow-host HOST")
    }
    if let timeoutGiven, !(timeoutGiven > 0 && timeoutGiven <= 3600) {
      throw ValidationError("--timeout \(timeoutGiven); more than 0 and at most 3600 are possible")
    }
    if let attemptsGiven, !(1...20).contains(attemptsGiven) {
      throw ValidationError("--attempts \(attemptsGiven); 1 to 20 are possible")
    }
  }

  /// Whom to ask; `nil` if no endpoint was named.
  func client() throws -> ChatClient? {
    guard let endpoint, let model else { return nil }
    let key = ProcessInfo.processInfo.environment[keyVariable]
    var client = ChatClient(
      try ChatEndpoint(
        endpoint, model: model, allowedHosts: Set(allowHost.map { $0.lowercased() })),
      key: key.flatMap { $0.isEmpty ? nil : $0 })
    client.timeout = timeoutGiven ?? client.timeout
    client.attempts = attemptsGiven ?? client.attempts
    return client
  }
}
