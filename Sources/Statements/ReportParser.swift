import Electrocardiogram

/// Finds the statements in the text of a report.
///
/// The longest phrases of the lexicon are concepts or words around them. A negation, a certainty or an age
/// that stands before belongs to the next concept and those joined to it by 'and' or 'or'; one that stands
/// behind, a wall or leads belong to the concepts before it. 'Cannot be excluded' is possible, not negated.
public struct ReportParser: Sendable {
  /// What was found in a report.
  public struct Report: Sendable, Equatable {
    /// The statements, each once, in the order of the text.
    public var statements: [Statement] = []
    /// Runs of words that the lexicon does not know.
    public var unknownPhrases: [String] = []
    /// Words, and those of them that are not known.
    public var wordCount = 0, unknownWordCount = 0
    /// Stretches between full stops, and those of them without an unknown word.
    public var phraseCount = 0, understoodPhraseCount = 0

    /// Of nothing.
    public init() {}
  }

  /// The meaning of words.
  public let lexicon: Lexicon

  /// Parses with a lexicon.
  public init(_ lexicon: Lexicon) { self.lexicon = lexicon }

  /// Parses a report.
  public func callAsFunction(_ text: String) -> Report {
    let words = ReportWord.words(of: text)
    var reader = ReportReader(lexicon: lexicon, words: words)
    while reader.place < words.count { reader.step() }
    reader.finish()
    return reader.report
  }
}

/// A place in a report and what waits there for its concept.
private struct ReportReader {
  let lexicon: Lexicon
  let words: [ReportWord]
  var place = 0
  var report = ReportParser.Report()

  private var statements: [Statement] = []
  /// Concepts that words behind them belong to.
  private var group: [Int] = []
  /// Whether the group's sentence goes on.
  private var isGroupOpen = false
  /// Whether leads were given behind the group.
  private var hasPlace = false
  private var waiting: [Lexicon.Attribute] = []
  private var waitingLeads: [Lead] = []
  private var isJoined = false
  private var isLocation = false
  private var unknown: [String] = []
  private var phraseHasUnknown = false
  private var phraseHasWords = false

  init(lexicon: Lexicon, words: [ReportWord]) {
    self.lexicon = lexicon
    self.words = words
    report.wordCount = words.count
  }

  mutating func step() {
    let start = place
    phraseHasWords = true
    if let (leads, count) = leadList(at: place) {
      endUnknown()
      place += count
      take(leads: leads)
    } else if let (meaning, count) = lexicon.phrases.longest(in: words, at: place) {
      endUnknown()
      place += count
      take(meaning)
    } else {
      if !words[place].text.allSatisfy(\.isNumber) {
        unknown.append(words[place].text)
        report.unknownWordCount += 1
        phraseHasUnknown = true
      }
      place += 1
    }
    switch words[start..<place].last?.boundary {
    case .stop: endSentence()
    case .comma:
      endUnknown()
      isJoined = false
    default: break
    }
  }

  mutating func finish() {
    endSentence()
    var seen: Set<Statement> = []
    report.statements = statements.filter { seen.insert($0).inserted }
  }

  private mutating func take(_ meaning: PhraseBook.Meaning) {
    switch meaning {
    case .concept(let index): take(concept: Statement(lexicon.concepts[index].id))
    case .code(let index, let code):
      let region = code.region.map { [$0] } ?? []
      take(
        concept: Statement(lexicon.concepts[index].id, degree: code.degree, regions: region))
    case .modifier(let attribute, let place): take(attribute, place)
    case .leads(let leads): take(leads: leads)
    case .locator: isLocation = true
    case .join: isJoined = !group.isEmpty && isGroupOpen
    case .turn:
      (isJoined, isLocation, waiting) = (false, false, waiting.filter { $0.negated == nil })
    case .silent: break
    }
  }

  private mutating func take(concept: Statement) {
    var statement = concept
    if isJoined, let last = group.last, waiting.allSatisfy({ $0.negated == nil }) {
      statement.isNegated = statements[last].isNegated
      statement.certainty = statements[last].certainty
    }
    for attribute in waiting { attribute.apply(to: &statement) }
    statement.add(leads: waitingLeads)
    statements.append(statement)
    // Concepts that are joined share a place behind them, unless the first have one of their own.
    group = isJoined && !hasPlace ? group + [statements.count - 1] : [statements.count - 1]
    hasPlace = false
    (isGroupOpen, isJoined, isLocation, waiting, waitingLeads) = (true, false, false, [], [])
  }

