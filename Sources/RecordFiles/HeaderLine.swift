/// One line of a WFDB header, with the checks that its fields need.
struct HeaderLine {
  /// The file's name for errors.
  let file: String
  /// Line number from 1.
  let number: Int
  /// The line without blanks around it.
  let text: String

  /// Fields between blanks; what follows `count` of them is one last field.
  func fields(_ count: Int) -> [Substring] {
    text.split(maxSplits: count, omittingEmptySubsequences: true, whereSeparator: TextLines.isBlank)
      .map { $0.drop(while: TextLines.isBlank) }
  }

  /// An error at this line.
  func malformed(_ problem: String, _ advice: String) -> RecordFileError {
    RecordFileError(.malformed, file: file, at: .line(number), problem, advice: advice)
  }

  /// A whole number within limits.
  func integer(
    _ text: Substring, _ name: String, in limits: ClosedRange<Int>
  ) throws(RecordFileError) -> Int {
    guard let value = Int(text) else {
      throw malformed("\(name) '\(text)' is not a whole number", "correct the field")
    }
    guard limits ~= value else {
      throw malformed(
        "\(name) \(value) is outside \(limits.lowerBound)...\(limits.upperBound)",
        "correct the field")
    }
    return value
  }

  /// A finite number.
  func number(_ text: Substring, _ name: String) throws(RecordFileError) -> Double {
    guard let value = Double(text), value.isFinite else {
      throw malformed("\(name) '\(text)' is not a number", "correct the field")
    }
    return value
  }

  /// A finite number above zero.
  func positive(_ text: Substring, _ name: String) throws(RecordFileError) -> Double {
    let value = try number(text, name)
    guard value > 0 else {
      throw malformed("\(name) \(value) is not positive", "correct the field")
    }
    return value
  }

  /// `A` or `A(B)` taken apart.
  func parenthesised(
    _ text: Substring, _ name: String
  ) throws(RecordFileError) -> (Substring, Substring?) {
    guard let open = text.firstIndex(of: "(") else { return (text, nil) }
    guard text.last == ")" else {
      throw malformed("\(name) '\(text)' has no closing parenthesis", "correct the field")
    }
    return (text[..<open], text[text.index(after: open)...].dropLast())
  }
}
