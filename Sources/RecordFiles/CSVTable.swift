/// The rows of a table of samples.
struct CSVTable {
  let bytes: [UInt8]
  let file: String
  private(set) var columns: [CSVColumn] = []
  /// The values, `[column][row]`.
  private(set) var values: [[Double]] = []
  private(set) var comments: [String] = []
  /// What comments of the file's own say, by key.
  private(set) var declared: [String: String] = [:]

  private var line = 0
  private var separator = UInt8(ascii: ",")
  /// Line of the first sample.
  private var firstRow = 0
  /// Lines without samples among them, each with the number of the sample that follows it.
  private var skippedBefore: [Int] = []
  /// Most digits after the point of a time.
  private var timeDecimals = 0

  init(bytes: [UInt8], file: String) {
    self.bytes = bytes
    self.file = file
  }

  /// Reads all lines.
  mutating func run() throws(RecordFileError) {
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: 10) ?? bytes.count
      line += 1
      let content = trim(start..<end)
      start = end + 1
      if content.isEmpty {
        skippedBefore.append(values.first?.count ?? 0)
      } else if bytes[content.lowerBound] == UInt8(ascii: "#") {
        skippedBefore.append(values.first?.count ?? 0)
        comment(TextLines.decode(bytes[content].drop { $0 == UInt8(ascii: "#") }))
      } else if columns.isEmpty {
        try names(content)
      } else {
        try row(content)
      }
    }
    guard !columns.isEmpty else {
      throw malformed("has no line that names the columns", "begin with 'time,I,II,...'")
    }
  }

  private mutating func comment(_ text: String) {
    let text = TextLines.trim(text)
    if let colon = text.firstIndex(of: ":") {
      let key = String(text[..<colon])
      if [CSVFile.Key.record, CSVFile.Key.rate, CSVFile.Key.units].contains(key),
        declared[key] == nil
      {
        declared[key] = TextLines.trim(text[text.index(after: colon)...])
        return
      }
    }
    comments.append(text)
  }

  private mutating func names(_ content: Range<Int>) throws(RecordFileError) {
    for candidate in [UInt8(ascii: ","), UInt8(ascii: ";"), 9]
    where bytes[content].contains(candidate) {
      separator = candidate
      break
    }
    for field in try fields(content) {
      let text = unquoted(field)
      let isNumber = DecimalNumber.parse(Array(text.utf8).span) != nil
      guard !text.isEmpty, !isNumber else {
        throw malformed(
          "column \(columns.count + 1) is named '\(text)'",
          "the first line names the columns: 'time,I,II,...'")
      }
      columns.append(CSVColumn(text))
    }
    guard columns.dropFirst().allSatisfy({ !$0.isTime }) else {
      throw malformed("the column of times is not the first", "put it first, and only one")
    }
    guard columns.contains(where: { !$0.isTime }) else {
      throw malformed("names no lead", "add a column a lead")
    }
    values = columns.map { _ in [] }
  }

  private mutating func row(_ content: Range<Int>) throws(RecordFileError) {
    if values[0].isEmpty { firstRow = line }
    var start = content.lowerBound
    for column in columns.indices {
      guard start <= content.upperBound else { throw wrongCount(content) }
      var end = start
      while end < content.upperBound, bytes[end] != separator { end += 1 }
      let number = try number(start..<end, columns[column])
      start = end + 1
      if columns[column].isTime { timeDecimals = max(timeDecimals, number.decimals) }
      values[column].append(number.value)
    }
    guard start > content.upperBound else { throw wrongCount(content) }
  }

  /// One field of a row; quotes around it are left out.
  private func number(
    _ range: Range<Int>, _ column: CSVColumn
  ) throws(RecordFileError) -> (value: Double, decimals: Int) {
    var field = trim(range)
    if field.count >= 2, bytes[field.lowerBound] == UInt8(ascii: "\""),
      bytes[field.upperBound - 1] == UInt8(ascii: "\"")
    {
      field = trim(field.lowerBound + 1..<field.upperBound - 1)
    }
    if field.isEmpty, !column.isTime { return (.nan, 0) }
    guard let number = DecimalNumber.parse(bytes.span.extracting(field)),
      !column.isTime || number.value.isFinite
    else {
      throw malformed(
        "column '\(column.name)' holds '\(TextLines.decode(bytes[field]))'",
        "write a finite number, or 'nan' for a missing sample")
    }
    return number
  }

  private func wrongCount(_ content: Range<Int>) -> RecordFileError {
    let count = bytes[content].count { $0 == separator } + 1
    return malformed(
      "has \(count) fields where \(columns.count) columns are named", "complete or remove the line")
  }

  /// Splits a line of names, which may be in quotes.
  private func fields(_ content: Range<Int>) throws(RecordFileError) -> [Range<Int>] {
    var result: [Range<Int>] = []
    var start = content.lowerBound
    var isQuoted = false
    for index in content {
      if bytes[index] == UInt8(ascii: "\"") { isQuoted.toggle() }
      if bytes[index] == separator, !isQuoted {
        result.append(start..<index)
        start = index + 1
      }
    }
    guard !isQuoted else { throw malformed("a quote is not closed", "close it") }
    return result + [start..<content.upperBound]
  }

  /// A name without the quotes around it.
  ///
  /// Bytes are compared, not characters: a combining mark would join a quote before it.
  private func unquoted(_ field: Range<Int>) -> String {
    let range = trim(field)
    let quote = UInt8(ascii: "\"")
    guard range.count >= 2, bytes[range.lowerBound] == quote, bytes[range.upperBound - 1] == quote
    else { return TextLines.decode(bytes[range]) }
    var inner: [UInt8] = []
    var isSecond = false
    for byte in bytes[range.lowerBound + 1..<range.upperBound - 1] {
      isSecond = byte == quote && !isSecond && inner.last == quote
      if !isSecond { inner.append(byte) }
    }
    return TextLines.decode(inner[...])
  }

  /// Leaves blanks, tabs and carriage returns at the ends out; the separator stays.
  private func trim(_ range: Range<Int>) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    func isBlank(_ byte: UInt8) -> Bool {
      byte == 32 || byte == 13 || byte == 9 && separator != 9
    }
    while start < end, isBlank(bytes[start]) { start += 1 }
    while start < end, isBlank(bytes[end - 1]) { end -= 1 }
    return start..<end
  }

  private func malformed(_ problem: String, _ advice: String) -> RecordFileError {
    RecordFileError(.malformed, file: file, at: .line(line), problem, advice: advice)
  }
}

