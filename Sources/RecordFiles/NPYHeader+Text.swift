extension NPYHeader {
  /// The header of an array: version 1.0, little-endian, C order.
  ///
  /// - Parameters:
  ///   - element: How the array is stored.
  ///   - shape: Length of each axis.
  ///   - length: Bytes that the header shall take, a multiple of 64; as few as possible if `nil`.
  ///   - file: The name that errors give.
  /// - Returns: The bytes before the first element.
  /// - Throws: `cannotWrite` for more axes than NumPy has.
  static func bytes(
    _ element: NPYElement, shape: [Int], length: Int? = nil, file: String
  ) throws(RecordFileError) -> [UInt8] {
    let axes = shape.map { "\($0)" }.joined(separator: ", ") + (shape.count == 1 ? "," : "")
    var text = "{'descr': '\(element.descriptor)', 'fortran_order': False, 'shape': (\(axes)), }"
    let prefix = magic.count + 4
    let blanks = length.map { $0 - 1 - prefix - text.utf8.count }
    text += String(repeating: " ", count: blanks ?? 63 - (prefix + text.utf8.count) % 64) + "\n"
    // Versions from 2.0 on hold longer headers, which an array of 32 axes does not need.
    guard shape.count <= 32, let count = UInt16(exactly: text.utf8.count) else {
      throw RecordFileError(
        .cannotWrite, file: file, "\(shape.count) axes", advice: "NumPy has at most 32")
    }
    return magic + [1, 0, UInt8(count & 0xFF), UInt8(count >> 8)] + Array(text.utf8)
  }

  /// How many numbers or texts there are.
  ///
  /// - Throws: `malformed` or `truncated` if the file holds another number of bytes.
  func count(in bytes: [UInt8], file: String) throws(RecordFileError) -> Int {
    let size = element.byteCount
    guard let count = Self.product(shape),
      case let (byteCount, overflow) = count.multipliedReportingOverflow(by: size), !overflow
    else {
      throw RecordFileError(
        .malformed, file: file, "shape \(shape) has more numbers than memory can hold",
        advice: "write the array again")
    }
    let available = bytes.count - dataStart
    guard byteCount <= available else {
      throw RecordFileError(
        .truncated, file: file, at: .byte(bytes.count),
        "holds \(available / size) of the \(count) numbers of shape \(shape)",
        advice: "write or fetch the file again")
    }
    guard byteCount == available else {
      throw RecordFileError(
        .malformed, file: file, at: .byte(dataStart + byteCount),
        "\(available - byteCount) bytes follow the \(count) numbers of shape \(shape)",
        advice: "save one array in a file")
    }
    // Texts without characters take no bytes: nothing would stop their number.
    guard size > 0 || count <= bytes.count else {
      throw RecordFileError(
        .malformed, file: file, "\(count) empty texts in \(bytes.count) bytes",
        advice: "save the array with numpy.save")
    }
    return count
  }

  /// The product of the axes, or `nil` if it overflows.
  static func product(_ shape: [Int]) -> Int? {
    var count = 1
    for length in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: length)
      guard !overflow, length >= 0 else { return nil }
      count = product
    }
    return count
  }

  /// The first elements' bits, in the file's order.
  func integers<Bits: FixedWidthInteger & UnsignedInteger>(
    _ bytes: [UInt8], count: Int
  ) -> [Bits] {
    let size = MemoryLayout<Bits>.size
    let span = bytes.span.extracting(dataStart..<dataStart + count * size)
    var values = [Bits](repeating: 0, count: count)
    for index in 0..<count {
      var bits: Bits = 0
      for byte in 0..<size {
        let place = isBigEndian ? size - 1 - byte : byte
        bits |= Bits(span[index * size + byte]) << Bits(8 * place)
      }
      values[index] = bits
    }
    return values
  }

  /// The file's elements in C order.
  ///
  /// - Throws: `notSupported` for more than two axes in Fortran order.
  func inCOrder<Value>(_ values: [Value], file: String) throws(RecordFileError) -> [Value] {
    guard isFortranOrder, shape.count > 1 else { return values }
    guard shape.count == 2 else {
      throw RecordFileError(
        .notSupported, file: file, "an array of \(shape.count) axes in Fortran order",
        advice: "save numpy.ascontiguousarray(x)")
    }
    let (rows, columns) = (shape[0], shape[1])
    return (0..<values.count).map { values[$0 % columns * rows + $0 / columns] }
  }
}
