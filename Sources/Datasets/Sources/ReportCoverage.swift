public import Statements

/// How much of many reports a parser understands, and how its statements agree with codes.
public struct ReportCoverage: Sendable {
  /// How often a code was stated, in the codes, and both.
  public struct Agreement: Sendable, Equatable {
    /// Reports that state it, reports with the code, and reports with both.
    public var stated = 0, coded = 0, both = 0
    /// Of the reports that state it, the share that have the code; NaN for none.
    public var precision: Double { Double(both) / Double(stated) }
    /// Of the reports with the code, the share that state it; NaN for none.
    public var recall: Double { Double(both) / Double(coded) }
  }

  /// Reads the reports.
  public let parser: ReportParser
  /// Reports, and what is in them.
  public private(set) var reports = 0, words = 0, unknownWords = 0, phrases = 0, understood = 0
  /// Runs of unknown words and how often they came.
  public private(set) var unknownPhrases: [String: Int] = [:]
  /// By code.
  public private(set) var agreement: [String: Agreement] = [:]

  /// Begins with no reports.
  public init(parser: ReportParser) { self.parser = parser }

  /// Counts a report.
  ///
  /// - Parameters:
  ///   - text: The report.
  ///   - codes: SCP-ECG codes that others gave the recording.
  public mutating func add(_ text: String, codes: [String: Double]) {
    let report = parser(text)
    reports += 1
    words += report.wordCount
    unknownWords += report.unknownWordCount
    phrases += report.phraseCount
    understood += report.understoodPhraseCount
    for phrase in report.unknownPhrases { unknownPhrases[phrase, default: 0] += 1 }
    let stated = Set(report.statements.compactMap(parser.lexicon.code))
    for code in stated.union(codes.keys) {
      if stated.contains(code) { agreement[code, default: Agreement()].stated += 1 }
      if codes[code] != nil { agreement[code, default: Agreement()].coded += 1 }
      if stated.contains(code), codes[code] != nil {
        agreement[code, default: Agreement()].both += 1
      }
    }
  }

  /// Words that the lexicon knows, of all; 1 for none.
  public var shareOfWords: Double { words == 0 ? 1 : 1 - Double(unknownWords) / Double(words) }
  /// Stretches between full stops without an unknown word, of all; 1 for none.
  public var shareOfPhrases: Double { phrases == 0 ? 1 : Double(understood) / Double(phrases) }
}
