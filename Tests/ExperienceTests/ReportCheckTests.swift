import Experience
import Statements
import Testing

@Suite struct ReportCheckTests {
  private let parser: ReportParser

  init() throws { parser = ReportParser(try Lexicon()) }

  @Test(
    arguments: [
      ("sinus rhythm. old inferior infarct.", []),
      ("", [.length(words: 0)]),
      ("sinus rhythm. patient feels well.", [.unknownPhrases(1)]),
      ("atrial fibrillation.", [.opposesTheRecording]),
      ("sinus rhythm. ST elevation. no ST elevation.", [.opposesItself]),
      ("sinus rhythm 10014729.", [.identifier]),
    ] as [(String, [ReportCheck.Fault])])
  func faultsAreNamed(text: String, faults: [ReportCheck.Fault]) {
    let check = ReportCheck(text, own: parser("sinus rhythm").statements, parser: parser)
    for fault in faults { #expect(check.faults.contains(fault), "\(check.faults)") }
    #expect(check.faults.isEmpty == faults.isEmpty)
  }

  @Test func sixtyWordsAreAllowedAndNoMore() {
    let text = String(repeating: "sinus rhythm. ", count: 30)
    #expect(ReportCheck(text, own: [], parser: parser).faults == [])
    let longer = ReportCheck(text + "normal", own: [], parser: parser)
    #expect(longer.faults.contains(.length(words: 61)))
  }

  @Test func copiedRunsOfFiveWordsCount() {
    let source = "Sinus rhythm with left bundle branch block, no acute changes"
    #expect(VerbatimShare.share(of: source, copiedFrom: [source]) == 1)
    #expect(VerbatimShare.share(of: "left bundle branch block", copiedFrom: [source]) == 0)
    // Five of ten words.
    let half = "rhythm with left bundle branch and some other words here"
    #expect(VerbatimShare.share(of: half, copiedFrom: ["x", source]) == 0.5)
    #expect(VerbatimShare.share(of: "", copiedFrom: [source]) == 0)
  }
}
