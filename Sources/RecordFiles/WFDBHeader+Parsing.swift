extension WFDBHeader {
  /// Reads a header from the bytes of its file.
  ///
  /// - Parameters:
  ///   - bytes: The file's content.
  ///   - file: The name that errors give.
  /// - Throws: `malformed` with the line; `notSupported` for records of several segments, signal
  ///   formats that `WFDBFormat` does not list and several samples in a frame.
  public init(parsing bytes: [UInt8], file: String) throws(RecordFileError) {
    var comments: [String] = []
    var lines: [HeaderLine] = []
    for (number, text) in TextLines.split(bytes) {
      let text = TextLines.trim(text)
      if text.hasPrefix("#") {
        comments.append(TextLines.trim(text.drop { $0 == "#" }))
      } else if !text.isEmpty {
        lines.append(HeaderLine(file: file, number: number, text: text))
      }
    }
    guard let first = lines.first else {
      throw RecordFileError(
        .malformed, file: file, at: .line(1), "has no record line",
        advice: "expected NAME SIGNALS [RATE [SAMPLES]]")
    }
    let signalCount: Int
    (self, signalCount) = try Self.recordLine(first)
    guard lines.count - 1 >= signalCount else {
      throw first.malformed(
        "announces \(signalCount) signals but \(lines.count - 1) lines follow", "add the missing")
    }
    guard lines.count - 1 == signalCount else {
      throw lines[signalCount + 1].malformed(
        "stands after the \(signalCount) signals that line \(first.number) announces",
        "correct the number of signals or begin the line with '#'")
    }
    for line in lines.dropFirst() {
      try signals.append(WFDBSignal(line, number: signals.count, record: name))
    }
    self.comments = comments
    try checkGroups(lines)
  }

  /// Reads `NAME[/SEGMENTS] SIGNALS [RATE[/COUNTER[(BASE)]] [SAMPLES [TIME [DATE]]]]`.
  private static func recordLine(
    _ line: HeaderLine
  ) throws(RecordFileError) -> (WFDBHeader, signals: Int) {
    let fields = line.fields(4)
    guard fields.count >= 2 else {
      throw line.malformed("has no number of signals", "expected NAME SIGNALS [RATE [SAMPLES]]")
    }
    if fields[0].contains("/") {
      throw RecordFileError(
        .notSupported, file: line.file, at: .line(line.number),
        "'\(fields[0])' is a record of several segments",
        advice: "read the segments that its other lines name, one by one")
    }
    let signals = try line.integer(fields[1], "number of signals", in: 0...Int(Int32.max))
    var header = WFDBHeader(
      name: String(fields[0]), samplingRate: defaultSamplingRate, sampleCount: nil, signals: [])
    if fields.count > 2 {
      let parts = fields[2].split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
      header.samplingRate = try line.positive(parts[0], "sampling rate")
      header.counterFrequency = header.samplingRate
      if parts.count > 1 {
        let (counter, base) = try line.parenthesised(parts[1], "counter frequency")
        header.counterFrequency = try line.positive(counter, "counter frequency")
        if let base { header.baseCounter = try line.number(base, "base counter") }
      }
    }
    if fields.count > 3 {
      let count = try line.integer(fields[3], "number of samples", in: 0...Int.max)
      header.sampleCount = count == 0 ? nil : count
    }
    if fields.count > 4 { header.start = String(fields[4]) }
    return (header, signals)
  }

  /// Signals of one file stand side by side in its frames, so they share format and offset.
  private func checkGroups(_ lines: [HeaderLine]) throws(RecordFileError) {
    var seen: Set<String> = []
    for (index, signal) in signals.enumerated() {
      let line = lines[index + 1]
      guard index > 0, signals[index - 1].file == signal.file else {
        guard seen.insert(signal.file).inserted else {
          throw line.malformed(
            "names '\(signal.file)' again after another file",
            "list the signals of one file together")
        }
        continue
      }
      let first = signals[index - 1]
      guard first.format == signal.format, first.byteOffset == signal.byteOffset else {
        throw line.malformed(
          "gives '\(signal.file)' format \(signal.format.rawValue)+\(signal.byteOffset) after "
            + "\(first.format.rawValue)+\(first.byteOffset)",
          "signals of one file have one format and byte offset")
      }
    }
  }
}

