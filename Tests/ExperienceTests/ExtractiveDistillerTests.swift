import Statements
import Testing

@testable import Experience

@Suite struct ExtractiveDistillerTests {
  private let lexicon: Lexicon
  private let parser: ReportParser

  init() throws {
    lexicon = try Lexicon()
    parser = ReportParser(lexicon)
  }

  private func evidence(_ own: String, _ neighbours: [(Double, String)]) -> ReportEvidence {
    ReportEvidence(
      own: parser(own).statements,
      neighbours: neighbours.map { .init(similarity: $0, statements: parser($1).statements) })
  }

  private func distil(_ own: String, _ neighbours: [(Double, String)]) -> DistilledReport {
    ExtractiveDistiller(lexicon)(evidence(own, neighbours))
  }

  @Test func whatMostOfTheNeighboursSayIsTaken() {
    let report = distil(
      "sinus rhythm",
      [
        (0.4, "left ventricular hypertrophy. first degree AV block"),
        (0.3, "left ventricular hypertrophy. possible old inferior infarct"),
        (0.2, "first degree AV block"), (0.1, ""),
      ])
    #expect(
      report.text == "sinus rhythm. left ventricular hypertrophy. first degree AV block.")
  }

  /// A half is no majority, and neighbours without a report have no voice.
  @Test func sharesAreOfTheSimilarityOfThoseThatReport() {
    #expect(distil("", [(0.3, "st elevation"), (0.3, "st depression")]).text == "")
    #expect(distil("", [(0.3, "st elevation"), (0.9, "")]).text == "ST elevation.")
    #expect(distil("", [(0.1, "st elevation"), (0.4, "u waves")]).text == "U waves.")
  }

  @Test(arguments: [
    ("no ST elevation", "ST elevation"), ("ST elevation", "no ST elevation"),
    ("left bundle branch block", "right bundle branch block"),
    ("old inferior infarct", "acute inferior infarct"), ("sinus rhythm", "atrial fibrillation"),
    ("left axis deviation", "right axis deviation"),
    ("incomplete right bundle branch block", "complete right bundle branch block"),
  ])
  func theRecordingsOwnReportIsNotOpposed(own: String, retrieved: String) {
    let report = distil(own, [(0.5, retrieved), (0.4, retrieved)])
    #expect(report.statements == parser(own).statements)
    // Without it the same neighbours are believed.
    #expect(!distil("", [(0.5, retrieved)]).statements.isEmpty)
  }

  @Test func otherWallsAndCloserRhythmsAreNotOpposed() {
    let report = distil(
      "sinus rhythm. old inferior infarct", [(0.5, "sinus bradycardia. recent anterior infarct")])
    #expect(report.statements.count == 4)
  }

  @Test func reportsAreOfAllowedStatementsAndSixtyWords() {
    let all = lexicon.concepts.map(\.name).joined(separator: ". ")
    let report = distil("", [(0.5, all)])
    let words = report.text.split(separator: " ").count
    #expect((50...60).contains(words))
    let check = ReportCheck(report.text, own: [], parser: parser)
    #expect(check.faults == [])
    #expect(check.statements.count == report.statements.count)
  }

  @Test func theOrderOfNeighboursDoesNotMatter() {
    let neighbours = [
      (0.4, "st depression. t wave inversion"), (0.35, "t wave inversion. st depression. u waves"),
      (0.25, "u waves. t wave inversion"),
    ]
    #expect(distil("", neighbours) == distil("", neighbours.reversed()))
  }
}
