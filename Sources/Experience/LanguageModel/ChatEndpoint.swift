public import Foundation

/// Where a language model answers: `/v1/chat/completions` as OpenAI's interface has it.
///
/// Health records must not leave the machine unless somebody says so: an address is on this machine, or its
/// host is one that was allowed by name and is reached by https.
public struct ChatEndpoint: Sendable, Equatable {
  /// The address that is asked.
  public let url: URL
  /// The model's name, as the endpoint knows it.
  public let model: String
  /// Whether it is on this machine.
  public let isLoopback: Bool

  /// Checks an address.
  ///
  /// - Parameters:
  ///   - address: Such as `http://127.0.0.1:8080/v1`; `/chat/completions` is added where it lacks.
  ///   - model: The model's name.
  ///   - allowedHosts: Hosts on other machines that may be asked.
  /// - Throws: `badSetting` for an address that is none or holds a name or password, `remoteRefused`.
  public init(
    _ address: String, model: String, allowedHosts: Set<String> = []
  ) throws(LanguageModelError) {
    guard var parts = URLComponents(string: address), let host = parts.host?.lowercased(),
      !host.isEmpty, parts.scheme == "http" || parts.scheme == "https"
    else {
      throw LanguageModelError(
        .badSetting, "'\(address)' is no address; give one such as http://127.0.0.1:8080/v1")
    }
    guard parts.user == nil, parts.password == nil, parts.query == nil, parts.fragment == nil else {
      throw LanguageModelError(
        .badSetting,
        "the endpoint's address holds more than host and path; keys come from the environment")
    }
    guard !model.isEmpty else { throw LanguageModelError(.badSetting, "name the model") }
    isLoopback = Self.isLoopback(host)
    if !isLoopback {
      guard allowedHosts.contains(host) else {
        throw LanguageModelError(
          .remoteRefused,
          "\(host) is another machine, and what is asked comes from health records; use a model on this "
            + "machine, or allow that host by name")
      }
      guard parts.scheme == "https" else {
        throw LanguageModelError(.remoteRefused, "\(host) is asked by https only")
      }
    }
    let ending = "/chat/completions"
    while parts.path.hasSuffix("/") { parts.path.removeLast() }
    if !parts.path.hasSuffix(ending) { parts.path += ending }
    guard let url = parts.url else {
      throw LanguageModelError(.badSetting, "'\(address)' is no address")
    }
    self.url = url
    self.model = model
  }

  /// Whether a host is this machine by its very name: `localhost`, `127.x.y.z` or `::1`.
  private static func isLoopback(_ host: String) -> Bool {
    if host == "localhost" || host == "::1" || host == "[::1]" { return true }
    let bytes = host.split(separator: ".", omittingEmptySubsequences: false).map {
      $0.allSatisfy(\.isNumber) ? UInt8($0) : nil
    }
    return bytes.count == 4 && !bytes.contains(nil) && bytes[0] == 127
  }
}
