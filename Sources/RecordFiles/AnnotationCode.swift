/// The codes of the MIT annotation format and the mnemonics that stand for them.
///
/// Source: WFDB Programmer's Guide, `ecgcodes.h`, and the table of `annstr`.
enum AnnotationCode {
  /// Mnemonics by code; `nil` where none is defined.
  static let symbols: [String?] = {
    var table = [String?](repeating: nil, count: 50)
    let defined = [
      1: "N", 2: "L", 3: "R", 4: "a", 5: "V", 6: "F", 7: "J", 8: "A", 9: "S", 10: "E", 11: "j",
      12: "/", 13: "Q", 14: "~", 16: "|", 18: "s", 19: "T", 20: "*", 21: "D", 22: "\"", 23: "=",
      24: "p", 25: "B", 26: "^", 27: "t", 28: "+", 29: "u", 30: "?", 31: "!", 32: "[", 33: "]",
      34: "e", 35: "n", 36: "@", 37: "x", 38: "f", 39: "(", 40: ")", 41: "r",
    ]
    for (code, symbol) in defined { table[code] = symbol }
    return table
  }()

  /// Codes by mnemonic.
  static let codes: [String: Int] = {
    var table: [String: Int] = [:]
    for (code, symbol) in symbols.enumerated() { if let symbol { table[symbol] = code } }
    return table
  }()

  /// No annotation: carries time or ends the file.
  static let none = 0
  /// A comment; at sample 0 also definitions for the whole file.
  static let note = 22
  /// The largest code of an annotation.
  static let largest = 49
  /// The codes that carry the fields of an annotation.
  static let skip = 59, number = 60, subtype = 61, channel = 62, text = 63

  /// The mnemonic of a code; `[42]` for one that has none, as WFDB prints it.
  static func symbol(_ code: Int) -> String { symbols[code] ?? "[\(code)]" }

  /// The code of a mnemonic, `[42]` included.
  static func code(_ symbol: String) -> Int? {
    if let code = codes[symbol] { return code }
    guard symbol.hasPrefix("["), symbol.hasSuffix("]"), symbol.count > 2,
      let code = Int(symbol.dropFirst().dropLast()), (1...largest).contains(code),
      symbols[code] == nil
    else { return nil }
    return code
  }
}
