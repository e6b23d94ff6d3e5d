/// What stands before the numbers of an NPY file: a Python dictionary of three keys.
struct NPYHeader {
  /// How numbers are stored.
  private(set) var element = NPYElement.float64
  /// Whether the most significant byte comes first.
  private(set) var isBigEndian = false
  /// Whether the first axis runs fastest.
  private(set) var isFortranOrder = false
  /// Length of each axis.
  private(set) var shape: [Int] = []
  /// Byte of the first number.
  let dataStart: Int

  /// What every file begins with.
  static let magic = [0x93] + Array("NUMPY".utf8)

  /// NumPy's own limit for headers that it trusts not, in bytes.
  private static let limit = 10_000

  private let bytes: [UInt8]
  private let file: String
  private var position: Int

  init(parsing bytes: [UInt8], file: String) throws(RecordFileError) {
    let versionEnd = Self.magic.count + 2
    guard bytes.starts(with: Self.magic), bytes.count >= versionEnd else {
      throw RecordFileError(
        .malformed, file: file, at: .byte(0), "does not begin as an NPY file",
        advice: "save the array with numpy.save")
    }
    let version = bytes[Self.magic.count]
    guard (1...3).contains(version) else {
      throw RecordFileError(
        .notSupported, file: file, at: .byte(Self.magic.count), "NPY version \(version)",
        advice: "save the array with numpy.save")
    }
    let width = version == 1 ? 2 : 4
    guard bytes.count >= versionEnd + width else {
      throw RecordFileError(
        .truncated, file: file, at: .byte(bytes.count), "ends before its header's length",
        advice: "write or fetch the file again")
    }
    var length = 0
    for byte in 0..<width { length |= Int(bytes[versionEnd + byte]) << (8 * byte) }
    let start = versionEnd + width
    guard length <= Self.limit, start + length <= bytes.count else {
      throw RecordFileError(
        .malformed, file: file, at: .byte(versionEnd),
        "a header of \(length) bytes in a file of \(bytes.count)",
        advice: "write or fetch the file again")
    }
    dataStart = start + length
    self.bytes = Array(bytes[..<dataStart])
    self.file = file
    position = start
    try dictionary()
  }

  private mutating func dictionary() throws(RecordFileError) {
    var keys: Set<String> = []
    try expect("{")
    while peek() != "}" {
      let start = position
      let key = try string()
      guard keys.insert(key).inserted else { throw malformed("the key '\(key)' again", start) }
      try expect(":")
      switch key {
      case "descr": try descriptor()
      case "fortran_order": isFortranOrder = try boolean()
      case "shape": shape = try tuple()
      default: throw malformed("an unknown key '\(key)'", start)
      }
      guard peek() == "," else { break }
      try expect(",")
    }
    try expect("}")
    guard peek() == nil else { throw malformed("more after the header's dictionary", position) }
    guard keys.count == 3 else {
      throw malformed("only the keys \(keys.sorted()) of descr, fortran_order, shape", position)
    }
  }

  private mutating func descriptor() throws(RecordFileError) {
    let start = position
    guard peek() != "[" else {
      throw unsupported("records of several fields", start, "save one plain array")
    }
    let text = try string()
    let kind = String(text.drop { "<>=|".contains($0) })
    if kind.hasPrefix("O") {
      throw unsupported(
        "Python objects, which cannot be read without running code", start,
        "save numpy.stack(list).astype('float32')")
    }
    // A single byte has no order.
    guard let element = NPYElement(kind), let order = text.first,
      (element == .int8 ? "<>=|" : "<>=").contains(order), text.count == kind.count + 1
    else {
      throw unsupported("numbers of type '\(text)'", start, "save x.astype('float32')")
    }
    self.element = element
    isBigEndian = order == ">"
  }

  private mutating func boolean() throws(RecordFileError) -> Bool {
    let start = position
    for (word, value) in [("True", true), ("False", false)] {
      skipBlanks()
      if bytes[position...].starts(with: word.utf8) {
        position += word.utf8.count
        return value
      }
    }
    throw malformed("neither True nor False", start)
  }

  private mutating func tuple() throws(RecordFileError) -> [Int] {
    var lengths: [Int] = []
    try expect("(")
    while peek() != ")" {
      skipBlanks()
      let start = position
      while position < bytes.count, (48...57).contains(bytes[position]) { position += 1 }
      guard let length = Int(String(decoding: bytes[start..<position], as: UTF8.self)) else {
        throw malformed("an axis that is no whole number", start)
      }
      // Python 2 wrote long integers so.
      if position < bytes.count, bytes[position] == UInt8(ascii: "L") { position += 1 }
      lengths.append(length)
      guard peek() == "," else { break }
      try expect(",")
    }
    try expect(")")
    return lengths
  }

  private mutating func string() throws(RecordFileError) -> String {
    let quote = peek()
    guard quote == "'" || quote == "\"" else { throw malformed("no text in quotes", position) }
    let start = position + 1
    guard let end = bytes[start...].firstIndex(of: bytes[position]) else {
      throw malformed("a quote that is not closed", position)
    }
    position = end + 1
    return TextLines.decode(bytes[start..<end])
  }

  private mutating func expect(_ mark: Character) throws(RecordFileError) {
    guard peek() == mark else { throw malformed("no '\(mark)'", position) }
    position += 1
  }

  private mutating func peek() -> Character? {
    skipBlanks()
    return position < bytes.count ? Character(Unicode.Scalar(bytes[position])) : nil
  }

  private mutating func skipBlanks() {
    while position < bytes.count, [32, 9, 10, 13].contains(bytes[position]) { position += 1 }
  }

  private func malformed(_ problem: String, _ byte: Int) -> RecordFileError {
    RecordFileError(
      .malformed, file: file, at: .byte(byte), "the header has \(problem)",
      advice: "save the array with numpy.save")
  }

  private func unsupported(_ what: String, _ byte: Int, _ advice: String) -> RecordFileError {
    RecordFileError(
      .notSupported, file: file, at: .byte(byte), "the array holds \(what)", advice: advice)
  }
}
