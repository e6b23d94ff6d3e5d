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
      NPYHeader.product(shape) == values.count,
      "shape \(shape) does not hold \(values.count) values")
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
    let count = try header.count(in: bytes, file: file)
    let numbers: [Double]
    switch header.element {
    case .float32:
      let bits: [UInt32] = header.integers(bytes, count: count)
      numbers = bits.map { Double(Float(bitPattern: $0)) }
    case .float64:
      let bits: [UInt64] = header.integers(bytes, count: count)
      numbers = bits.map { Double(bitPattern: $0) }
    case .int8, .int64, .text:
      throw RecordFileError(
        .notSupported, file: file, "the array holds '\(header.element.descriptor)', no samples",
        advice: "save x.astype('float32')")
    }
    shape = header.shape
    values = try header.inCOrder(numbers, file: file)
  }

  /// The bytes of the file.
  ///
  /// - Parameters:
  ///   - element: How numbers are stored.
  ///   - file: The name that errors give.
  /// - Returns: Version 1.0, little-endian, C order; numbers begin at a multiple of 64 bytes.
  /// - Throws: `outOfRange` if a finite number is infinite in float32.
  public func encoded(as element: Element, file: String) throws(RecordFileError) -> [UInt8] {
    let stored = element == .float32 ? NPYElement.float32 : .float64
    var bytes = try NPYHeader.bytes(stored, shape: shape, file: file)
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
}
