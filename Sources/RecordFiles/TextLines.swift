/// The lines of a text file, with their numbers.
enum TextLines {
  /// Splits at line feeds; a carriage return before one and a byte order mark are dropped.
  ///
  /// - Returns: Line numbers from 1 with the text: UTF-8 if the line is that, else Latin-1.
  static func split(_ bytes: [UInt8]) -> [(number: Int, text: String)] {
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var lines: [(number: Int, text: String)] = []
    for var line in bytes[start...].split(separator: 10, omittingEmptySubsequences: false) {
      if line.last == 13 { line.removeLast() }
      lines.append((lines.count + 1, decode(line)))
    }
    return lines
  }

  /// Text from bytes: UTF-8 if they are that, else Latin-1, which any bytes are.
  static func decode(_ bytes: some Collection<UInt8>) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    var text = ""
    for byte in bytes { text.unicodeScalars.append(Unicode.Scalar(byte)) }
    return text
  }

  /// Text without blanks, tabs and control characters at its ends.
  static func trim(_ text: some StringProtocol) -> String {
    let scalars = text.unicodeScalars
    guard let first = scalars.firstIndex(where: { $0.value > 32 }),
      let last = scalars.lastIndex(where: { $0.value > 32 })
    else { return "" }
    return String(text[first..<scalars.index(after: last)])
  }

  /// Whether text reads back as it is when written as a comment or the last field of a line.
  ///
  /// One line without control characters but tabs, no blanks around it, no mark of a comment first.
  static func isPlain(_ text: String) -> Bool {
    !text.unicodeScalars.contains { $0.value < 32 && $0 != "\t" }
      && trim(text) == text && !text.hasPrefix("#")
  }

  /// Whether a character separates fields.
  static func isBlank(_ character: Character) -> Bool { character == " " || character == "\t" }
}
