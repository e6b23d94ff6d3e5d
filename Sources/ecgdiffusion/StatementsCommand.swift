import ArgumentParser
import Datasets
import Foundation
import Statements

/// `ecgdiffusion statements`: what is understood of a text or of a table of reports.
struct StatementsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "statements", abstract: "Show what is understood of reports.",
    discussion: """
      TEXT is a report. With --table, the column 'report' of a table such as PTB-XL's \
      ptbxl_database.csv is read, and its column 'scp_codes' if there is one.
      """)

  @Argument(help: "A report.") var text: String?
  @Option(help: "A table of reports.") var table: String?
  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    guard (text == nil) != (table == nil) else {
      throw ValidationError("give a TEXT or --table FILE")
    }
  }

  private struct Coverage: Encodable {
    let reports: Int, words: Int, phrases: Int
    let shareOfWords: Double, shareOfPhrases: Double
    let unknown: [String: Int]
  }

  func run() throws {
    let lexicon = try Lexicon()
    let parser = ReportParser(lexicon)
    if let text {
      let report = parser(text)
      if json {
        try Self.print(report.statements)
      } else {
        for statement in report.statements {
          Swift.print(statement, lexicon.code(of: statement).map { "(\($0))" } ?? "")
        }
        for phrase in report.unknownPhrases { Swift.print("not known: \(phrase)") }
      }
    } else if let table {
      try cover(try TextTable(path: table), parser)
    }
  }

  private func cover(_ table: TextTable, _ parser: ReportParser) throws {
    var coverage = ReportCoverage(parser: parser)
    let hasCodes = table.columns.contains("scp_codes")
    for row in table.rows.indices {
      coverage.add(
        try table.field(row, "report") ?? "",
        codes: hasCodes ? SCPCodes.likelihoods(try table.field(row, "scp_codes") ?? "") : [:])
    }
    let often = coverage.unknownPhrases.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    if json {
      try Self.print(
        Coverage(
          reports: coverage.reports, words: coverage.words, phrases: coverage.phrases,
          shareOfWords: coverage.shareOfWords, shareOfPhrases: coverage.shareOfPhrases,
          unknown: coverage.unknownPhrases))
      return
    }
    Swift.print(
      "\(coverage.reports) reports: \(short(100 * coverage.shareOfWords)) % of \(coverage.words) words, "
        + "\(short(100 * coverage.shareOfPhrases)) % of \(coverage.phrases) phrases understood")
    for (code, agreement) in coverage.agreement.sorted(by: { $0.value.coded > $1.value.coded })
    where agreement.coded >= 10 {
      Swift.print(
        "\(code): \(agreement.coded) coded, \(agreement.stated) stated, \(agreement.both) both")
    }
    for (phrase, count) in often.prefix(30) { Swift.print("not known: \(count) \(phrase)") }
  }

  private static func print(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    Swift.print(String(decoding: try encoder.encode(value), as: UTF8.self))
  }
}
