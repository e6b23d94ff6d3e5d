/// Names and the numbers that they were given, in the order in which they came.
///
/// Bytes lie one after another and slots hold numbers only, so a million names of eight bytes take 24 MB.
struct NameTable {
  private var bytes: [UInt8] = []
  /// Where each name ends.
  private var ends: [Int] = []
  /// Numbers by hash, open addressing with linear probing; −1 is free.
  private var slots = [Int32](repeating: -1, count: 1 << 10)

  /// How many names there are.
  var count: Int { ends.count }

  /// The bytes of a name.
  subscript(number: Int) -> ArraySlice<UInt8> {
    bytes[(number == 0 ? 0 : ends[number - 1])..<ends[number]]
  }

  /// A name as text.
  func text(_ number: Int) -> String { String(decoding: self[number], as: UTF8.self) }

  /// The number of a name, `nil` if it has none.
  func number(of name: ArraySlice<UInt8>) -> Int? {
    let found = slots[slot(of: name)]
    return found < 0 ? nil : Int(found)
  }

  /// The number of a name, a new one if it has none.
  mutating func intern(_ name: ArraySlice<UInt8>) -> (number: Int, isNew: Bool) {
    var place = slot(of: name)
    if slots[place] >= 0 { return (Int(slots[place]), false) }
    if 2 * (count + 1) > slots.count {
      grow()
      place = slot(of: name)
    }
    slots[place] = Int32(count)
    bytes += name
    ends.append(bytes.count)
    return (count - 1, true)
  }

  /// The slot that holds a name or that it would take.
  private func slot(of name: ArraySlice<UInt8>) -> Int {
    let mask = slots.count - 1
    var place = Self.hash(name) & mask
    while true {
      let number = Int(slots[place])
      if number < 0 || isEqual(number, name) { return place }
      place = (place + 1) & mask
    }
  }

  private func isEqual(_ number: Int, _ name: ArraySlice<UInt8>) -> Bool {
    let start = number == 0 ? 0 : ends[number - 1]
    guard ends[number] - start == name.count else { return false }
    var index = start
    for byte in name {
      if bytes[index] != byte { return false }
      index += 1
    }
    return true
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: 2 * slots.count)
    for number in 0..<count { slots[slot(of: self[number])] = Int32(number) }
  }

  /// FNV-1a (Fowler, Noll and Vo), its high bits folded onto the low ones.
  private static func hash(_ name: ArraySlice<UInt8>) -> Int {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in name { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    return Int(truncatingIfNeeded: (hash ^ (hash >> 32)) & 0x7fff_ffff)
  }
}
