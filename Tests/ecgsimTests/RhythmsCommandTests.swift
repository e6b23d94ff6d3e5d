import Electrocardiogram
import Foundation
import RecordFiles
import RhythmLibrary
import TestSupport
import Testing

@Suite struct RhythmsCommandTests {
  /// A rhythm of a user's own: sinus rhythm a little slower.
  static let own = """
    schema: 1
    title: A rhythm of my own
    statement: Sinus rhythm.
    extends: sinus-rhythm
    source: made for a test
    rate: {rangePerMinute: [50, 80], defaultPerMinute: 55}
    codes: {scp: [SR], snomed: ["426783006"]}
    criteria:
      - name: rate below 81 a minute
        measure: heartRate
        belowPerMinute: 81
        source: made for a test
        trust: derived

    """

  /// Lends a folder that holds a folder of one rhythm.
  static func withOwnRhythm<Result>(
    _ text: String = own, _ body: (Program) throws -> Result
  ) throws -> Result {
    try Program.inFolder { program in
      try FileManager.default.createDirectory(
        atPath: program.path("mine"), withIntermediateDirectories: false)
      try program.write(text, to: "mine/my-rhythm.yaml")
      return try body(program)
    }
  }

  @Test func everyPresetIsListed() throws {
    try Program.inFolder { program in
      let said = try program.run("rhythms")
      let listed = try program.json("rhythms", as: [[String: Any]].self)
      let names = try RhythmCatalogue().names
      #expect(listed.compactMap { $0["name"] as? String } == names)
      for rhythm in listed {
        let (name, title) = (
          try #require(rhythm["name"] as? String), try #require(rhythm["title"] as? String)
        )
        #expect(said.contains(name) && said.contains(title))
        let criteria = try #require(rhythm["criteria"] as? [[String: String]])
        #expect(!criteria.isEmpty)
        for criterion in criteria {
          let isSecondary = criterion["trust"] == "guideline-secondary"
          #expect(
            Set(criterion.keys)
              == Set(["name", "source", "trust"] + (isSecondary ? ["remark"] : [])))
        }
      }
      let listing = try program.run("rhythms", "list")
      #expect(listing == said)
      for arguments in [["rhythms"], ["rhythms", "list"], ["rhythms", "show", "sinus-rhythm"]] {
        let quiet = try Shell.run(Program.path, arguments + ["--quiet"], in: program.folder)
        #expect(quiet.status == 0 && quiet.standardOutput.isEmpty)
      }
    }
  }

  @Test func jsonHasSortedKeys() throws {
    try Program.inFolder { program in
      let text = try program.run("rhythms", "show", "sinus-rhythm", "--json")
      let keys = text.jsonKeys(behind: 2)
      #expect(keys == keys.sorted() && keys.contains("variation"))
    }
  }

  @Test func aRhythmIsShownWithWhatItExtends() throws {
    try Program.inFolder { program in
      let said = try program.run("rhythms", "show", "first-degree-av-block")
      #expect(said.contains("title: First-degree atrioventricular block"))
      #expect(said.contains("node: {conducts: true, delayMilliseconds: [210, 310]"))
      // From the rhythm that it extends.
      #expect(said.contains("widthMilliseconds"))
      let json = try program.json("rhythms", "show", "first-degree-av-block")
      #expect(json["name"] as? String == "first-degree-av-block")
      // All that the file says, numbers as numbers.
      let node = (json["conduction"] as? [String: Any])?["node"] as? [String: Any]
      #expect(node?["delayMilliseconds"] as? [Double] == [210, 310])
      let beat = try #require(json["beat"] as? [String: Any])
      let kernel = try #require((beat["QRS"] as? [[String: Any]])?.first)
      #expect((kernel["xyzMillivolts"] as? [Double])?.count == 3)
      #expect((json["codes"] as? [String: [String]])?["snomed"] == ["270492004"])
      #expect((json["criteria"] as? [[String: Any]])?.last?["aboveMilliseconds"] as? Double == 200)
      for key in said.split(separator: "\n").filter({ $0.first?.isLetter ?? false }) {
        #expect(json[String(key.prefix { $0 != ":" })] != nil, "\(key)")
      }
    }
  }

  @Test func whatIsShownIsARhythmFile() throws {
    try Self.withOwnRhythm { program in
      let said = try program.run("rhythms", "show", "sinus-rhythm")
      try program.write(said, to: "mine/copy.yaml")
      for (name, rhythm) in [("a", "sinus-rhythm"), ("b", "copy")] {
        try program.run(
          "beat", rhythm, "--rhythms", "mine", "--seed", "1", "--output", "\(name).npy")
      }
      let (a, b) = (try program.bytes("a.npy"), try program.bytes("b.npy"))
      #expect(a == b)
    }
  }

  @Test func aUsersOwnRhythmAppearsAndSimulates() throws {
    try Self.withOwnRhythm { program in
      let presets = try program.json("rhythms", as: [[String: Any]].self)
      let all = try program.json("rhythms", "--rhythms", "mine", as: [[String: Any]].self)
      #expect(all.count == presets.count + 1)
      #expect(all.contains { $0["name"] as? String == "my-rhythm" })
      try program.run(
        "beat", "my-rhythm", "--rhythms", "mine", "--no-variation", "--output", "a.csv")
      // 55/min at 500 Hz.
      let beat = try RecordReader.read(program.path("a.csv"))
      #expect(beat.sampleCount == 545 && beat.name == "my-rhythm")
      try program.fails(["beat", "my-rhythm"], 64, saying: ["no rhythm 'my-rhythm'"])
    }
  }

  @Test func aBrokenRhythmIsNamedByFileLineAndKey() throws {
    func fails(_ text: String, _ words: String...) throws {
      try Self.withOwnRhythm(text) { program in
        for command in [["rhythms"], ["beat", "my-rhythm"], ["rhythms", "check", "my-rhythm"]] {
          try program.fails(
            command + ["--rhythms", "mine"], 65, saying: ["mine/my-rhythm.yaml"] + words)
        }
      }
    }
    try fails(
      Self.own.replacingOccurrences(of: "defaultPerMinute", with: "defaultPerSecond"), ":6",
      "rate", "defaultPerSecond")
    try fails(Self.own.replacingOccurrences(of: "[50, 80]", with: "[50, 8000]"), ":6", "rate")
    try fails(Self.own.replacingOccurrences(of: "title:", with: "tittle:"), ":2", "tittle")
    try fails(Self.own.replacingOccurrences(of: "sinus-rhythm", with: "sinus"), ":4", "extends")
    try fails("schema: [1", ":")
  }

  static let mistakes = [
    Mistake("rhythms show", 64, "<name>", "see 'ecgsim rhythms show --help'"),
    Mistake("rhythms show nosuch", 64, "no rhythm 'nosuch'", "sinus-rhythm"),
    Mistake("rhythms --rhythms nosuch", 74, "nosuch", "cannot be read"),
    Mistake("rhythms dance", 64, "dance"),
  ]

  @Test(arguments: mistakes) func mistakesAreToldInOneLine(mistake: Mistake) throws {
    try mistake.provoke()
  }
}
