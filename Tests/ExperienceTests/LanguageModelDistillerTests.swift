import Foundation
import Statements
import TestSupport
import Testing

@testable import Experience

@Suite struct LanguageModelDistillerTests {
  private let lexicon: Lexicon
  private let parser: ReportParser
  private let evidence: ReportEvidence

  init() throws {
    lexicon = try Lexicon()
    parser = ReportParser(lexicon)
    evidence = ReportEvidence(
      own: parser("sinus rhythm. old inferior infarct").statements, ageYears: 62.7, sex: .female,
      heartRate: 88.4,
      neighbours: [
        .init(
          similarity: 0.42, statements: parser("left ventricular hypertrophy").statements,
          common: ["Essential hypertension", "furosemide"], reports: ["LVH in patient 10014729"])
      ])
  }

  private func distil(
    _ script: [FakeEndpoint.Behaviour], cache: ReplyCache? = nil
  ) throws -> (LanguageModelDistiller.Outcome, requests: [String]) {
    let fake = try FakeEndpoint(script)
    defer { fake.close() }
    var client = ChatClient(try ChatEndpoint(fake.address, model: "small"))
    client.firstPause = 0.01
    client.timeout = 20
    let outcome = try LanguageModelDistiller(client, lexicon: lexicon, cache: cache)(evidence)
    return (outcome, fake.requests)
  }

  @Test func aGoodReportIsTaken() throws {
    let (outcome, requests) = try distil([.reply("Sinus rhythm.\nOld inferior infarction. ")])
    #expect(outcome.author == .model && outcome.faults.isEmpty && requests.count == 1)
    #expect(outcome.report.text == "Sinus rhythm. Old inferior infarction.")
    #expect(outcome.report.statements == evidence.own)
  }

  /// What is asked holds what is known, in the lexicon's words, and no word of another's report.
  @Test func theModelSeesNoIdentifierAndNoForeignReport() throws {
    let (_, requests) = try distil([.reply("sinus rhythm.")])
    let request = try #require(requests.first).replacing("\\/", with: "/")
    for part in [
      "female, 62 years, heart rate 88/min", "sinus rhythm. old inferior", "similarity 0.42",
      "left ventricular hypertrophy.", "In common: Essential hypertension; furosemide.",
      "At most 60 words",
    ] {
      #expect(request.contains(part), "\(part)")
    }
    for part in ["10014729", "LVH in patient", "{{"] { #expect(!request.contains(part)) }
  }

  @Test(
    arguments: [
      ("sinus rhythm of 10014729.", .identifier), ("atrial fibrillation.", .opposesTheRecording),
      ("The patient feels wonderful today.", .unknownPhrases(1)), ("", .length(words: 0)),
      (
        String(repeating: "sinus rhythm. ", count: 31), .length(words: 62)
      ),
    ] as [(String, ReportCheck.Fault)])
  func faultsAreNamedToTheModelAndThenTheExtractTakesItsPlace(
    bad: String, fault: ReportCheck.Fault
  ) throws {
    let (mended, _) = try distil([.reply(bad), .reply("sinus rhythm.")])
    #expect(mended.author == .model && mended.report.text == "sinus rhythm.")
    let (outcome, requests) = try distil([.reply(bad)])
    #expect(outcome.author == .extract && outcome.faults.contains(fault), "\(outcome.faults)")
    #expect(outcome.report == ExtractiveDistiller(lexicon)(evidence))
    #expect(requests.count == 2 && requests[1].contains("cannot be used"))
    #expect(!requests[0].contains("cannot be used"))
  }

  @Test func noQuestionIsAskedTwice() throws {
    let folder = FileManager.default.temporaryDirectory.path + "/answers-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let cache = try ReplyCache(folder: folder)
    let (first, _) = try distil([.reply("Sinus rhythm.")], cache: cache)
    let (second, requests) = try distil([.status(500)], cache: cache)
    #expect(first.known == 0 && second.known == 1 && requests.isEmpty)
    #expect(second.report == first.report)
    // Answers come from health records: only their owner reads them.
    let files = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(files.count == 1 && files[0].count == 64 + 4)
    let mode = try FileManager.default.attributesOfItem(atPath: folder + "/" + files[0])
    #expect(mode[.posixPermissions] as? Int == 0o600)
  }

  /// Two ways to cut a conversation are two questions.
  @Test func questionsHaveNamesOfTheirOwn() {
    let names = [
      ReplyCache.name(model: "m", [ChatMessage(.user, "ab")]),
      ReplyCache.name(model: "mu", [ChatMessage(.user, "ab")]),
      ReplyCache.name(model: "m", [ChatMessage(.system, "ab")]),
      ReplyCache.name(model: "m", [ChatMessage(.user, "a"), ChatMessage(.user, "b")]),
    ]
    #expect(Set(names).count == names.count && names.allSatisfy { $0.count == 64 })
  }

  @Test func aUsersPromptsAreChecked() throws {
    let folder = FileManager.default.temporaryDirectory.path + "/prompts-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    #expect(throws: LanguageModelError.self) { _ = try Prompts(folder: folder) }
    let texts = [
      "system": "{{words}} {{vocabulary}}", "report": "{{own}}|{{person}}|{{neighbours}}",
      "mend": "{{faults}}",
    ]
    for (name, text) in texts {
      try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name).txt"))
    }
    let prompts = try Prompts(folder: folder)
    // What is filled in is no place to fill.
    #expect(
      prompts.fill("report", ["own": "{{person}}", "person": "P", "neighbours": "N"])
        == "{{person}}|P|N")
    try Data("no place".utf8).write(to: URL(fileURLWithPath: "\(folder)/mend.txt"))
    let error = #expect(throws: LanguageModelError.self) { _ = try Prompts(folder: folder) }
    #expect(error?.message.contains("mend.txt must hold the places {{faults}}") == true)
  }

  @Test func theREADMEShowsThePrompts() throws {
    let readme = try String(contentsOfFile: PackageRoot.path("README.md"), encoding: .utf8)
    for name in Prompts.places.keys {
      let file = PackageRoot.path("Sources/Experience/Prompts/\(name).txt")
      let text = try String(contentsOfFile: file, encoding: .utf8)
      #expect(readme.contains("```text\n\(text)```"), "\(name)")
    }
  }

  @Test func theProjectsPromptsHaveTheirPlaces() throws {
    #expect(throws: Never.self) {
      _ = try Prompts(folder: PackageRoot.path("Sources/Experience/Prompts"))
    }
  }
}
