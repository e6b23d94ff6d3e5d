/// Ascending sets of numbers as bytes: differences, seven bits a byte, the high bit set where more follow.
enum PackedCodes {
  /// The bytes of a set.
  static func pack(_ codes: ArraySlice<Int32>) -> [UInt8] {
    var bytes: [UInt8] = []
    var last: Int32 = -1
    for code in codes {
      precondition(code > last, "\(code) comes after \(last)")
      var rest = UInt32(code - last - 1)
      while rest >= 0x80 {
        bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
        rest >>= 7
      }
      bytes.append(UInt8(rest))
      last = code
    }
    return bytes
  }

  /// The set of bytes, `nil` if they are none.
  static func unpack(_ bytes: some Sequence<UInt8>) -> [Int32]? {
    var codes: [Int32] = []
    var (last, rest, shift): (Int64, Int64, Int64) = (-1, 0, 0)
    for byte in bytes {
      rest |= Int64(byte & 0x7f) << shift
      if byte & 0x80 != 0 {
        shift += 7
        guard shift <= 28 else { return nil }
        continue
      }
      last += rest + 1
      guard let code = Int32(exactly: last) else { return nil }
      codes.append(code)
      (rest, shift) = (0, 0)
    }
    return shift == 0 ? codes : nil
  }
}