extension WFDBSignal {
  /// Reads `FILE FORMAT[xN][:SKEW][+OFFSET] [GAIN[(BASELINE)][/UNITS] [BITS [ZERO [INITIAL [CHECKSUM
  /// [BLOCK [DESCRIPTION]]]]]]]`.
  init(_ line: HeaderLine, number: Int, record: String) throws(RecordFileError) {
    let fields = line.fields(8)
    guard fields.count >= 2 else {
      throw line.malformed("has no signal format", "expected FILE FORMAT [GAIN ...]")
    }
    self.init(
      file: String(fields[0]), format: .format16,
      description: "record \(record), signal \(number)")
    // A header may come from anywhere: it names files beside itself, not elsewhere on the machine.
    guard !file.contains("/"), file != "..", file != ".", file != "-", file != "~",
      !file.unicodeScalars.contains("\0")
    else {
      throw RecordFileError(
        .notSupported, file: line.file, at: .line(line.number),
        "signal file '\(file)' is not the name of a file in the header's folder",
        advice: "put the signal file beside the header and name it alone")
    }
    try readFormat(fields[1], line)
    if fields.count > 2 { try readGain(fields[2], line) }
    let limits = Int(Int32.min)...Int(Int32.max)
    if fields.count > 3 { resolution = try line.integer(fields[3], "ADC resolution", in: 0...64) }
    if fields.count > 4 { zero = try line.integer(fields[4], "ADC zero", in: limits) }
    if fields.count <= 2 || !fields[2].contains("(") { baseline = zero }
    initialValue = zero
    if fields.count > 5 { initialValue = try line.integer(fields[5], "initial value", in: limits) }
    if fields.count > 6 { checksum = try line.integer(fields[6], "checksum", in: limits) }
    if fields.count > 7 { blockSize = try line.integer(fields[7], "block size", in: limits) }
    if fields.count > 8 { description = String(fields[8]) }
  }

  private mutating func readFormat(
    _ field: Substring, _ line: HeaderLine
  ) throws(RecordFileError) {
    var rest = field
    /// Takes the digits up to the next mark.
    func take() -> Substring {
      let end = rest.firstIndex { "x:+".contains($0) } ?? rest.endIndex
      defer { rest = rest[end...] }
      return rest[..<end]
    }
    let code = try line.integer(take(), "signal format", in: 0...Int(Int32.max))
    guard let format = WFDBFormat(rawValue: code) else {
      throw RecordFileError(
        .notSupported, file: line.file, at: .line(line.number), "signal format \(code)",
        advice: "formats 16, 212, 80, 24 and 32 are read; convert the record to one of them")
    }
    self.format = format
    while let mark = rest.popFirst() {
      let digits = take()
      switch mark {
      case "x":
        let count = try line.integer(digits, "samples per frame", in: 1...Int(Int32.max))
        guard count == 1 else {
          throw RecordFileError(
            .notSupported, file: line.file, at: .line(line.number),
            "\(count) samples in a frame",
            advice: "convert the record so that all signals have one sampling rate")
        }
      case ":": skew = try line.integer(digits, "skew", in: 0...Int(Int32.max))
      default: byteOffset = try line.integer(digits, "byte offset", in: 0...Int.max)
      }
    }
  }

  private mutating func readGain(_ field: Substring, _ line: HeaderLine) throws(RecordFileError) {
    let parts = field.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    let (number, base) = try line.parenthesised(parts[0], "gain")
    gain = try line.number(number, "gain")
    if gain == 0 { gain = Self.defaultGain }
    if let base {
      baseline = try line.integer(base, "baseline", in: Int(Int32.min)...Int(Int32.max))
    }
    if parts.count > 1, !parts[1].isEmpty { units = String(parts[1]) }
  }
}
