public import Electrocardiogram

/// The annotations of one annotator: the content of `NAME.atr` or of another suffix.
///
/// The MIT format is a sequence of 16-bit words, little-endian: six bits of code above ten bits of
/// time since the previous annotation. SKIP, NUM, SUB, CHN and AUX words carry long intervals and
/// the other fields. NUM and CHN hold until changed; SUB and AUX are for one annotation.
/// Source: WFDB Applications Guide, annot(5).
public struct AnnotationFile: Sendable, Equatable {
  /// The annotations in the file's order; text without the zero bytes that some files end it with.
  public var annotations: [Annotation]
  /// Ticks a second of the annotations' times where the file states it; else the record's sampling
  /// rate holds.
  public var timeResolution: Double?

  /// Creates the content of a file.
  public init(annotations: [Annotation], timeResolution: Double? = nil) {
    self.annotations = annotations
    self.timeResolution = timeResolution
  }

  /// Reads an annotation file.
  ///
  /// - Parameter path: The whole path with its suffix, such as `100.atr`, `1.v5`, `sel100.q1c`.
  /// - Returns: All its annotations.
  /// - Throws: `cannotRead`, `malformed`, `truncated`.
  public static func read(_ path: String) throws(RecordFileError) -> AnnotationFile {
    try AnnotationFile(parsing: FileBytes.read(path, limit: FileBytes.textLimit), file: path)
  }

  /// Reads annotations from the bytes of a file.
  ///
  /// - Parameters:
  ///   - bytes: The file's content.
  ///   - file: The name that errors give.
  /// - Throws: `malformed`, `truncated` with the byte.
  public init(parsing bytes: [UInt8], file: String) throws(RecordFileError) {
    var decoder = AnnotationDecoder(bytes: bytes, file: file)
    try decoder.run()
    self.init(annotations: decoder.annotations, timeResolution: decoder.timeResolution)
  }
}

/// The state of reading one annotation file.
private struct AnnotationDecoder {
  let bytes: [UInt8]
  let file: String
  var annotations: [Annotation] = []
  var timeResolution: Double?

  private var position = 0
  /// A step is below 2^32 and takes two bytes or more: files up to 2^31 bytes cannot overflow it.
  private var time = 0
  private var channel = 0
  private var number = 0
  /// Whether the file's own mnemonics are being defined, and what it defined.
  private var inDefinitions = false
  private var symbols = AnnotationCode.symbols

  init(bytes: [UInt8], file: String) {
    self.bytes = bytes
    self.file = file
  }

  mutating func run() throws(RecordFileError) {
    while true {
      let start = position
      var word = try next()
      if word.code == 0 && word.value == 0 { return }
      while word.code == AnnotationCode.skip {
        // The long interval stores its upper half first.
        let high = try next().bits
        let low = try next().bits
        time += Int(Int32(bitPattern: UInt32(high) << 16 | UInt32(low)))
        word = try next()
      }
      guard word.code <= AnnotationCode.largest else {
        throw malformed(start, "code \(word.code) begins no annotation")
      }
      time += word.value
      var annotation = Annotation(sample: time, symbol: symbols[word.code] ?? "[\(word.code)]")
      try readFields(of: &annotation)
      guard word.code != AnnotationCode.none else { continue }
      guard time >= 0 else {
        throw malformed(start, "an annotation at sample \(time), before the record")
      }
      if time == 0, word.code == AnnotationCode.note, define(annotation.text) { continue }
      annotations.append(annotation)
    }
  }

  private mutating func readFields(of annotation: inout Annotation) throws(RecordFileError) {
    while position + 1 < bytes.count {
      let code = Int(bytes[position + 1] >> 2)
      guard code >= AnnotationCode.number else { break }
      let value = bytes[position]
      position += 2
      switch code {
      case AnnotationCode.number: number = Int(Int8(bitPattern: value))
      case AnnotationCode.subtype: annotation.subtype = Int(Int8(bitPattern: value))
      case AnnotationCode.channel: channel = Int(value)
      default:
        let length = Int(value)
        guard position + length <= bytes.count else {
          throw truncated("inside a text of \(length) bytes")
        }
        var text = bytes[position..<position + length]
        while text.last == 0 { text.removeLast() }
        annotation.text = TextLines.decode(text)
        position += length + length & 1
      }
    }
    annotation.channel = channel
    annotation.number = number
  }

  /// Takes a note at the file's start as definition.
  ///
  /// - Returns: Whether it was one: WFDB marks them with `## `, and lines of a table follow.
  private mutating func define(_ text: String) -> Bool {
    if inDefinitions {
      inDefinitions = text != "## end of definitions"
      let parts = text.split(separator: " ", maxSplits: 2)
      if parts.count >= 2, let code = Int(parts[0]), (1...AnnotationCode.largest).contains(code) {
        symbols[code] = String(parts[1])
      }
      return true
    }
    guard text.hasPrefix("## ") else { return false }
    inDefinitions = text == "## annotation type definitions"
    let key = "## time resolution: "
    if text.hasPrefix(key), let value = Double(TextLines.trim(text.dropFirst(key.count))),
      value > 0, value.isFinite
    {
      timeResolution = value
    }
    return true
  }

  private mutating func next() throws(RecordFileError) -> (bits: UInt16, code: Int, value: Int) {
    guard position + 1 < bytes.count else { throw truncated("before the closing zero word") }
    let bits = UInt16(bytes[position]) | UInt16(bytes[position + 1]) << 8
    position += 2
    return (bits, Int(bits >> 10), Int(bits & 0x3FF))
  }

  private func malformed(_ byte: Int, _ problem: String) -> RecordFileError {
    RecordFileError(
      .malformed, file: file, at: .byte(byte), problem,
      advice: "check that it is an annotation file in MIT format")
  }

  private func truncated(_ place: String) -> RecordFileError {
    RecordFileError(
      .truncated, file: file, at: .byte(bytes.count), "ends \(place)",
      advice: "fetch the file again; check that it is an annotation file in MIT format")
  }
}
