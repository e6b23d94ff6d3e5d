/// A word of a report and what stands behind it.
struct ReportWord: Equatable {
  /// What parts a word from the next.
  enum Boundary: Int, Comparable {
    case none, hyphen, comma, stop

    static func < (a: Boundary, b: Boundary) -> Bool { a.rawValue < b.rawValue }
  }

  let text: String
  let boundary: Boundary

  /// The words of a text in lower case with letters folded to ASCII.
  ///
  /// ä, ö, ü, å and ß become ae, oe, ue, aa and ss; so do the bytes that an older code page left in PTB-XL's
  /// reports (# for ü, á for ß). A full stop between digits parts numbers, not sentences.
  static func words(of text: String) -> [ReportWord] {
    var found: [ReportWord] = []
    var word = ""
    let letters = Array(text.lowercased().unicodeScalars)
    for (index, letter) in letters.enumerated() {
      if let folded = fold(letter) {
        word += folded
        continue
      }
      if !word.isEmpty {
        found.append(ReportWord(text: word, boundary: .none))
        word = ""
      }
      guard let last = found.last else { continue }
      let next = index + 1 < letters.count ? letters[index + 1] : " "
      let isDecimal = letter == "." && last.text.allSatisfy(\.isNumber) && isDigit(next)
      let boundary: Boundary =
        switch letter {
        case ".", ";", ":", "!", "?", "\n", "|": isDecimal ? .none : .stop
        case ",": .comma
        case "-": .hyphen
        case "&":
          .none
        default: .none
        }
      if boundary > last.boundary {
        found[found.count - 1] = ReportWord(text: last.text, boundary: boundary)
      }
      if letter == "&" { found.append(ReportWord(text: "and", boundary: .none)) }
    }
    if !word.isEmpty { found.append(ReportWord(text: word, boundary: .none)) }
    return found
  }

  private static func isDigit(_ letter: Unicode.Scalar) -> Bool { ("0"..."9").contains(letter) }

  private static func fold(_ letter: Unicode.Scalar) -> String? {
    switch letter {
    case "a"..."z", "0"..."9": String(letter)
    case "ä", "æ": "ae"
    case "ö", "ø": "oe"
    case "ü", "#": "ue"
    case "å": "aa"
    case "ß", "á": "ss"
    case "é", "è": "e"
    default: nil
    }
  }
}
