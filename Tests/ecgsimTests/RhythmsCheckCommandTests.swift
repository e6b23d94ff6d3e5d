import Foundation
import TestSupport
import Testing

@Suite struct RhythmsCheckCommandTests {
  @Test func rhythmsNamedAreCheckedWithSoManyDraws() throws {
    try Program.inFolder { program in
      let report = try program.json(
        "rhythms", "check", "ventricular-pacing", "--seeds", "2", "--seed", "5")
      #expect(report["firstSeed"] as? Int == 5)
      let checks = try #require(report["checks"] as? [[String: Any]])
      #expect(checks.allSatisfy { $0["rhythm"] as? String == "ventricular-pacing" })
      // The default record has no seed.
      #expect(checks.map { $0["seed"] as? Int } == [nil, 5, 6])
      #expect(Set(checks.compactMap { $0["heartRatePerMinute"] as? Double }).count == 3)
      let results = try #require(checks[0]["results"] as? [[String: Any]])
      #expect(!results.isEmpty && results.allSatisfy { $0["result"] as? String == "met" })
    }
  }

  @Test func withoutNamesEveryPresetIsChecked() throws {
    try Program.inFolder { program in
      let listed = try program.json("rhythms", as: [[String: Any]].self)
      let report = try program.json("rhythms", "check", "--seeds", "0", "--seed", "1", "--quiet")
      let checks = try #require(report["checks"] as? [[String: Any]])
      #expect(
        checks.map { $0["rhythm"] as? String } == listed.map { $0["name"] as? String })
    }
  }

  @Test func withoutAllOnlyWhatFailsHasARow() throws {
    try Program.inFolder { program in
      let said = try program.run(
        "rhythms", "check", "rbbb", "sinus-rhythm", "--seeds", "0", "--seed", "1")
      #expect(said.contains("pass  rbbb: ") && said.contains("pass  sinus-rhythm: "))
      #expect(said.hasSuffix("seeds from 1\n") && said.contains("1 record,"))
      #expect(!said.contains("criterion"))
    }
  }

  /// Whether anybody looked at the guideline itself is told whatever the result.
  @Test func criteriaThatWereNotCheckedAgainstTheirSourceAreCounted() throws {
    try Program.inFolder { program in
      let report = try program.json("rhythms", "check", "stemi-anterior", "--seeds", "0")
      let checks = try #require(report["checks"] as? [[String: Any]])
      let results = try #require(checks.first?["results"] as? [[String: Any]])
      let count = results.count { $0["trust"] as? String == "guideline-secondary" }
      #expect(count > 0)
      let said = try program.run("rhythms", "check", "stemi-anterior", "--seeds", "0")
      #expect(
        said.contains("\(count) of \(results.count) criteria not checked against the primary text"))
      let shown = try program.run("rhythms", "show", "stemi-anterior")
      #expect(shown.contains("guideline-secondary means not checked against the primary text"))
    }
  }

  @Test func allShowsEveryCriterion() throws {
    try Program.inFolder { program in
      let said = try program.run(
        "rhythms", "check", "first-degree-av-block", "--seeds", "0", "--all")
      #expect(said.contains("PR longer than 200 ms in every beat"))
      let rows = said.split(separator: "\n").count { $0.hasSuffix("  met") }
      let stated = try #require(said.firstMatch(of: /: ([0-9]+) criteria/)?.output.1)
      #expect(rows == Int(stated))
    }
  }

  @Test func aSeedGivesTheSameChecksAndLongerRecordsOthers() throws {
    try Program.inFolder { program in
      func check(_ seed: String, _ duration: String) throws -> String {
        try program.run(
          "rhythms", "check", "ventricular-pacing", "--seeds", "1", "--seed", seed, "--duration",
          duration, "--json")
      }
      let (a, b) = (try check("3", "10"), try check("3", "10"))
      #expect(a == b)
      let (otherSeed, longer) = (try check("4", "10"), try check("3", "12"))
      #expect(a != otherSeed && a != longer)
    }
  }

  /// The seed that nobody gave is printed and makes the check again.
  @Test func aDrawnSeedIsPrinted() throws {
    try Program.inFolder { program in
      let said = try program.run(
        "rhythms", "check", "first-degree-av-block", "--seeds", "1", "--all")
      let seed = try #require(said.firstMatch(of: /seeds from ([0-9]+)/)?.output.1)
      let again = try program.run(
        "rhythms", "check", "first-degree-av-block", "--seeds", "1", "--all", "--seed", String(seed)
      )
      #expect(said == again)
    }
  }

  @Test func aCriterionThatIsNotMetFailsWithStatusOne() throws {
    let text = RhythmsCommandTests.own.replacingOccurrences(
      of: "name: rate below 81 a minute", with: "name: rate below 40 a minute"
    ).replacingOccurrences(of: "belowPerMinute: 81", with: "belowPerMinute: 40")
    try RhythmsCommandTests.withOwnRhythm(text) { program in
      let arguments = [
        "rhythms", "check", "my-rhythm", "--rhythms", "mine", "--seeds", "1", "--seed", "1",
      ]
      let result = try Shell.run(Program.path, arguments, in: program.folder)
      #expect(result.status == 1)
      #expect(result.standardOutput.contains("FAIL  my-rhythm: 1 criteria, 2 records, 2 failed"))
      #expect(result.standardOutput.contains("rate below 40 a minute"))
      #expect(
        result.standardError
          == "ecgsim: 2 of 2 records miss a criterion, first my-rhythm\n")
      try program.fails(arguments + ["--quiet"], 1, saying: ["2 of 2 records"])
      // What can be met passes beside it.
      try program.write(RhythmsCommandTests.own, to: "mine/my-rhythm.yaml")
      let passed = try Shell.run(Program.path, arguments, in: program.folder)
      #expect(passed.status == 0 && passed.standardOutput.contains("pass  my-rhythm"))
    }
  }

  static let mistakes = [
    Mistake("rhythms check nosuch", 64, "no rhythm 'nosuch'"),
    Mistake("rhythms check --seeds -1", 64, "--seeds", "0 to 100000"),
    Mistake("rhythms check --seeds few", 64, "'few'", "--seeds"),
    Mistake("rhythms check --duration 9", 64, "--duration", "criteria speak of 10 s", "10 to 3600"),
    Mistake("rhythms check --duration nan", 64, "--duration", "nan"),
    Mistake("rhythms check --duration long", 64, "'long'", "--duration"),
    Mistake("rhythms check --seed 1.5", 64, "'1.5'", "--seed"),
    Mistake("rhythms check --rhythms nosuch", 74, "nosuch"),
  ]

  @Test(arguments: mistakes) func mistakesAreToldInOneLine(mistake: Mistake) throws {
    try mistake.provoke()
  }
}
