import ArgumentParser
import Experience
import HealthRecords
import Statements

/// `ecgdiffusion distill`: one report of what is known and what was retrieved.
struct DistillCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "distill", abstract: "Distil retrieved admissions into one report.",
    discussion: """
      The report has at most 60 words, of the lexicon's statements only. Without an endpoint it holds the \
      recording's own statements and those that most neighbours make. With --endpoint a language model \
      writes it; what it writes is checked, asked for once more if it has faults, and then replaced. The \
      model sees statements, age, sex, rate and what patients have in common, but no name, no date and no \
      report's own words. An endpoint on another machine is refused unless both --allow-remote-llm and \
      its --allow-host are given. Exit code 74 if the endpoint cannot be asked; answers so far stay in \
      --cache.
      """)

  @OptionGroup var question: QuestionOptions
  @OptionGroup var weights: WeightOptions
  @Option(help: "The recording's age in years.") var age: Double?
  @Option(help: "The recording's sex: female or male.") var sex: String?
  @Option(help: "The recording's heart rate in beats a minute.") var heartRate: Double?
  @OptionGroup var model: EndpointOptions
  @Flag(help: "Print what a language model would be asked, and ask nobody.") var showPrompt = false
  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    if let age, !(0...130).contains(age) {
      throw ValidationError("--age \(age); 0 to 130 are possible")
    }
    if let sex, Condition.Sex(rawValue: sex) == nil {
      throw ValidationError("--sex \(sex); female and male are possible")
    }
    if let heartRate, !(10...400).contains(heartRate) {
      throw ValidationError("--heart-rate \(heartRate); 10 to 400 are possible")
    }
  }

  /// What is printed as JSON.
  private struct Result: Encodable {
    let report: String
    let statements: [Statement]
    let author: LanguageModelDistiller.Author
    let faults: [String]
    let neighbours: Int
    /// The share of the report's words in runs of five that a neighbour's report has too.
    let verbatimShare: Double
  }

  func run() throws {
    let lexicon = try Lexicon()
    let parser = ReportParser(lexicon)
    // Refused before health records are read.
    let client = try model.client()
    let prompts = try model.prompts.map { try Prompts(folder: $0) } ?? Prompts()
    let store = try ProfileStore(path: question.store)
    let evidence = try evidence(in: store, parser)
    if showPrompt {
      let unasked = ChatClient(try ChatEndpoint("http://127.0.0.1", model: "none"))
      let messages = LanguageModelDistiller(unasked, lexicon: lexicon, prompts: prompts)
        .messages(evidence)
      for message in messages { print("[\(message.role.rawValue)]\n\(message.content)\n") }
      return
    }
    let outcome: LanguageModelDistiller.Outcome =
      if let client {
        try LanguageModelDistiller(
          client, lexicon: lexicon, prompts: prompts,
          cache: try model.cache.map { try ReplyCache(folder: $0) })(evidence)
      } else {
        .init(extract: ExtractiveDistiller(lexicon)(evidence))
      }
    try tell(outcome, evidence)
  }

  private func evidence(in store: ProfileStore, _ parser: ReportParser) throws -> ReportEvidence {
    let query = try question.query(in: store, parser)
    let index = try ProfileIndex(store, folds: try question.wantedFolds())
    let found = index.nearest(to: query, count: question.count, weights: weights.weights)
    var evidence = try ReportEvidence(
      query, own: try question.statements(in: store, parser), found: found, in: store,
      parser: parser)
    let asked = try question.admission.map { try store.profile(ofAdmission: $0) }
    evidence.ageYears = age ?? asked?.ageYears
    evidence.sex = sex.flatMap(Condition.Sex.init) ?? asked?.sex
    evidence.heartRate = heartRate
    return evidence
  }

  private func tell(_ outcome: LanguageModelDistiller.Outcome, _ evidence: ReportEvidence) throws {
    let share = VerbatimShare.share(
      of: outcome.report.text, copiedFrom: evidence.neighbours.flatMap(\.reports))
    let faults = outcome.faults.map(\.description)
    if json {
      return try printJSON(
        Result(
          report: outcome.report.text, statements: outcome.report.statements,
          author: outcome.author, faults: faults, neighbours: evidence.neighbours.count,
          verbatimShare: share))
    }
    print(outcome.report.text.isEmpty ? "nothing is known" : outcome.report.text)
    if !faults.isEmpty {
      print("the model's report was not used: \(faults.joined(separator: "; "))")
    }
    print(
      "\(outcome.report.statements.count) statements, \(evidence.neighbours.count) neighbours, "
        + "\(short(100 * share)) % of the words copied from their reports")
  }
}
