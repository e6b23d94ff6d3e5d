/// An array as NumPy's files hold it: numbers or texts and the lengths of its axes.
///
/// float32, float64, int8, int64 and Unicode texts are read in both byte orders, and in Fortran order with
/// two axes; objects are refused, since reading them would run the code in the file.
public struct NumPyArray: Sendable, Equatable {
  /// The elements in C order: the last axis runs fastest.
  public enum Values: Sendable, Equatable {
    /// Four-byte numbers.
    case float32([Float])
    /// Eight-byte numbers.
    case float64([Double])
    /// One-byte whole numbers.
    case int8([Int8])
    /// Eight-byte whole numbers.
    case int64([Int64])
    /// Texts; NumPy does not keep zeros at their ends.
    case text([String])

    /// How many there are.
    public var count: Int {
      switch self {
      case .float32(let values): values.count
      case .float64(let values): values.count
      case .int8(let values): values.count
      case .int64(let values): values.count
      case .text(let values): values.count
      }
    }
  }

  /// Length of each axis.
  public let shape: [Int]
  /// The elements.
  public let values: Values

  /// Creates an array.
  ///
  /// - Precondition: as many elements as the axes' product.
  public init(shape: [Int], _ values: Values) {
    precondition(
      NPYHeader.product(shape) == values.count, "shape \(shape) does not hold \(values.count)")
    self.shape = shape
    self.values = values
  }

  /// Creates an array of one axis.
  public init(_ values: Values) { self.init(shape: [values.count], values) }

  /// Reads an array from the bytes of an `.npy` file.
  ///
  /// - Parameters:
  ///   - bytes: The file's content.
  ///   - file: The name that errors give.
  /// - Throws: `malformed`, `truncated`, `notSupported`.
  public init(parsing bytes: [UInt8], file: String) throws(RecordFileError) {
    let header = try NPYHeader(parsing: bytes, file: file)
    let count = try header.count(in: bytes, file: file)
    shape = header.shape
    switch header.element {
    case .float32:
      let bits: [UInt32] = header.integers(bytes, count: count)
      values = .float32(try header.inCOrder(bits.map { Float(bitPattern: $0) }, file: file))
    case .float64:
      let bits: [UInt64] = header.integers(bytes, count: count)
      values = .float64(try header.inCOrder(bits.map { Double(bitPattern: $0) }, file: file))
    case .int8:
      let bits: [UInt8] = header.integers(bytes, count: count)
      values = .int8(try header.inCOrder(bits.map { Int8(bitPattern: $0) }, file: file))
    case .int64:
      let bits: [UInt64] = header.integers(bytes, count: count)
      values = .int64(try header.inCOrder(bits.map { Int64(bitPattern: $0) }, file: file))
    case .text(let width):
      let scalars: [UInt32] = header.integers(bytes, count: count * width)
      var texts: [String] = []
      texts.reserveCapacity(count)
      for index in 0..<count {
        texts.append(
          try Self.text(scalars[index * width..<(index + 1) * width], at: index, file: file))
      }
      values = .text(try header.inCOrder(texts, file: file))
    }
  }

  private static func text(
    _ scalars: ArraySlice<UInt32>, at index: Int, file: String
  ) throws(RecordFileError) -> String {
    let length = scalars.lastIndex { $0 != 0 }.map { $0 + 1 } ?? scalars.startIndex
    var text = String.UnicodeScalarView()
    for value in scalars[..<length] {
      guard let scalar = Unicode.Scalar(value) else {
        throw RecordFileError(
          .malformed, file: file, "text \(index) holds \(value), which is no character",
          advice: "save the array with numpy.save")
      }
      text.append(scalar)
    }
    return String(text)
  }

  /// How the array is stored.
  var element: NPYElement {
    switch values {
    case .float32: .float32
    case .float64: .float64
    case .int8: .int8
    case .int64: .int64
    case .text(let texts): .text(max(1, texts.map(\.unicodeScalars.count).max() ?? 1))
    }
  }

  /// The bytes of an `.npy` file.
  ///
  /// - Parameter file: The name that errors give.
  /// - Returns: Version 1.0, little-endian, C order; elements begin at a multiple of 64 bytes.
  /// - Throws: `cannotWrite` for more than 32 axes.
  public func encoded(file: String) throws(RecordFileError) -> [UInt8] {
    var bytes = try NPYHeader.bytes(element, shape: shape, file: file)
    bytes.reserveCapacity(bytes.count + values.count * element.byteCount)
    values.append(to: &bytes, as: element)
    return bytes
  }
}

extension NumPyArray.Values {
  /// Appends the elements as they are stored.
  ///
  /// - Precondition: the element is of this kind, and wide enough for every text.
  func append(to bytes: inout [UInt8], as element: NPYElement) {
    func append(_ bits: some FixedWidthInteger) {
      for byte in 0..<bits.bitWidth / 8 {
        bytes.append(UInt8(truncatingIfNeeded: bits >> (8 * byte)))
      }
    }
    /// All at once: byte by byte takes longer than simulating what is stored.
    func append(all bits: [some FixedWidthInteger]) {
      unsafe bits.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
    }
    switch (self, element) {
    case (.float32(let values), .float32): append(all: values.map { $0.bitPattern.littleEndian })
    case (.float64(let values), .float64): append(all: values.map { $0.bitPattern.littleEndian })
    case (.int8(let values), .int8): append(all: values)
    case (.int64(let values), .int64): append(all: values.map { $0.littleEndian })
    case (.text(let texts), .text(let width)):
      for text in texts {
        let scalars = text.unicodeScalars
        precondition(scalars.count <= width, "'\(text)' is longer than \(width) characters")
        for scalar in scalars { append(scalar.value) }
        for _ in scalars.count..<width { append(UInt32(0)) }
      }
    default: preconditionFailure("\(self) are not stored as \(element)")
    }
  }
}
