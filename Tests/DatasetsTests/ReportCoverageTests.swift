import Statements
import TestSupport
import Testing

@testable import Datasets

/// What of real reports is understood.
@Suite(.enabled(if: RealData.isPresent, Comment(rawValue: RealData.hint)))
struct ReportCoverageTests {
  /// Every row of a small table, 500 of a large one: the command `statements` counts all.
  private static func some(of table: TextTable) -> [Int] {
    Array(stride(from: 0, to: table.rows.count, by: max(1, table.rows.count / 500)))
  }

  @Test(arguments: [
    ("ptb-xl/ptbxl_database.csv", words: 0.97, phrases: 0.94),
    ("text/ptbxl_reports.csv", words: 0.99, phrases: 0.95),
  ])
  func reportsOfPTBXLAreUnderstood(_ file: String, words: Double, phrases: Double) throws {
    let table = try TextTable(path: RealData.path(file))
    var coverage = ReportCoverage(parser: ReportParser(try Lexicon()))
    for row in Self.some(of: table) {
      coverage.add(
        try table.field(row, "report") ?? "",
        codes: SCPCodes.likelihoods(try table.field(row, "scp_codes") ?? ""))
    }
    #expect(coverage.reports == Self.some(of: table).count)
    #expect(coverage.shareOfWords > words)
    #expect(coverage.shareOfPhrases > phrases)
  }

  /// Codes were given by people who saw the signal, and reports leave out or add to them: what a plain
  /// search for a few words reaches is what can be asked for.
  @Test(arguments: [
    ("AFIB", ["vorhofflimmer", "atrial fibrillation", "förmaksflimmer"]),
    ("CLBBB", ["left bundle branch block", "linksschenkelblock", "lbbb"]),
    ("STACH", ["sinus tachycardia", "sinustachykardi"]),
    ("SBRAD", ["sinus bradycardia", "sinusbradykardi"]),
    ("LAFB", ["left anterior fascicular", "linksanteriorer", "lafb", "lahb"]),
    ("PACE", ["pacemaker", "schrittmacher", "paced"]),
  ])
  func statementsAgreeWithCodesAsWellAsASearchDoes(_ code: String, _ words: [String]) throws {
    let table = try TextTable(path: RealData.path("text/ptbxl_reports.csv"))
    var coverage = ReportCoverage(parser: ReportParser(try Lexicon()))
    var search = ReportCoverage.Agreement()
    for row in Self.some(of: table) {
      let text = try table.field(row, "report") ?? ""
      let codes = SCPCodes.likelihoods(try table.field(row, "scp_codes") ?? "")
      coverage.add(text, codes: codes)
      let isFound = words.contains(where: text.lowercased().contains)
      if isFound { search.stated += 1 }
      if codes[code] != nil { search.coded += 1 }
      if isFound, codes[code] != nil { search.both += 1 }
    }
    let agreement = try #require(coverage.agreement[code])
    #expect(agreement.coded == search.coded)
    // A search takes 'no pacemaker' for one, the parser does not: two points are for such words.
    #expect(agreement.precision > search.precision - 0.02, "\(agreement) \(search)")
    #expect(agreement.recall > search.recall - 0.02, "\(agreement) \(search)")
  }
}
