/// Reads the JSON of a safetensors header: objects, strings and lists of integers, nothing else.
///
/// Foundation's decoder keeps the last of two equal keys without a word; here the reader sees both.
/// Nothing recurses, so no input can use up the stack. Source: RFC 8259.
struct JSONScanner {
  private let bytes: [UInt8]
  private var position = 0
  /// Where the text begins in the file, for messages.
  private let offset: Int

  init(bytes: [UInt8], offset: Int) {
    self.bytes = bytes
    self.offset = offset
  }

  /// An error at the present place.
  func malformed(_ text: String) -> TensorError {
    SafetensorsHeader.malformed("byte \(offset + position): \(text)")
  }

  /// Reads an object; `member` gets each key and must read its value.
  mutating func readObject(
    _ member: (String, inout JSONScanner) throws(TensorError) -> Void
  ) throws(TensorError) {
    try expect("{")
    if take("}") { return }
    repeat {
      let key = try readString()
      try expect(":")
      try member(key, &self)
    } while take(",")
    try expect("}")
  }

  /// Reads a list of integers that are not negative.
  mutating func readIntegers() throws(TensorError) -> [Int] {
    var integers: [Int] = []
    try expect("[")
    if take("]") { return integers }
    repeat { integers.append(try readInteger()) } while take(",")
    try expect("]")
    return integers
  }

  /// Checks that only white space follows.
  mutating func readEnd() throws(TensorError) {
    skipSpace()
    guard position == bytes.count else { throw malformed("something follows the header") }
  }

  private mutating func readInteger() throws(TensorError) -> Int {
    skipSpace()
    let start = position
    var value = 0
    while let byte = peek, (0x30...0x39).contains(byte) {
      let (tenfold, tooLarge) = value.multipliedReportingOverflow(by: 10)
      let (sum, tooLargeSum) = tenfold.addingReportingOverflow(Int(byte - 0x30))
      guard !tooLarge, !tooLargeSum else { throw malformed("an integer is too large") }
      value = sum
      position += 1
    }
    guard position > start, position == start + 1 || bytes[start] != 0x30 else {
      throw malformed("an integer that is not negative was expected")
    }
    return value
  }

  /// Reads a string with its escapes.
  mutating func readString() throws(TensorError) -> String {
    try expect("\"")
    var text: [UInt8] = []
    while let byte = peek {
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let string = String(validating: text, as: UTF8.self) else {
          throw malformed("a string is not UTF-8")
        }
        return string
      case UInt8(ascii: "\\"): text += try readEscape()
      case ..<0x20: throw malformed("a control character stands in a string")
      default: text.append(byte)
      }
    }
    throw malformed("a string has no end")
  }

  private mutating func readEscape() throws(TensorError) -> [UInt8] {
    guard let byte = peek else { throw malformed("a string has no end") }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "u"): return Array(String(try readScalar()).utf8)
    default: throw malformed("an unknown escape stands in a string")
    }
  }

  private mutating func readScalar() throws(TensorError) -> Character {
    var code = UInt32(try readUnit())
    if (0xD800..<0xDC00).contains(code) {
      guard take(byte: UInt8(ascii: "\\")), take(byte: UInt8(ascii: "u")) else {
        throw malformed("half a surrogate pair stands in a string")
      }
      let low = UInt32(try readUnit())
      guard (0xDC00..<0xE000).contains(low) else {
        throw malformed("half a surrogate pair stands in a string")
      }
      code = 0x1_0000 + (code - 0xD800) << 10 + (low - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(code) else {
      throw malformed("half a surrogate pair stands in a string")
    }
    return Character(scalar)
  }

  private mutating func readUnit() throws(TensorError) -> UInt16 {
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw malformed("four hexadecimal digits were expected")
      }
      unit = unit << 4 | UInt16(digit)
      position += 1
    }
    return unit
  }

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte = peek, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
      position += 1
    }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    return take(byte: UInt8(ascii: character))
  }

  private mutating func take(byte: UInt8) -> Bool {
    guard peek == byte else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ character: Unicode.Scalar) throws(TensorError) {
    guard take(character) else { throw malformed("'\(character)' was expected") }
  }
}
