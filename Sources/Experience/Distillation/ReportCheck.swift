public import Statements

/// What is wrong with a report that somebody else wrote, such as a language model.
public struct ReportCheck: Sendable, Equatable {
  /// A reason to refuse a report, which it does not quote.
  public enum Fault: Sendable, Equatable {
    /// It has no words, or more than it may have.
    case length(words: Int)
    /// So many phrases are none of the lexicon's.
    case unknownPhrases(Int)
    /// It says what the recording's own report denies, or denies what that says.
    case opposesTheRecording
    /// Two of its statements oppose each other.
    case opposesItself
    /// It holds a number of four digits or more, as identifiers and dates do, or the start of a UUID.
    case identifier
  }

  /// All that is wrong; nothing for a report that may be used.
  public let faults: [Fault]
  /// What it says.
  public let statements: [Statement]

  /// Reads a report.
  ///
  /// - Parameters:
  ///   - text: The report.
  ///   - own: What the recording's own report says.
  ///   - parser: Knows the allowed statements.
  public init(_ text: String, own: [Statement], parser: ReportParser) {
    let report = parser(text)
    let words = text.split(whereSeparator: \.isWhitespace).count
    var faults: [Fault] = []
    if !(1...ExtractiveDistiller.longestReport).contains(words) {
      faults.append(.length(words: words))
    }
    if !report.unknownPhrases.isEmpty {
      faults.append(.unknownPhrases(report.unknownPhrases.count))
    }
    let statements = report.statements
    if statements.contains(where: { one in own.contains { StatementConflict.opposed(one, $0) } }) {
      faults.append(.opposesTheRecording)
    }
    if statements.indices.contains(where: { index in
      statements[..<index].contains { StatementConflict.opposed($0, statements[index]) }
    }) {
      faults.append(.opposesItself)
    }
    if text.contains(/\d{4}|[0-9A-Fa-f]{8}-/) { faults.append(.identifier) }
    self.faults = faults
    self.statements = statements
  }
}
