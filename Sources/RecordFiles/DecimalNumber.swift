/// Decimal numbers in tables: read exactly, written with fixed digits.
enum DecimalNumber {
  /// Powers of ten that are exact in double precision.
  private static let powers: [Double] = (0...22).map { exponent in
    (0..<exponent).reduce(into: 1.0) { power, _ in power *= 10 }
  }

  /// Reads a number without blanks around it; `nan` in any case gives NaN.
  ///
  /// Up to 15 digits with a small exponent are one exact division or product (Clinger 1990, "How to
  /// read floating point numbers accurately"); the rest goes to the standard library. Both round
  /// correctly.
  ///
  /// - Returns: The value and the digits after its point, or `nil` if it is no finite number.
  static func parse(_ text: Span<UInt8>) -> (value: Double, decimals: Int)? {
    var index = 0
    var isNegative = false
    if index < text.count, text[index] == UInt8(ascii: "-") || text[index] == UInt8(ascii: "+") {
      isNegative = text[index] == UInt8(ascii: "-")
      index += 1
    }
    var mantissa: UInt64 = 0
    var digits = 0
    var decimals = 0
    var pointSeen = false
    while index < text.count, digits <= 15 {
      let byte = text[index]
      if byte == UInt8(ascii: "."), !pointSeen {
        pointSeen = true
      } else if byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
        mantissa = mantissa * 10 + UInt64(byte - UInt8(ascii: "0"))
        if mantissa > 0 { digits += 1 }
        if pointSeen { decimals += 1 }
      } else {
        break
      }
      index += 1
    }
    let isPlain = index == text.count && digits <= 15 && decimals < powers.count
    guard isPlain, index > (pointSeen ? 1 : 0), text[index - 1] >= UInt8(ascii: ".") else {
      return slow(text)
    }
    guard digits > 0 || decimals > 0 || !pointSeen else { return nil }
    let magnitude = Double(mantissa) / powers[decimals]
    return (isNegative ? -magnitude : magnitude, decimals)
  }

  private static func slow(_ text: Span<UInt8>) -> (value: Double, decimals: Int)? {
    var string = ""
    for index in 0..<text.count { string.unicodeScalars.append(Unicode.Scalar(text[index])) }
    if string.lowercased() == "nan" { return (.nan, 0) }
    // Hexadecimal numbers and infinities are not what a table of samples holds.
    guard string.utf8.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }),
      let value = Double(string), value.isFinite
    else { return nil }
    return (value, decimals(of: string))
  }

  /// Digits after the point, less the exponent; at least 0.
  private static func decimals(of text: String) -> Int {
    let parts = text.split(maxSplits: 1, whereSeparator: { $0 == "e" || $0 == "E" })
    guard let mantissa = parts.first else { return 0 }
    let written = mantissa.firstIndex(of: ".").map { mantissa[$0...].count - 1 } ?? 0
    let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    return min(400, max(0, written - min(400, max(-400, exponent))))
  }

  /// Appends `steps`/10^decimals with all its decimals.
  static func append(_ steps: Int64, decimals: Int, to bytes: inout [UInt8]) {
    if steps < 0 { bytes.append(UInt8(ascii: "-")) }
    let text = Array("\(steps.magnitude)".utf8)
    let whole = text.count - decimals
    if whole <= 0 {
      bytes.append(UInt8(ascii: "0"))
    } else {
      bytes += text[..<whole]
    }
    guard decimals > 0 else { return }
    bytes.append(UInt8(ascii: "."))
    for _ in 0..<max(0, -whole) { bytes.append(UInt8(ascii: "0")) }
    bytes += text[max(0, whole)...]
  }
}
