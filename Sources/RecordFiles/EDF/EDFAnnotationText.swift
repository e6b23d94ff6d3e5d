import Electrocardiogram

/// How marks stand as texts of an EDF+ file, which people read in a viewer and this library reads back.
///
/// A beat is its mnemonic, such as `N` or `V`; waves are `(P`, `p`, `P)`, `(QRS`, the beat, `QRS)`, `(T`,
/// `t`, `T)`; every other mark is its mnemonic, a blank and its text, such as `+ (AFIB`. A comment of
/// the header is `# ` and its text at time 0. What is longer than a text may be goes on, at the same
/// time, behind `&`. Texts of other programs become notes (`"`).
enum EDFAnnotationText {
  private static let waves = ["P", "QRS", "T", "U"]
  static let continuation = "&"
  static let comment = "# "
  /// Says where a recording ends whose last data record is not full.
  static let end = "Recording ends"

  /// A mark as text.
  static func text(_ mark: Annotation) -> String {
    if mark.symbol == "(", waves.indices.contains(mark.number), mark.text.isEmpty {
      return "(" + waves[mark.number]
    }
    if mark.symbol == ")", waves.indices.contains(mark.number), mark.text.isEmpty {
      return waves[mark.number] + ")"
    }
    return mark.text.isEmpty ? mark.symbol : "\(mark.symbol) \(mark.text)"
  }

  /// The mark that a text says.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - sample: Where it stands.
  /// - Returns: The mark; a note for texts of other programs.
  static func mark(_ text: String, at sample: Int) -> Annotation {
    if text.first == "(", let wave = waves.firstIndex(of: String(text.dropFirst())) {
      return Annotation(sample: sample, symbol: "(", number: wave)
    }
    if text.last == ")", let wave = waves.firstIndex(of: String(text.dropLast())) {
      return Annotation(sample: sample, symbol: ")", number: wave)
    }
    let parts = text.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
    let symbol = parts.first.map(String.init) ?? ""
    guard AnnotationCode.code(symbol) != nil else {
      return Annotation(sample: sample, symbol: "\"", text: text)
    }
    let number =
      switch symbol {
      case "p": 0
      case "t": 2
      case "+", "\"", "~", "[", "]", "|", "s", "T", "*", "D", "=", "@": 0
      default: 1
      }
    return Annotation(
      sample: sample, symbol: symbol, number: number, text: parts.count > 1 ? String(parts[1]) : "")
  }

  /// Pieces of a text that are written whole, each further one behind the mark of a continuation.
  ///
  /// - Parameters:
  ///   - text: Any text.
  ///   - limit: Bytes of a piece.
  /// - Returns: One piece at least.
  static func pieces(_ text: String, limit: Int) -> [String] {
    var pieces: [String] = []
    var piece = ""
    for character in text {
      if piece.utf8.count + String(character).utf8.count > limit {
        pieces.append(piece)
        piece = continuation
      }
      piece.append(character)
    }
    return pieces + [piece]
  }
}
