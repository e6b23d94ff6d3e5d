import Electrocardiogram
import HealthRecords
public import Statements

/// A report of allowed statements.
public struct DistilledReport: Sendable, Equatable, Codable {
  /// What it says.
  public var statements: [Statement]
  /// The same in words, a sentence a statement.
  public var text: String
}

/// Distils a report without a language model: what most of the retrieved reports say.
///
/// A statement's share is the similarity of the neighbours that make it, of that of all neighbours with a
/// report. The recording's own statements come first and whole; a retrieved one needs more than half, must
/// not oppose one that is taken (negation, side, age, another rhythm), and must read back from its words as
/// itself. The longest shares come first, equal ones by their words, until no more fits.
public struct ExtractiveDistiller: Sendable {
  /// The most words of a report.
  public static let longestReport = 60

  /// The share of the neighbours that a statement needs more than.
  public var majority = 0.5
  let parser: ReportParser

  /// Distils in the words of a lexicon.
  public init(_ lexicon: Lexicon) { parser = ReportParser(lexicon) }

  /// The report of evidence.
  public func callAsFunction(_ evidence: ReportEvidence) -> DistilledReport {
    var report = DistilledReport(statements: [], text: "")
    for statement in evidence.own + retrieved(evidence.neighbours) {
      guard let sentence = sentence(of: statement),
        !report.statements.contains(where: { StatementConflict.opposed($0, statement) }),
        !report.statements.contains(where: { Self.keys($0) == Self.keys(statement) })
      else { continue }
      let text = report.text.isEmpty ? sentence : report.text + " " + sentence
      guard text.split(separator: " ").count <= Self.longestReport else { continue }
      report.statements.append(statement)
      report.text = text
    }
    return report
  }

  /// Statements that more than the majority make, by share.
  private func retrieved(_ neighbours: [ReportEvidence.Neighbour]) -> [Statement] {
    let reporting = neighbours.filter { !$0.statements.isEmpty }
    let whole = reporting.reduce(0) { $0 + $1.similarity }
    guard whole > 0 else { return [] }
    var shares: [Set<String>: (share: Double, statement: Statement)] = [:]
    for neighbour in reporting {
      var seen: Set<Set<String>> = []
      for statement in neighbour.statements.map(Self.bare)
      where seen.insert(Self.keys(statement)).inserted {
        let share = shares[Self.keys(statement)]?.share ?? 0
        shares[Self.keys(statement)] = (share + neighbour.similarity / whole, statement)
      }
    }
    // Rounding must not make a half more than a half.
    return shares.values.filter { $0.share > majority + 1e-12 }
      .sorted { ($1.share, $0.statement.description) < ($0.share, $1.statement.description) }
      .map(\.statement)
  }

  /// A statement without what its neighbours need not agree on.
  private static func bare(_ statement: Statement) -> Statement {
    Statement(
      statement.concept, isNegated: statement.isNegated, age: statement.age,
      degree: statement.degree == .incomplete ? .incomplete : nil, regions: statement.regions)
  }

  private static func keys(_ statement: Statement) -> Set<String> {
    Set(StatementKey.keys(of: statement))
  }

  /// A sentence that reads back as the statement; `nil` if there is none.
  func sentence(of statement: Statement) -> String? {
    guard let name = parser.lexicon[statement.concept]?.name else { return nil }
    var words = statement.isNegated ? ["no"] : []
    if statement.certainty != .definite { words.append(statement.certainty.rawValue) }
    if statement.degree == .incomplete { words.append("incomplete") }
    switch statement.age {
    case .old: words.append("old")
    case .recent: words.append("recent")
    case .undetermined, nil: break
    }
    words += statement.regions.map(\.rawValue)
    words.append(name)
    if !statement.leads.isEmpty {
      words.append("in " + statement.leads.map(\.rawValue).joined(separator: ", "))
    }
    if statement.age == .undetermined { words.append("of undetermined age") }
    let text = words.joined(separator: " ") + "."
    let read = parser(text)
    return read.unknownPhrases.isEmpty && read.statements.map(Self.keys) == [Self.keys(statement)]
      ? text : nil
  }
}
