import Foundation
public import Statements

/// Distils a report with a language model, and without one where that writes what cannot be used.
///
/// The model sees age, sex, rate and statements of the recording, and of each neighbour its similarity, what its
/// reports say in the lexicon's words, and what both patients have in common: no name, no date, no report's own
/// words. What it writes goes through `ReportCheck`; a report with faults is asked for once more with the
/// faults named, then the extractive one takes its place.
public struct LanguageModelDistiller: Sendable {
  /// Who wrote a report.
  public enum Author: String, Sendable, Codable { case model, extract }

  /// A report, and how it came about.
  public struct Outcome: Sendable, Equatable {
    /// The report.
    public var report: DistilledReport
    /// Who wrote it.
    public var author: Author
    /// What was wrong with the model's last attempt, if it was not used.
    public var faults: [ReportCheck.Fault]
    /// How many of the model's answers were known already.
    public var known: Int

    /// The extractive report, where no model is asked.
    public init(extract report: DistilledReport, faults: [ReportCheck.Fault] = [], known: Int = 0) {
      self.init(report: report, author: .extract, faults: faults, known: known)
    }

    init(report: DistilledReport, author: Author, faults: [ReportCheck.Fault], known: Int) {
      self.report = report
      self.author = author
      self.faults = faults
      self.known = known
    }
  }

  private let client: ChatClient
  private let extract: ExtractiveDistiller
  private let prompts: Prompts
  private let cache: ReplyCache?
  private let vocabulary: String

  /// Distils with a model.
  ///
  /// - Parameters:
  ///   - client: Asks it.
  ///   - lexicon: The allowed statements.
  ///   - prompts: What it is told.
  ///   - cache: Keeps its answers.
  public init(
    _ client: ChatClient, lexicon: Lexicon, prompts: Prompts = Prompts(), cache: ReplyCache? = nil
  ) {
    self.client = client
    self.prompts = prompts
    self.cache = cache
    extract = ExtractiveDistiller(lexicon)
    vocabulary = lexicon.concepts.map(\.name).joined(separator: ", ")
  }

  /// The report of evidence.
  ///
  /// - Throws: `LanguageModelError` if the model cannot be asked; what it answered before stays in the cache.
  public func callAsFunction(_ evidence: ReportEvidence) throws(LanguageModelError) -> Outcome {
    var messages = messages(evidence)
    var known = 0
    var faults: [ReportCheck.Fault] = []
    for attempt in 1...2 {
      let (text, isKnown) = try answer(to: messages)
      known += isKnown ? 1 : 0
      let check = ReportCheck(text, own: evidence.own, parser: extract.parser)
      if check.faults.isEmpty {
        let report = DistilledReport(
          statements: check.statements,
          text: text.split(whereSeparator: \.isWhitespace).joined(separator: " "))
        return Outcome(report: report, author: .model, faults: [], known: known)
      }
      faults = check.faults
      guard attempt == 1 else { break }
      let told = faults.map(\.description).joined(separator: "; ")
      messages += [
        ChatMessage(.assistant, text), ChatMessage(.user, prompts.fill("mend", ["faults": told])),
      ]
    }
    return Outcome(extract: extract(evidence), faults: faults, known: known)
  }

  /// What the model is asked about evidence.
  public func messages(_ evidence: ReportEvidence) -> [ChatMessage] {
    let neighbours = evidence.neighbours.map { neighbour in
      let common = neighbour.common.prefix(12).map(Self.tidy).joined(separator: "; ")
      return "- similarity \(String(format: "%.2f", neighbour.similarity)): "
        + words(of: neighbour.statements, otherwise: "no report.")
        + (common.isEmpty ? "" : " In common: \(common).")
    }
    return [
      ChatMessage(
        .system,
        prompts.fill(
          "system",
          ["words": "\(ExtractiveDistiller.longestReport)", "vocabulary": vocabulary])),
      ChatMessage(
        .user,
        prompts.fill(
          "report",
          [
            "person": Self.person(evidence), "own": words(of: evidence.own, otherwise: "none."),
            "neighbours": neighbours.isEmpty ? "none" : neighbours.joined(separator: "\n"),
          ])),
    ]
  }

  private func answer(
    to messages: [ChatMessage]
  ) throws(LanguageModelError) -> (text: String, isKnown: Bool) {
    let name = ReplyCache.name(model: client.endpoint.model, messages)
    if let text = cache?.answer(name) { return (text, true) }
    let text = try client.answer(to: messages)
    try cache?.keep(text, as: name)
    return (text, false)
  }

  private func words(of statements: [Statement], otherwise: String) -> String {
    let sentences = statements.compactMap(extract.sentence)
    return sentences.isEmpty ? otherwise : sentences.joined(separator: " ")
  }

  private static func person(_ evidence: ReportEvidence) -> String {
    var parts = [evidence.sex?.rawValue ?? "sex unknown"]
    parts.append(evidence.ageYears.map { "\(Int($0)) years" } ?? "age unknown")
    if let rate = evidence.heartRate { parts.append("heart rate \(Int(rate.rounded()))/min") }
    return parts.joined(separator: ", ")
  }

  /// A title of a table on one line, not longer than a title is.
  private static func tidy(_ title: String) -> String {
    String(title.split(whereSeparator: \.isNewline).joined(separator: " ").prefix(100))
  }
}

extension ReportCheck.Fault: CustomStringConvertible {
  /// The fault in words.
  public var description: String {
    switch self {
    case .length(let words):
      "it has \(words) words, 1 to \(ExtractiveDistiller.longestReport) are allowed"
    case .unknownPhrases(let count): "\(count) phrases are not in the vocabulary"
    case .opposesTheRecording: "it contradicts the recording's own report"
    case .opposesItself: "it contradicts itself"
    case .identifier: "it holds an identifier or a date"
    }
  }
}
