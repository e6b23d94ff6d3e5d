import Experience
import Foundation
import Testing

@Suite struct ChatEndpointTests {
  @Test(arguments: [
    ("http://127.0.0.1:8080/v1", "http://127.0.0.1:8080/v1/chat/completions"),
    ("http://localhost/v1/", "http://localhost/v1/chat/completions"),
    ("https://127.9.9.9:1/v1/chat/completions", "https://127.9.9.9:1/v1/chat/completions"),
    ("http://[::1]:8080", "http://[::1]:8080/chat/completions"),
  ])
  func thisMachineMayBeAsked(address: String, url: String) throws {
    let endpoint = try ChatEndpoint(address, model: "m")
    #expect(endpoint.url.absoluteString == url)
    #expect(endpoint.isLoopback)
  }

  /// Names that look like this machine's are other machines'.
  @Test(arguments: [
    "http://127.0.0.1.example.org/v1", "http://10.0.0.1/v1", "https://api.example.org/v1",
    "http://localhost.example.org", "http://0.0.0.0:80", "http://127.0.0.256/v1", "http://127.1/v1",
    "http://2130706433/v1",
  ])
  func otherMachinesAreRefusedUnlessAllowed(address: String) throws {
    let error = #expect(throws: LanguageModelError.self) {
      _ = try ChatEndpoint(address, model: "m")
    }
    #expect(error?.code == .remoteRefused)
  }

  @Test func anAllowedHostIsAskedByHTTPSOnly() throws {
    let hosts: Set = ["api.example.org"]
    let endpoint = try ChatEndpoint("https://API.example.org/v1", model: "m", allowedHosts: hosts)
    #expect(!endpoint.isLoopback)
    for address in ["http://api.example.org/v1", "https://other.example.org/v1"] {
      let error = #expect(throws: LanguageModelError.self) {
        _ = try ChatEndpoint(address, model: "m", allowedHosts: hosts)
      }
      #expect(error?.code == .remoteRefused)
    }
  }

  @Test(arguments: [
    "", "127.0.0.1:8080", "ftp://127.0.0.1/v1", "http://", "http://me:secret@127.0.0.1/v1",
    "http://127.0.0.1@api.example.org/v1", "http://127.0.0.1/v1?key=secret",
  ])
  func whatIsNoPlainAddressIsRefusedWithoutItsSecret(address: String) throws {
    let error = try #require(
      #expect(throws: LanguageModelError.self) { _ = try ChatEndpoint(address, model: "m") })
    #expect(error.code == .badSetting)
    #expect(!error.message.contains("secret"))
  }
}
