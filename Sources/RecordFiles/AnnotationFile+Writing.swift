import Electrocardiogram

extension AnnotationFile {
  /// Writes the annotations in MIT format.
  ///
  /// - Parameter path: The whole path with its suffix, such as `100.atr`.
  /// - Throws: `outOfRange` for annotations that the format cannot hold; `cannotWrite`.
  public func write(to path: String) throws(RecordFileError) {
    try WholeFiles.write([(path, encoded(file: path))])
  }

  /// The bytes of the file.
  ///
  /// - Parameter file: The name that errors give.
  /// - Returns: Words as `AnnotationFile` describes them, closed by a zero word.
  /// - Throws: `outOfRange` with the annotation's number: samples must ascend from 0, symbols be
  ///   WFDB's, channel 0…255, subtype and number −128…127, text at most 255 bytes of UTF-8.
  public func encoded(file: String) throws(RecordFileError) -> [UInt8] {
    var encoder = AnnotationEncoder(file: file)
    if let timeResolution {
      let note = "## time resolution: \(timeResolution)"
      try encoder.append(Annotation(sample: 0, symbol: "\"", text: note), index: 0)
    }
    for (index, annotation) in annotations.enumerated() {
      if annotation.sample == 0, annotation.symbol == "\"", annotation.text.hasPrefix("## ") {
        throw encoder.outOfRange(index, "note '\(annotation.text)' at sample 0", "definitions are")
      }
      try encoder.append(annotation, index: index)
    }
    encoder.word(code: 0, value: 0)
    return encoder.bytes
  }
}

/// The state of writing one annotation file.
private struct AnnotationEncoder {
  let file: String
  private(set) var bytes: [UInt8] = []
  private var time = 0
  private var channel = 0
  private var number = 0

  init(file: String) { self.file = file }

  mutating func append(_ annotation: Annotation, index: Int) throws(RecordFileError) {
    guard let code = AnnotationCode.code(annotation.symbol) else {
      throw outOfRange(index, "symbol '\(annotation.symbol)'", "mnemonics of WFDB are")
    }
    guard annotation.sample >= time else {
      throw outOfRange(
        index, "sample \(annotation.sample) after \(time)", "samples ascending from 0 are")
    }
    var interval = annotation.sample - time
    while interval > 0x3FF {
      let step = min(interval, Int(Int32.max))
      word(code: AnnotationCode.skip, value: 0)
      half(step >> 16)
      half(step & 0xFFFF)
      interval -= step
    }
    word(code: code, value: interval)
    time = annotation.sample
    if annotation.number != number {
      number = annotation.number
      try field(AnnotationCode.number, number, -128...127, index, "number")
    }
    if annotation.subtype != 0 {
      try field(AnnotationCode.subtype, annotation.subtype, -128...127, index, "subtype")
    }
    if annotation.channel != channel {
      channel = annotation.channel
      try field(AnnotationCode.channel, channel, 0...255, index, "channel")
    }
    guard !annotation.text.isEmpty else { return }
    let text = Array(annotation.text.utf8)
    guard text.count <= 255, !text.contains(0) else {
      throw outOfRange(
        index, "text of \(text.count) bytes", "up to 255 bytes of UTF-8 without zeros are")
    }
    word(code: AnnotationCode.text, value: text.count)
    bytes += text
    if text.count & 1 == 1 { bytes.append(0) }
  }

  private mutating func field(
    _ code: Int, _ value: Int, _ limits: ClosedRange<Int>, _ index: Int, _ name: String
  ) throws(RecordFileError) {
    guard limits ~= value else {
      throw outOfRange(
        index, "\(name) \(value)", "\(limits.lowerBound) to \(limits.upperBound) are")
    }
    word(code: code, value: value & 0xFF)
  }

  mutating func word(code: Int, value: Int) { half(code << 10 | value) }

  private mutating func half(_ word: Int) {
    bytes.append(UInt8(truncatingIfNeeded: word))
    bytes.append(UInt8(truncatingIfNeeded: word >> 8))
  }

  func outOfRange(_ index: Int, _ what: String, _ allowed: String) -> RecordFileError {
    RecordFileError(
      .outOfRange, file: file, "annotation \(index): the format cannot hold \(what)",
      advice: "\(allowed) possible")
  }
}
