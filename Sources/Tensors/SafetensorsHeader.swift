/// What a safetensors file says of its tensors before the elements begin.
///
/// Eight bytes with the length of a JSON object, little-endian; the object, which names for each tensor
/// its type, its shape and where its elements lie behind the object; the elements. Read strictly: no
/// key twice, no unknown key, every range as long as its shape asks, no overlap, no hole, nothing left
/// over. Source: the format's description in huggingface/safetensors.
public struct SafetensorsHeader: Sendable, Equatable {
  /// One tensor of a file.
  public struct Entry: Sendable, Equatable {
    /// Its name.
    public let name: String
    /// The format's name of its type, such as `F32`.
    public let typeName: String
    /// Its sizes.
    public let shape: [Int]
    /// Where its elements lie in the file, from the file's first byte.
    public let bytes: Range<Int>

    /// Its type; `nil` for one that tensors here do not have.
    public var dataType: DataType? { SafetensorsHeader.dataTypes[typeName] }
  }

  /// The tensors in the order of their elements.
  public let entries: [Entry]
  /// Free text by key.
  public let metadata: [String: String]

  /// The longest header that is read; the format's own limit.
  public static let longest = 100_000_000

  static let dataTypes: [String: DataType] = [
    "F32": .float32, "F64": .float64, "I64": .int64, "BOOL": .bool,
  ]
  /// Bytes of one element of every type of the format with whole bytes.
  static let sizes = [
    "BOOL": 1, "U8": 1, "I8": 1, "F8_E5M2": 1, "F8_E4M3": 1, "F8_E8M0": 1, "I16": 2, "U16": 2,
    "F16": 2, "BF16": 2, "I32": 4, "U32": 4, "F32": 4, "I64": 8, "U64": 8, "F64": 8, "C64": 8,
  ]

  /// Reads the header of a file.
  ///
  /// - Parameters:
  ///   - fileSize: Bytes of the whole file.
  ///   - read: Gives the bytes of a part of the file, which lies within it.
  /// - Throws: `TensorError.Code.malformedFile`, saying where and what.
  public init(
    fileSize: Int, reading read: (Range<Int>) throws(TensorError) -> [UInt8]
  ) throws(TensorError) {
    guard fileSize >= 8 else {
      throw Self.malformed("a file of \(fileSize) bytes is no safetensors file")
    }
    let length = try read(0..<8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(Self.longest), Int(length) <= fileSize - 8 else {
      throw Self.malformed(
        "the header's length \(length) is beyond the file of \(fileSize) bytes or the limit of "
          + "\(Self.longest); this is no safetensors file, or it is cut off")
    }
    let start = 8 + Int(length)
    var scanner = JSONScanner(bytes: try read(8..<start), offset: 8)
    var entries: [Entry] = []
    var metadata: [String: String]?
    var names: Set<String> = []
    try scanner.readObject { (key, scanner) throws(TensorError) in
      guard names.insert(key).inserted else {
        throw scanner.malformed("the key \(Self.shown(key)) stands twice")
      }
      if key == "__metadata__" {
        metadata = try Self.readMetadata(&scanner)
      } else {
        entries.append(try Self.readEntry(key, &scanner, from: start))
      }
    }
    try scanner.readEnd()
    self.metadata = metadata ?? [:]
    self.entries = entries.sorted {
      ($0.bytes.lowerBound, $0.bytes.upperBound) < ($1.bytes.lowerBound, $1.bytes.upperBound)
    }
    try checkThatElementsFill(start..<fileSize)
  }

  private static func readMetadata(
    _ scanner: inout JSONScanner
  ) throws(TensorError) -> [String: String] {
    var metadata: [String: String] = [:]
    try scanner.readObject { (key, scanner) throws(TensorError) in
      guard metadata.updateValue(try scanner.readString(), forKey: key) == nil else {
        throw scanner.malformed("the metadata key \(Self.shown(key)) stands twice")
      }
    }
    return metadata
  }

  private static func readEntry(
    _ name: String, _ scanner: inout JSONScanner, from start: Int
  ) throws(TensorError) -> Entry {
    var typeName: String?
    var shape: [Int]?
    var offsets: [Int]?
    try scanner.readObject { (key, scanner) throws(TensorError) in
      switch key {
      case "dtype" where typeName == nil: typeName = try scanner.readString()
      case "shape" where shape == nil: shape = try scanner.readIntegers()
      case "data_offsets" where offsets == nil: offsets = try scanner.readIntegers()
      default:
        throw scanner.malformed(
          "the key \(shown(key)) of \(shown(name)) is unknown or stands twice")
      }
    }
    guard let typeName, let shape, let offsets else {
      throw scanner.malformed("\(shown(name)) lacks dtype, shape or data_offsets")
    }
    guard let size = sizes[typeName] else {
      throw scanner.malformed("\(shown(name)) is of the unknown type \(shown(typeName))")
    }
    guard shape.count <= 64 else {
      throw scanner.malformed("\(shown(name)) has \(shape.count) dimensions")
    }
    guard offsets.count == 2, offsets[0] <= offsets[1], offsets[1] <= Int.max - start else {
      throw scanner.malformed(
        "the data_offsets \(offsets.prefix(3)) of \(shown(name)) are no range")
    }
    // A size of 0 empties the tensor, whatever the others multiply to.
    var count = shape.contains(0) ? 0 : size
    for extent in shape where count > 0 {
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      guard !overflow else {
        throw scanner.malformed("the shape \(shape) of \(shown(name)) overflows")
      }
      count = product
    }
    guard offsets[1] - offsets[0] == count else {
      throw scanner.malformed(
        "\(shown(name)) has \(offsets[1] - offsets[0]) bytes, but \(typeName) \(shape) needs \(count)"
      )
    }
    return Entry(
      name: name, typeName: typeName, shape: shape,
      bytes: start + offsets[0]..<start + offsets[1])
  }

  /// Checks that the entries, in order, lie without overlap or hole in the rest of the file.
  private func checkThatElementsFill(_ rest: Range<Int>) throws(TensorError) {
    var reached = rest.lowerBound
    for entry in entries {
      guard entry.bytes.lowerBound == reached else {
        throw Self.malformed(
          "the elements of \(Self.shown(entry.name)) begin at byte \(entry.bytes.lowerBound), not at "
            + "\(reached), where those before end")
      }
      reached = entry.bytes.upperBound
    }
    guard reached == rest.upperBound else {
      throw Self.malformed(
        "the elements end at byte \(reached) and the file at \(rest.upperBound); it is cut off or "
          + "something follows them")
    }
  }

  /// A name from a file as one line of a message can show it.
  static func shown(_ name: String) -> String {
    String(reflecting: String(String.UnicodeScalarView(name.unicodeScalars.prefix(80))))
  }

  static func malformed(_ text: String) -> TensorError { TensorError(.malformedFile, text) }
}
