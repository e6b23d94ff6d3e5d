import Foundation

/// The text of what an endpoint sent: one JSON object, or a stream of events although none was asked for.
enum ChatReply {
  private struct Whole: Decodable {
    struct Choice: Decodable { let message: Message }
    struct Message: Decodable { let content: String }
    let choices: [Choice]
  }

  private struct Piece: Decodable {
    struct Choice: Decodable {
      let delta: Delta
      let finish_reason: String?
    }
    struct Delta: Decodable { let content: String? }
    let choices: [Choice]
  }

  /// Reads a body; `nil` if it is no reply, or a stream that breaks off.
  static func text(of body: Data) -> String? {
    if let whole = try? JSONDecoder().decode(Whole.self, from: body) {
      return whole.choices.first?.message.content
    }
    var (text, isFinished) = ("", false)
    for line in String(decoding: body, as: UTF8.self).split(whereSeparator: \.isNewline) {
      guard line.hasPrefix("data:") else {
        // Comments and other fields of an event.
        guard line.hasPrefix(":") || line.hasPrefix("event:") || line.hasPrefix("id:") else {
          return nil
        }
        continue
      }
      let data = line.dropFirst("data:".count).trimmingCharacters(in: .whitespaces)
      if data == "[DONE]" {
        isFinished = true
        break
      }
      guard let piece = try? JSONDecoder().decode(Piece.self, from: Data(data.utf8)) else {
        return nil
      }
      for choice in piece.choices.prefix(1) {
        text += choice.delta.content ?? ""
        if choice.finish_reason != nil { isFinished = true }
      }
    }
    return isFinished ? text : nil
  }
}
