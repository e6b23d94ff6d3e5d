/// Collects lines of YAML.
struct YAMLWriter {
  /// The text so far.
  private(set) var text = ""

  /// Adds a line at a depth of two spaces a level.
  mutating func line(_ depth: Int, _ content: String) {
    text += String(repeating: "  ", count: depth) + content + "\n"
  }

  /// Text as a scalar: plain where that is safe, else in double quotes.
  static func scalar(_ text: String) -> String {
    let safe = text.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || ("0"..."9").contains($0)
        || " ._/()%-".unicodeScalars.contains($0)
    }
    let reserved = ["true", "false", "null", "yes", "no", "on", "off", "y", "n", "~"]
    let starts = text.unicodeScalars.first?.properties.isAlphabetic ?? false
    if safe, starts, text == text.trimmed, !reserved.contains(text.lowercased()) { return text }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      // The reader takes & for an anchor wherever it stands.
      case "&": quoted += "\\x26"
      case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value):
        let digits = String(scalar.value, radix: 16)
        quoted += "\\x" + String(repeating: "0", count: 2 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }

  /// A list of scalars in one line.
  static func list(_ items: [String]) -> String { "[\(items.joined(separator: ", "))]" }

  /// Entries of a mapping in one line.
  static func mapping(_ entries: [(String, String)]) -> String {
    "{" + entries.map { "\($0): \($1)" }.joined(separator: ", ") + "}"
  }

  /// Seconds as the shortest number of milliseconds that reads back as the same seconds.
  static func milliseconds(_ seconds: Double) -> String {
    shortest(seconds * 1000) { $0 / 1000 == seconds }
  }

  /// A part of one as the shortest number of percent that reads back as the same part.
  static func percent(_ part: Double) -> String { shortest(part * 100) { $0 / 100 == part } }

  /// Radians as the shortest number of degrees that reads back as the same angle.
  static func degrees(_ angle: Double) -> String {
    shortest(angle * 180 / .pi) { $0 * .pi / 180 == angle }
  }

  private static func shortest(_ product: Double, _ readsBack: (Double) -> Bool) -> String {
    let candidates =
      [product.rounded(), (product * 1000).rounded() / 1000, product]
      + [product.nextUp, product.nextDown, product.nextUp.nextUp, product.nextDown.nextDown]
    return (candidates.first(where: readsBack) ?? product).plain
  }
}
