import Crypto
import Foundation

/// Answers kept in files named by the SHA-256 of the question, so that none is asked twice.
///
/// Files are readable by their owner alone: answers come from health records.
public struct ReplyCache: Sendable {
  private let folder: URL

  /// A cache in a folder, which is made.
  ///
  /// - Throws: `cache` if it cannot be made.
  public init(folder: String) throws(LanguageModelError) {
    self.folder = URL(fileURLWithPath: folder)
    do {
      try FileManager.default.createDirectory(
        at: self.folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw LanguageModelError(
        .cache, "the folder \(folder) for answers cannot be made", underlying: error)
    }
  }

  /// The name of a question: model and every message.
  static func name(model: String, _ messages: [ChatMessage]) -> String {
    var hash = SHA256()
    for part in [model] + messages.flatMap({ [$0.role.rawValue, $0.content] }) {
      // Lengths first, so that two ways to cut a text differ.
      hash.update(data: Data("\(part.utf8.count):\(part)".utf8))
    }
    return hash.finalize().map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }

  /// The answer to a question, if it was given before.
  func answer(_ name: String) -> String? {
    guard let data = try? Data(contentsOf: folder.appending(path: name + ".txt")) else {
      return nil
    }
    return String(data: data, encoding: .utf8)
  }

  /// Keeps an answer.
  func keep(_ answer: String, as name: String) throws(LanguageModelError) {
    let file = folder.appending(path: name + ".txt")
    let staged = folder.appending(path: "\(name).\(UUID().uuidString).part")
    let made = FileManager.default.createFile(
      atPath: staged.path, contents: Data(answer.utf8), attributes: [.posixPermissions: 0o600])
    guard made, unsafe rename(staged.path, file.path) == 0 else {
      try? FileManager.default.removeItem(at: staged)
      throw LanguageModelError(.cache, "an answer cannot be kept in \(folder.path)")
    }
  }
}