extension CSVTable {
  /// The sampling rate that the times and the comment `sampling rate: X Hz` agree on.
  ///
  /// Times are rounded, to their last digit or to single precision, so they fix the rate within an
  /// interval only; the comment decides within it, else the number with the fewest decimals does.
  ///
  /// - Throws: `incomplete` if neither tells it; `malformed` if times are uneven or contradict it.
  func samplingRate() throws(RecordFileError) -> Double {
    let stated = declared[CSVFile.Key.rate].flatMap { text in
      text.split(separator: " ").first.flatMap { Double($0) }
    }
    guard columns[0].isTime, let first = values[0].first, let last = values[0].last,
      values[0].count > 1
    else {
      guard let stated, stated > 0, stated.isFinite else {
        if columns[0].isTime {
          let count = values[0].count
          throw RecordFileError(
            .incomplete, file: file,
            "holds \(count) sample\(count == 1 ? "" : "s"), too few for a rate",
            advice: "add samples, or give the sampling rate", remedy: .samplingRate)
        }
        throw RecordFileError(
          .incomplete, file: file, "nothing tells the sampling rate",
          advice: "add a column 'time' in seconds or give the sampling rate", remedy: .samplingRate)
      }
      return stated
    }
    let steps = Double(values[0].count - 1)
    let unit = columns[0].perMillivolt
    // One unit of the last digit; and for times that were in single precision two spacings of it at
    // the largest: half of one by rounding and half by shortest printing, in between and at an end.
    var lastDigit = 1.0
    for _ in 0..<timeDecimals { lastDigit /= 10 }
    var rounding = lastDigit
    rounding += max(abs(first), abs(last)) * 0x1p-22
    let duration = last - first
    guard duration > 0, (steps / duration * unit).isFinite else {
      throw RecordFileError(
        .malformed, file: file, at: .line(firstRow), "times run from \(first) to \(last)",
        advice: "times in seconds ascend evenly")
    }
    // A time that goes back spoils where all others should stand, so it is looked for first.
    let back = values[0].indices.dropFirst().first { values[0][$0] < values[0][$0 - 1] }
    for (row, time) in values[0].enumerated() where back == nil || row == back {
      let expected = first + duration * (Double(row) / steps)
      // Rounded times stand twice only where a step is less than their last digit.
      let before = row > 0 ? values[0][row - 1] : -.infinity
      let isCoarse = duration / steps < lastDigit * (1 - 1e-6)
      guard abs(time - expected) <= rounding, time > before || time == before && isCoarse else {
        throw RecordFileError(
          .malformed, file: file, at: .line(line(ofSample: row)),
          "time \(time) " + Self.fault(values[0], row, even: expected, decimals: timeDecimals),
          advice: "sample evenly, or give the sampling rate in place of the times",
          remedy: .samplingRate)
      }
    }
    let lowest = steps / (duration + rounding) * unit
    let highest = rounding < duration ? steps / (duration - rounding) * unit : .infinity
    if let stated {
      guard lowest <= stated, stated <= highest else {
        throw RecordFileError(
          .malformed, file: file, at: .line(firstRow),
          "the comment states \(stated) Hz, the times \(steps / duration * unit) Hz",
          advice: "correct one of them, or give the sampling rate", remedy: .samplingRate)
      }
      return stated
    }
    var scale = 1.0
    let rate = steps / duration * unit
    for _ in 0..<9 {
      let candidate = (rate * scale).rounded() / scale
      if candidate > 0, candidate.isFinite, lowest <= candidate, candidate <= highest {
        return candidate
      }
      scale *= 10
    }
    return rate
  }

  /// What is wrong with the time of a sample.
  private static func fault(
    _ times: [Double], _ row: Int, even: Double, decimals: Int
  ) -> String {
    if row > 0, times[row] == times[row - 1] { return "stands twice" }
    if row > 0, times[row] < times[row - 1] { return "comes after the later \(times[row - 1])" }
    var scale = 1.0
    for _ in 0..<decimals + 1 { scale *= 10 }
    let rounded = (even * scale).rounded() / scale
    return "stands where even sampling has \(rounded.isFinite ? rounded : even)"
  }

  /// The line that holds a sample.
  private func line(ofSample row: Int) -> Int {
    firstRow + row + skippedBefore.count { $0 > 0 && $0 <= row }
  }
}
