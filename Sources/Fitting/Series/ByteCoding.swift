/// Numbers, texts and lists one after the other, eight bytes a number, the lowest byte first.
struct ByteWriter {
  private(set) var bytes: [UInt8] = []

  mutating func append(_ integer: Int) { append(UInt64(bitPattern: Int64(integer))) }

  mutating func append(_ number: Double) { append(number.bitPattern) }

  /// Absent numbers are a list of none.
  mutating func append(_ number: Double?) {
    append(number.map { [$0] } ?? []) { $0.append($1) }
  }

  mutating func append(_ text: String) {
    append(text.utf8.count)
    bytes += text.utf8
  }

  mutating func append<Element>(
    _ list: [Element], _ body: (inout ByteWriter, Element) -> Void
  ) {
    append(list.count)
    for element in list { body(&self, element) }
  }

  private mutating func append(_ bits: UInt64) {
    for byte in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: bits >> (8 * byte))) }
  }
}

/// Reads what `ByteWriter` wrote; everything is `nil` where something else stands.
struct ByteReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { position == bytes.count }

  mutating func integer() -> Int? { bits().map { Int(Int64(bitPattern: $0)) } }

  mutating func number() -> Double? { bits().map { Double(bitPattern: $0) } }

  /// A number that may be absent; the outer `nil` stands for bytes that are none.
  mutating func optional() -> Double?? { list { $0.number() }.map(\.first) }

  mutating func text() -> String? {
    guard let count = integer(), count >= 0, count <= bytes.count - position else { return nil }
    defer { position += count }
    return String(decoding: bytes[position..<position + count], as: UTF8.self)
  }

  mutating func list<Element>(_ body: (inout ByteReader) -> Element?) -> [Element]? {
    // Every element takes a byte at least: a count beyond them is no count.
    guard let count = integer(), count >= 0, count <= bytes.count - position else { return nil }
    var list: [Element] = []
    list.reserveCapacity(count)
    for _ in 0..<count {
      guard let element = body(&self) else { return nil }
      list.append(element)
    }
    return list
  }

  private mutating func bits() -> UInt64? {
    guard bytes.count - position >= 8 else { return nil }
    var bits: UInt64 = 0
    for byte in 0..<8 { bits |= UInt64(bytes[position + byte]) << UInt64(8 * byte) }
    position += 8
    return bits
  }
}
