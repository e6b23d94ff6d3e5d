extension WFDBHeader {
  /// The header as its file's text, in the form that every WFDB reader takes.
  ///
  /// - Parameter file: The name that errors give.
  /// - Returns: Lines ending in line feeds, every field written; an unknown checksum as 0.
  /// - Throws: `cannotWrite` for names, units or numbers that the format cannot hold.
  public func text(file: String) throws(RecordFileError) -> String {
    guard Self.isName(name) else {
      throw Self.unwritable(file, "record name '\(name)'", "use letters, digits, '-' and '_'")
    }
    var rate = try Self.number(samplingRate, "sampling rate", file)
    if counterFrequency != samplingRate || baseCounter != 0 {
      let counter = try Self.number(counterFrequency, "counter frequency", file)
      rate += "/\(counter)"
      if baseCounter != 0 { rate += try "(\(Self.number(baseCounter, "base counter", file)))" }
    }
    var text = "\(name) \(signals.count) \(rate)"
    if let sampleCount { text += " \(sampleCount)" }
    if !start.isEmpty {
      try Self.checkLine(start, "start time", file)
      text += sampleCount == nil ? " 0 \(start)" : " \(start)"
    }
    text += "\n"
    for signal in signals { text += try signal.text(file: file) + "\n" }
    for comment in comments {
      try Self.checkLine(comment, "comment", file)
      text += "# \(comment)\n"
    }
    return text
  }

  /// Whether a name is one that every WFDB reader takes.
  static func isName(_ name: String) -> Bool {
    !name.isEmpty
      && name.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
          UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "_"):
          true
        default: false
        }
      }
  }

  /// A number without exponent, which readers of headers do not take.
  static func number(
    _ value: Double, _ name: String, _ file: String
  ) throws(RecordFileError) -> String {
    if let whole = Int(exactly: value) { return "\(whole)" }
    let text = "\(value)"
    guard value.isFinite, !text.contains("e") else {
      throw unwritable(file, "\(name) \(value)", "choose another")
    }
    return text
  }

  /// Text that reads back as it is: one line, no blanks around it, no mark of a comment before it.
  static func checkLine(
    _ text: String, _ name: String, _ file: String
  ) throws(RecordFileError) {
    guard TextLines.isPlain(text) else {
      throw unwritable(file, "\(name) '\(text)'", "write one line without blanks or '#' before it")
    }
  }

  static func unwritable(_ file: String, _ problem: String, _ advice: String) -> RecordFileError {
    RecordFileError(
      .cannotWrite, file: file, "\(problem) cannot stand in a WFDB header", advice: advice)
  }
}

extension WFDBSignal {
  /// The signal's line.
  func text(file header: String) throws(RecordFileError) -> String {
    let stem = file.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard stem.allSatisfy({ WFDBHeader.isName(String($0)) }) else {
      throw WFDBHeader.unwritable(
        header, "signal file '\(file)'", "use letters, digits, '-', '_' and one point")
    }
    guard !units.isEmpty, !units.unicodeScalars.contains(where: { $0.value <= 32 }) else {
      throw WFDBHeader.unwritable(header, "unit '\(units)'", "use a unit without blanks")
    }
    try WFDBHeader.checkLine(description, "signal description", header)
    guard !description.isEmpty else {
      throw WFDBHeader.unwritable(header, "an empty signal description", "name the lead")
    }
    var storage = "\(format.rawValue)"
    if skew != 0 { storage += ":\(skew)" }
    if byteOffset != 0 { storage += "+\(byteOffset)" }
    let scale = try WFDBHeader.number(gain, "gain", header) + "(\(baseline))/\(units)"
    return "\(file) \(storage) \(scale) \(resolution) \(zero) \(initialValue) "
      + "\(checksum ?? 0) \(blockSize) \(description)"
  }
}
