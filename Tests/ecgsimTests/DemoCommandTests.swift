import Electrocardiogram
import Foundation
import RecordFiles
import TestSupport
import Testing

@Suite struct DemoCommandTests {
  static let panels = ["dat", "pdf", "png", "svg"].map { "four-panels.\($0)" }

  @Test func theDemoIsMadeAgainFromThePrintedSeedAndDiffersFromAnother() throws {
    try Program.inFolder { program in
      let said = try program.run("demo", "--output", "first")
      let seed = try #require(said.firstMatch(of: /seed ([0-9]+);/)?.output.1)
      let files = Self.panels + ["recovered.json", "recovered.png"]
      let made = try FileManager.default.contentsOfDirectory(atPath: program.path("first"))
      #expect(made.sorted() == files)
      for kind in PictureKind.allCases {
        #expect(kind.holds(try program.bytes("first/four-panels.\(kind)")))
      }
      #expect(PictureKind.png.holds(try program.bytes("first/recovered.png")))
      let other = String((UInt64(seed) ?? 0) + 1)
      try program.run("demo", "--output", "second", "--seed", String(seed), "--quiet")
      let summary = try program.json("demo", "--output", "third", "--seed", other)
      for file in files where !file.hasSuffix(".pdf") {
        let (first, second) = (
          try program.bytes("first/\(file)"), try program.bytes("second/\(file)")
        )
        #expect(first == second, "\(file)")
      }
      for file in ["recovered.json", "recovered.png"] {
        let (first, third) = (
          try program.bytes("first/\(file)"), try program.bytes("third/\(file)")
        )
        #expect(first != third, "\(file)")
      }

      // What it prints: every hidden parameter beside the recovered one.
      #expect(said.contains("error/SE") && said.contains("68 and 95 expected"))
      #expect(said.contains(/[0-9]+ hidden kernels: [0-9]+ found, [0-9]+ missed, [0-9]+ more/))
      #expect(summary["seed"] as? Int == Int(other))
      #expect((summary["files"] as? [String])?.count == files.count)
      let parameters = try #require(summary["parameters"] as? [[String: Any]])
      let shares = parameters.compactMap { $0["errorInStandardErrors"] as? Double }
      let within = Double(shares.count { abs($0) <= 1.96 }) / Double(shares.count)
      // 95 % are expected of some 84 parameters that are not independent.
      #expect(within > 0.75 && parameters.count > 50)
      #expect(parameters.allSatisfy { ($0["hidden"] as? Double) != $0["recovered"] as? Double })
    }
  }

  @Test func aRecordIsFittedInsteadAndThePanelsAreDrawnByHandAgain() throws {
    try Program.inFolder { program in
      var recording = SampleRecords.sinus
      recording.channels = recording.channels.filter { ["I", "II"].contains($0.name) }
      try RecordWriter.write(recording, to: program.path("r"), as: .wfdb)
      let said = try program.run("demo", "r", "--seed", "1", "--output", "deep/er")
      let made = try FileManager.default.contentsOfDirectory(atPath: program.path("deep/er"))
      #expect(made.sorted() == (["fit.json", "fit.png"] + Self.panels).sorted())
      #expect(said.contains("r: ") && said.contains("median PRD"))
      let fit = try program.document("deep/er/fit.json")
      #expect(fit["record"] as? String == "r")

      try program.drawsByHand("deep/er/four-panels.dat", with: "four-panels.gp", to: .svg)
    }
  }

  @Test func channelsMayHaveAnyNames() throws {
    try Program.inFolder { program in
      var recording = SampleRecords.start(4)
      recording.channels.removeLast(10)
      for index in recording.channels.indices { recording.channels[index].name = "ECG\(index + 1)" }
      try program.write(recording, to: "own.csv", as: .csv)
      try program.run("demo", "own.csv", "--output", "made")
      let leads = try program.document("made/fit.json")["leads"] as? [[String: Any]]
      #expect(leads?.compactMap { $0["lead"] as? String } == ["ECG1", "ECG2"])
    }
  }

  @Test func mistakesAreToldInOneLine() throws {
    try Program.inFolder { program in
      try program.fails(["demo", "nosuch"], 74, saying: ["nosuch.hea"])
      try program.fails(["demo", "--seed", "x"], 64, saying: ["'x'", "--seed"])
      try program.fails(["demo", "--annotator", "qrs"], 64, saying: ["--annotator", "RECORD"])
      try program.fails(
        ["demo", "--record-sampling-rate", "0"], 64, saying: ["--record-sampling-rate"])
      try program.fails(
        ["demo", "--units-per-millivolt", "x"], 64, saying: ["--units-per-millivolt"])
      try program.write("a file", to: "taken")
      try program.fails(["demo", "--output", "taken"], 74, saying: ["--output taken", "folder"])
      try program.fails(["demo", "--output", "/proc/demo"], 74, saying: ["/proc/demo", "folder"])
      try program.write(SampleRecords.start(3), to: "r.npy", as: .npy)
      try program.fails(["demo", "r.npy"], 65, saying: ["r.npy", "--record-sampling-rate"])
      try program.fails(
        ["demo", "r.npy", "--record-sampling-rate", "500", "--output", "new"], 74,
        saying: ["gnuplot", "install"], environment: ["PATH": program.folder.path])
    }
  }
}
