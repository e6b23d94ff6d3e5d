import Foundation

/// The texts that a language model is given, with places such as `{{own}}` to fill.
///
/// They lie in `Prompts/`; a folder of a user's own with files of the same names takes their place.
public struct Prompts: Sendable, Equatable {
  /// The files, and the places that each must have.
  static let places = [
    "system": ["words", "vocabulary"], "report": ["person", "own", "neighbours"],
    "mend": ["faults"],
  ]

  /// The texts by their files' names.
  private let texts: [String: String]

  /// The project's own.
  public init() {
    texts = Dictionary(
      uniqueKeysWithValues: EmbeddedFiles.all.map { (String($0.name.dropLast(4)), $0.text) })
  }

  /// A user's own.
  ///
  /// - Throws: `badSetting` if a file is missing, is no UTF-8, or lacks a place or has an unknown one.
  public init(folder: String) throws(LanguageModelError) {
    var texts: [String: String] = [:]
    for (name, places) in Self.places {
      let path = "\(folder)/\(name).txt"
      guard let data = FileManager.default.contents(atPath: path),
        let text = String(data: data, encoding: .utf8)
      else { throw LanguageModelError(.badSetting, "\(path) is missing or no text in UTF-8") }
      let found = Set(text.matches(of: /\{\{(\w+)\}\}/).map { String($0.1) })
      guard found == Set(places) else {
        let wanted = places.map { "{{\($0)}}" }.joined(separator: ", ")
        throw LanguageModelError(.badSetting, "\(path) must hold the places \(wanted) and no other")
      }
      texts[name] = text
    }
    self.texts = texts
  }

  /// A text with its places filled; what is filled in is not searched for places.
  func fill(_ name: String, _ values: [String: String]) -> String {
    guard let text = texts[name] else { preconditionFailure("no prompt '\(name)'") }
    var filled = ""
    var rest = text[...]
    while let place = rest.firstMatch(of: /\{\{(\w+)\}\}/) {
      filled += rest[..<place.range.lowerBound] + (values[String(place.1)] ?? "")
      rest = rest[place.range.upperBound...]
    }
    return (filled + rest).trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