  private mutating func take(_ attribute: Lexicon.Attribute, _ place: Lexicon.Modifier.Place) {
    let isBehind: Bool =
      switch place {
      case .before: false
      case .after: !group.isEmpty
      case .either: isGroupOpen && (isLocation || !conceptFollows())
      }
    if isBehind {
      for index in group { attribute.apply(to: &statements[index]) }
    } else {
      waiting.append(attribute)
    }
    if place != .either { isLocation = false }
  }

  private mutating func take(leads: [Lead]) {
    if isGroupOpen {
      for index in group { statements[index].add(leads: leads) }
      hasPlace = true
    } else {
      waitingLeads += leads
    }
  }

  /// Whether a concept comes before the sentence ends, with only words around concepts between.
  private func conceptFollows() -> Bool {
    var ahead = place
    while ahead < words.count {
      if words[ahead - 1].boundary >= .comma { return false }
      if leadList(at: ahead) != nil { return false }
      guard let (meaning, count) = lexicon.phrases.longest(in: words, at: ahead) else {
        return false
      }
      switch meaning {
      case .concept, .code: return true
      case .modifier(_, .after): return false
      case .modifier, .join, .silent: ahead += count
      case .leads, .locator, .turn: return false
      }
    }
    return false
  }

  private mutating func endUnknown() {
    guard !unknown.isEmpty else { return }
    report.unknownPhrases.append(unknown.joined(separator: " "))
    unknown = []
    // What waited may have been the unknown thing's.
    waiting.removeAll { $0.negated != nil }
  }

  private mutating func endSentence() {
    endUnknown()
    // A wall, age or certainty without a concept behind it belongs to the one before.
    if isGroupOpen {
      for attribute in waiting where attribute.negated == nil {
        for index in group { attribute.apply(to: &statements[index]) }
      }
    }
    if phraseHasWords {
      report.phraseCount += 1
      if !phraseHasUnknown { report.understoodPhraseCount += 1 }
    }
    (phraseHasWords, phraseHasUnknown) = (false, false)
    (isGroupOpen, isJoined, isLocation, waiting, waitingLeads) = (false, false, false, [], [])
  }

  /// Leads such as `II, aVF, V4-6` from a place on.
  ///
  /// A roman I counts only after a word of place or another lead: it is a Swedish 'in' as well.
  private func leadList(at start: Int) -> (leads: [Lead], count: Int)? {
    var (leads, at): ([Lead], Int) = ([], start)
    while at < words.count {
      let text = words[at].text
      if let lead = Lead(name: text), Lead.chest.contains(lead) || Lead.limb.contains(lead) {
        if leads.isEmpty, lead == .I, !isLocation { return nil }
        leads += chestRange(to: lead, after: at, from: leads.last) + [lead]
      } else if let digit = Int(text), let last = leads.last, Lead.chest.contains(last),
        [.comma, .hyphen].contains(words[at - 1].boundary) || words[at - 1].text == "and",
        let lead = Lead(name: "V\(digit)"), Lead.chest.contains(lead)
      {
        leads += chestRange(to: lead, after: at, from: last) + [lead]
      } else if !leads.isEmpty, ["and", "und", "och", "to", "bis"].contains(text),
        at + 1 < words.count,
        Lead(name: words[at + 1].text) != nil || Int(words[at + 1].text) != nil
      {
        // Goes on behind the joining word.
      } else {
        break
      }
      at += 1
      if words[at - 1].boundary == .stop { break }
    }
    return leads.isEmpty ? nil : (leads, at - start)
  }

  /// The leads between two chest leads that a hyphen or 'to' joins.
  private func chestRange(to lead: Lead, after at: Int, from first: Lead?) -> [Lead] {
    guard let first, at > 0,
      words[at - 1].boundary == .hyphen || ["to", "bis"].contains(words[at - 1].text),
      let low = Lead.chest.firstIndex(of: first), let high = Lead.chest.firstIndex(of: lead),
      low < high
    else { return [] }
    return Array(Lead.chest[low..<high])
  }
}

extension Lexicon.Attribute {
  /// Sets what it says.
  func apply(to statement: inout Statement) {
    if let negated { statement.isNegated = negated }
    if let certainty { statement.certainty = certainty }
    if let age { statement.age = age }
    if let degree { statement.degree = degree }
    if let severity { statement.severity = severity }
    if let extent { statement.extent = extent }
    if let region { statement.add(regions: [region]) }
  }
}
