/// Reads the entries of one mapping strictly: every key is known, every value of the right kind and
/// in range, or an error names file, line and key.
struct MappingReader {
  /// The mapping.
  let value: YAMLValue
  private let entries: [YAMLValue.Entry]

  /// Opens a mapping that may hold these keys and no others.
  init(_ value: YAMLValue, keys: [String]) throws(RhythmError) {
    guard case .mapping(let entries) = value.content else {
      throw value.error(
        .wrongType, "expected a mapping with the keys \(enumeration(keys)), found \(value.kind)")
    }
    self.value = value
    self.entries = entries
    for entry in entries where !keys.contains(entry.key) {
      let other = keys.first { $0 != entry.key && stem($0) == stem(entry.key) }
      throw RhythmError(
        code: .unknownKey, file: value.file, line: entry.line, key: entry.value.path,
        message: other.map { "wrong unit: write '\($0)'" }
          ?? "unknown key; known are \(enumeration(keys))")
    }
  }

  /// The value of a key, if it is there.
  func find(_ key: String) -> YAMLValue? { entries.first { $0.key == key }?.value }

  /// Whether a key is there.
  func has(_ key: String) -> Bool { find(key) != nil }

  /// The value of a key that must be there.
  func require(_ key: String) throws(RhythmError) -> YAMLValue {
    guard let found = find(key) else {
      throw value.error(.missingKey, "the key '\(key)' is missing")
    }
    return found
  }

  /// Refuses a key that makes no sense beside the others.
  func refuse(_ key: String, because reason: String) throws(RhythmError) {
    if let found = find(key) { throw found.error(.unknownKey, reason) }
  }
}

extension YAMLValue {
  /// The value as a number within a range.
  func number(in range: ClosedRange<Double>, unit: String = "") throws(RhythmError) -> Double {
    guard case .scalar(let text, false) = content, let number = Double(text), number.isFinite,
      text.allSatisfy({ $0.isNumber || ".-+eE".contains($0) })
    else { throw error(.wrongType, "expected a number, found \(kind)") }
    guard range.contains(number) else {
      throw error(
        .outOfRange,
        "\(text) is outside \(range.lowerBound.plain) to \(range.upperBound.plain) \(unit)"
          .trimmed)
    }
    return number
  }

  /// The value as a whole number within a range.
  func integer(in range: ClosedRange<Int>) throws(RhythmError) -> Int {
    let number = try number(in: Double(range.lowerBound)...Double(range.upperBound))
    guard let whole = Int(exactly: number) else {
      throw error(.wrongType, "expected a whole number, found \(kind)")
    }
    return whole
  }

  /// The value as text that is not empty.
  func text() throws(RhythmError) -> String {
    guard case .scalar(let text, _) = content, !text.trimmed.isEmpty else {
      throw error(.wrongType, "expected text, found \(kind)")
    }
    return text
  }

  /// The value as one of an enumeration's words.
  func choice<Choice: RawRepresentable & CaseIterable>(
    _: Choice.Type = Choice.self
  ) throws(RhythmError) -> Choice where Choice.RawValue == String {
    let word = try text()
    guard let choice = Choice(rawValue: word) else {
      let known = Choice.allCases.map(\.rawValue)
      throw error(.outOfRange, "'\(word)' is none of \(enumeration(known))")
    }
    return choice
  }

  /// The elements of a list.
  func elements(count: ClosedRange<Int> = 0...1000) throws(RhythmError) -> [YAMLValue] {
    guard case .sequence(let values) = content else {
      throw error(.wrongType, "expected a list, found \(kind)")
    }
    guard count.contains(values.count) else {
      let wanted =
        count.count == 1 ? "\(count.lowerBound)" : "\(count.lowerBound) to \(count.upperBound)"
      throw error(.outOfRange, "the list holds \(values.count) values instead of \(wanted)")
    }
    return values
  }

  /// Every element of a list, read.
  func list<Element>(
    count: ClosedRange<Int> = 0...1000, _ read: (YAMLValue) throws(RhythmError) -> Element
  ) throws(RhythmError) -> [Element] {
    var result: [Element] = []
    for element in try elements(count: count) { result.append(try read(element)) }
    return result
  }
}

/// A key without the unit at its end.
private func stem(_ key: String) -> String {
  let units = [
    "MillivoltMilliseconds", "Milliseconds", "Microseconds", "Seconds", "Millivolts", "Microvolts",
    "Volts", "PerMinute", "PerSecond", "Hertz", "Degrees", "Radians", "Percent", "Years", "Minutes",
  ]
  guard let unit = units.first(where: { key.hasSuffix($0) && key.count > $0.count }) else {
    return key
  }
  return String(key.dropLast(unit.count))
}

/// Words in a row.
private func enumeration(_ words: [String]) -> String { words.joined(separator: ", ") }

extension Double {
  /// Without a decimal point where it is whole.
  var plain: String { Int(exactly: self).map(String.init) ?? "\(self)" }
}

extension String {
  /// Without spaces at either end.
  var trimmed: String {
    let core = drop { $0.isWhitespace }
    return String(core.reversed().drop { $0.isWhitespace }.reversed())
  }
}
