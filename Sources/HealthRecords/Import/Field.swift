import Statements

/// Values of fields, or what is wrong with them.
enum Field {
  /// A number, `nil` if it is none or not finite.
  static func number(_ bytes: ArraySlice<UInt8>) -> Double? {
    String(validating: bytes, as: UTF8.self).flatMap(Double.init).flatMap { $0.isFinite ? $0 : nil }
  }

  /// `M` or `F`.
  static func sex(_ bytes: ArraySlice<UInt8>) -> Condition.Sex? {
    switch (bytes.count, bytes.first) {
    case (1, UInt8(ascii: "M")): .male
    case (1, UInt8(ascii: "F")): .female
    default: nil
    }
  }

  /// The code `icd9:4019` or `icd10:I10` of a code and a version.
  ///
  /// - Returns: What is wrong, `nil` if nothing is.
  static func icd(
    _ bytes: ArraySlice<UInt8>, version: ArraySlice<UInt8>, into code: inout [UInt8]
  ) -> String? {
    code.removeAll(keepingCapacity: true)
    if version.elementsEqual([UInt8(ascii: "9")]) {
      code += "icd9:".utf8
    } else if version.elementsEqual([UInt8(ascii: "1"), UInt8(ascii: "0")]) {
      code += "icd10:".utf8
    } else {
      return "has an unknown ICD version"
    }
    let text = trimmed(bytes)
    guard (2...7).contains(text.count) else { return "has no ICD code" }
    for byte in text {
      switch byte {
      case 48...57, 65...90: code.append(byte)
      case 97...122: code.append(byte - 32)
      default: return "has no ICD code"
      }
    }
    return nil
  }

  /// The code `drug:NAME` of a drug's name: small letters, one blank between words.
  ///
  /// - Returns: What is wrong, `nil` if nothing is.
  static func drug(_ bytes: ArraySlice<UInt8>, into code: inout [UInt8]) -> String? {
    code.removeAll(keepingCapacity: true)
    code += "drug:".utf8
    let text = trimmed(bytes)
    guard !text.isEmpty else { return "names no drug" }
    var isASCII = true
    for byte in text {
      if byte == 32, code.last == 32 { continue }
      guard byte >= 32, byte != 127 else { return "names a drug with control characters" }
      if byte >= 128 { isASCII = false }
      code.append((65...90).contains(byte) ? byte + 32 : byte)
    }
    guard isASCII || String(validating: code, as: UTF8.self) != nil else { return "is no UTF-8" }
    return nil
  }

  /// A code of another system, such as `snomed:38341003`; letters and digits count.
  ///
  /// - Returns: What is wrong, `nil` if nothing is.
  static func code(
    _ bytes: ArraySlice<UInt8>, system: String, into code: inout [UInt8]
  ) -> String? {
    code.removeAll(keepingCapacity: true)
    code += system.utf8
    code.append(UInt8(ascii: ":"))
    let text = trimmed(bytes)
    let isCode = text.allSatisfy { (48...57) ~= $0 || (65...90) ~= $0 || (97...122) ~= $0 }
    guard isCode, (1...18).contains(text.count) else { return "has no code" }
    code += text
    return nil
  }

  /// Bytes without blanks at their ends.
  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var bytes = bytes
    while bytes.first == 32 { bytes.removeFirst() }
    while bytes.last == 32 { bytes.removeLast() }
    return bytes
  }
}
