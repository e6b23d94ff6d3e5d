/// An array of floating-point numbers in NumPy's file format.
///
/// Little- and big-endian float32 and float64 are read, in C and (with one or two axes) Fortran
/// order; object arrays are refused, since reading them would run the code in the file.
/// Source: NumPy Enhancement Proposal 1, versions 1.0 to 3.0.
public struct NPYArray: Sendable, Equatable {
  /// What the file stores.
  public enum Element: String, Sendable, CaseIterable {
    /// Four bytes.
    case float32 = "f4"
    /// Eight bytes.
    case float64 = "f8"

    /// Bytes of one number.
    var byteCount: Int { self == .float32 ? 4 : 8 }
  }

  /// Length of each axis.
  public private(set) var shape: [Int]
  /// The numbers in C order: the last axis runs fastest.
  public private(set) var values: [Double]

  /// Creates an array.
  ///
  /// - Precondition: as many values as the axes' product.
  public init(shape: [Int], values: [Double]) {
    precondition(
      Self.count(shape) == values.count, "shape \(shape) does not hold \(values.count) values")
    self.shape = shape
    self.values = values
  }

  /// Reads a file.
  ///
  /// - Parameter path: The file.
  /// - Returns: The array in C order.
  /// - Throws: `cannotRead`, `malformed`, `truncated`, `notSupported`.
  public static func read(_ path: String) throws(RecordFileError) -> NPYArray {
    try NPYArray(parsing: FileBytes.read(path), file: path)
  }

  /// Writes a file.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - element: How numbers are stored; float32 rounds to 24 bits.
  /// - Throws: `cannotWrite`; `outOfRange` if a finite number is infinite in float32.
  public func write(to path: String, as element: Element) throws(RecordFileError) {
    try WholeFiles.write([(path, encoded(as: element, file: path))])
  }

  /// Reads an array from the bytes of its file.
  ///
  /// - Parameters:
  ///   - bytes: The file's content.
  ///   - file: The name that errors give.
  /// - Throws: `malformed`, `truncated`, `notSupported`.
  public init(parsing bytes: [UInt8], file: String) throws(RecordFileError) {
    let header = try NPYHeader(parsing: bytes, file: file)
    let size = header.element.byteCount
    guard let count = Self.count(header.shape),
      case let (byteCount, overflow) = count.multipliedReportingOverflow(by: size), !overflow
    else {
      throw RecordFileError(
        .malformed, file: file, "shape \(header.shape) has more numbers than memory can hold",
        advice: "write the array again")
    }
    let available = bytes.count - header.dataStart
    guard byteCount <= available else {
      throw RecordFileError(
        .truncated, file: file, at: .byte(bytes.count),
        "holds \(available / size) of the \(count) numbers of shape \(header.shape)",
        advice: "write or fetch the file again")
    }
    guard byteCount == available else {
      throw RecordFileError(
        .malformed, file: file, at: .byte(header.dataStart + byteCount),
        "\(available - byteCount) bytes follow the \(count) numbers of shape \(header.shape)",
        advice: "save one array in a file")
    }
    values = Self.decode(bytes, header, count)
    shape = header.shape
    guard header.isFortranOrder, shape.count > 1 else { return }
    guard shape.count == 2 else {
      throw RecordFileError(
        .notSupported, file: file, "an array of \(shape.count) axes in Fortran order",
        advice: "save numpy.ascontiguousarray(x)")
    }
    let (rows, columns) = (shape[0], shape[1])
    var transposed = [Double](repeating: 0, count: count)
    for row in 0..<rows {
      for column in 0..<columns { transposed[row * columns + column] = values[column * rows + row] }
    }
    values = transposed
  }

  private static func decode(_ bytes: [UInt8], _ header: NPYHeader, _ count: Int) -> [Double] {
    let span = bytes.span.extracting(header.dataStart..<bytes.count)
    let size = header.element.byteCount
    var values = [Double](repeating: 0, count: count)
    for index in 0..<count {
      var bits: UInt64 = 0
      for byte in 0..<size {
        let place = header.isBigEndian ? size - 1 - byte : byte
        bits |= UInt64(span[index * size + byte]) << UInt64(8 * place)
      }
      values[index] =
        header.element == .float64
        ? Double(bitPattern: bits)
        : Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
    }
    return values
  }

  /// The bytes of the file.
  ///
  /// - Parameters:
  ///   - element: How numbers are stored.
  ///   - file: The name that errors give.
  /// - Returns: Version 1.0, little-endian, C order; numbers begin at a multiple of 64 bytes.
  /// - Throws: `outOfRange` if a finite number is infinite in float32.
  public func encoded(as element: Element, file: String) throws(RecordFileError) -> [UInt8] {
    let axes = shape.map { "\($0)" }.joined(separator: ", ") + (shape.count == 1 ? "," : "")
    var text = "{'descr': '<\(element.rawValue)', 'fortran_order': False, 'shape': (\(axes)), }"
    let prefix = NPYHeader.magic.count + 4
    text += String(repeating: " ", count: 63 - (prefix + text.utf8.count) % 64) + "\n"
    // Versions from 2.0 on hold longer headers, which an array of 32 axes does not need.
    guard shape.count <= 32, let length = UInt16(exactly: text.utf8.count) else {
      throw RecordFileError(
        .cannotWrite, file: file, "\(shape.count) axes", advice: "NumPy has at most 32")
    }
    var bytes = NPYHeader.magic + [1, 0, UInt8(length & 0xFF), UInt8(length >> 8)]
    bytes += text.utf8
    bytes.reserveCapacity(bytes.count + values.count * element.byteCount)
    for (index, value) in values.enumerated() {
      var bits = value.bitPattern
      if element == .float32 {
        let single = Float(value)
        guard single.isFinite || !value.isFinite else {
          throw RecordFileError(
            .outOfRange, file: file, "number \(index) is \(value), beyond float32",
            advice: "save float64")
        }
        bits = UInt64(single.bitPattern)
      }
      for byte in 0..<element.byteCount {
        bytes.append(UInt8(truncatingIfNeeded: bits >> UInt64(8 * byte)))
      }
    }
    return bytes
  }

  /// The product of the axes, or `nil` if it overflows.
  private static func count(_ shape: [Int]) -> Int? {
    var count = 1
    for length in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: length)
      guard !overflow, length >= 0 else { return nil }
      count = product
    }
    return count
  }
}
