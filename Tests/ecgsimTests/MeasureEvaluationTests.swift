import Electrocardiogram
import Foundation
import RecordFiles
import TestSupport
import Testing

@Suite struct MeasureEvaluationTests {
  /// Marks at the R peaks of `SampleRecords.sinus`.
  static let beats = SampleRecords.rPeaks.map { Annotation(sample: $0, symbol: "N") }
  /// The fifth of them in seconds.
  static let fifth = Double(beats[4].sample) / 500

  /// Writes a record with annotations.
  static func write(
    _ program: Program, _ name: String, beats: [Annotation] = beats, suffix: String = "atr",
    _ recording: Recording = SampleRecords.sinus
  ) throws {
    try program.write(recording, to: name)
    if !beats.isEmpty {
      try AnnotationFile(annotations: beats).write(to: program.path("\(name).\(suffix)"))
    }
  }

  /// The tables of an evaluation without peers.
  static func tables(_ program: Program, _ arguments: String...) throws -> [[String: Any]] {
    let result = try Shell.run(
      Program.path, ["measure", "--evaluate", ".", "--without-peers", "--json"] + arguments,
      in: program.folder)
    #expect(result.status == 0, "\(result.standardError)")
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(result.standardOutput.utf8)) as? [String: Any])
    return try #require(report["peaks"] as? [[String: Any]])
  }

  /// TP, FP, FN of this package's detector in all records of a table.
  static func pooled(_ table: [String: Any], _ detector: String = "ecgsim") throws -> [Int] {
    let pooled = try #require(table["pooled"] as? [String: [String: Any]])
    let counts = try #require(pooled[detector], "\(pooled.keys)")
    return ["truePositives", "falsePositives", "falseNegatives"].compactMap { counts[$0] as? Int }
  }

  @Test func beatsAreComparedWithAnnotations() throws {
    try Program.inFolder { program in
      try Self.write(program, "right")
      // One beat not annotated, and an annotation without a beat.
      var wrong = Self.beats
      wrong.remove(at: 4)
      wrong[6].sample += 240
      try Self.write(program, "wrong", beats: wrong)
      let table = try #require(try Self.tables(program).first)
      #expect(try Self.pooled(table) == [18, 2, 1])
      let records = try #require(table["records"] as? [[String: Any]])
      #expect(records.compactMap { $0["record"] as? String } == ["right", "wrong"])
      let disagreements = try #require(table["disagreements"] as? [[String: Any]])
      #expect(disagreements.compactMap { $0["kind"] as? String } == ["extra", "extra", "missed"])
      let seconds = disagreements.compactMap { $0["seconds"] as? Double }
      let moved = Double(Self.beats[7].sample) / 500
      for (a, b) in zip(seconds, [Self.fifth, moved, moved + 0.48]) { #expect(abs(a - b) < 0.01) }
      let said = try program.run("measure", "--evaluate", ".", "--without-peers")
      #expect(said.contains("within 150 ms of the beats annotated in .atr"))
      #expect(said.contains("all 2, ecgsim     19  18   2   1   94.74   90.00"), "\(said)")
      #expect(said.contains("\nwrong: missed at "), "\(said)")
      #expect(said.contains(" s; extra at "))
      #expect(said.contains("XQRS absent: not asked for"))
    }
  }

  @Test func fibrillationIsLeftOut() throws {
    try Program.inFolder { program in
      var marks = Self.beats
      marks[3] = Annotation(sample: marks[3].sample - 100, symbol: "[")
      marks[5] = Annotation(sample: marks[5].sample + 100, symbol: "]")
      marks.remove(at: 4)
      try Self.write(program, "record", beats: marks)
      #expect(try Self.pooled(try #require(try Self.tables(program).first)) == [7, 0, 0])
    }
  }

  @Test func complexesMarkedLeadByLeadAreJoined() throws {
    try Program.inFolder { program in
      try program.write(SampleRecords.sinus, to: "record")
      for lead in Lead.allCases {
        // All but three leads lack the last beat, and one has a complex too many.
        let count = [.I, .II, .III].contains(lead) ? 10 : 9
        var marks = Self.beats.prefix(count).flatMap { beat in
          [
            Annotation(sample: beat.sample - 20, symbol: "(", number: 1), beat,
            Annotation(sample: beat.sample + 20, symbol: ")", number: 1),
          ]
        }
        if lead == .V1 { marks.insert(Annotation(sample: 50, symbol: "N"), at: 0) }
        try AnnotationFile(annotations: Array(marks))
          .write(to: program.path("record.\(lead.rawValue.lowercased())"))
      }
      let table = try #require(try Self.tables(program).first)
      // The last beat lies after the last that half of the leads mark.
      #expect(try Self.pooled(table) == [9, 0, 0])
      #expect((table["reference"] as? String)?.contains("half of the leads") == true)
    }
  }

  @Test func recordsLeadsAndFoldersAreTold() throws {
    try Program.inFolder { program in
      try FileManager.default.createDirectory(
        at: program.folder.appending(path: "sub"), withIntermediateDirectories: true)
      try Self.write(program, "one")
      try Self.write(program, "two")
      try Self.write(program, "sub/three")
      let all = try Self.tables(program)
      #expect(all.map { ($0["records"] as? [Any])?.count } == [2, 1])
      let one = try Self.tables(program, "--records", "two")
      #expect(try one.map { try Self.pooled($0) } == [[10, 0, 0]])
      let leads = try Self.tables(program, "--records", "one", "--leads", "V6,aVR")
      #expect(try leads.map { try Self.pooled($0) } == [[10, 0, 0]])
      var few = SampleRecords.sinus
      few.channels.removeAll { $0.lead == .V6 }
      try Self.write(program, "few", few)
      let skipped = try Self.tables(program, "--leads", "V6").first?["skipped"] as? [String: String]
      #expect(skipped == ["few": "it has no lead V6"])
    }
  }

  @Test func recordsThatCannotBeReadAreSkippedWithTheReason() throws {
    try Program.inFolder { program in
      for name in ["good", "bad", "marked"] { try Self.write(program, name) }
      try program.bytes("bad.dat").prefix(1000).write(to: program.folder.appending(path: "bad.dat"))
      try program.bytes("marked.atr").prefix(3)
        .write(to: program.folder.appending(path: "marked.atr"))
      let table = try #require(try Self.tables(program).first)
      #expect(try Self.pooled(table) == [10, 0, 0])
      #expect((table["skipped"] as? [String: String])?["marked"]?.contains("marked.atr") == true)
      #expect((table["skipped"] as? [String: String])?["bad"]?.contains("byte 1000") == true)
      let said = try program.run("measure", "--evaluate", ".", "--without-peers")
      #expect(said.contains("skipped bad:"))
    }
  }

  @Test func annotatorNamesAnotherFile() throws {
    try Program.inFolder { program in
      try Self.write(program, "record")
      try AnnotationFile(annotations: Array(Self.beats.prefix(4)))
        .write(to: program.path("record.man"))
      let table = try #require(try Self.tables(program, "--annotator", "man").first)
      #expect(try Self.pooled(table) == [4, 6, 0])
      #expect((table["reference"] as? String)?.contains(".man") == true)
    }
  }

  /// Noise of ten seconds at 500 Hz in twelve signals.
  static func noise(samplingRate: Double = 500) -> Recording {
    var state: UInt64 = 1
    func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 33) / Double(UInt32.max) - 0.25
    }
    return Recording(
      name: "noise", samplingRate: samplingRate,
      channels: (0..<12).map { index in
        Channel(name: "noise\(index)", millivolts: (0..<5000).map { _ in next() })
      })
  }

  @Test func noiseIsAddedAtTheRatioAskedFor() throws {
    try Program.inFolder { program in
      try Self.write(program, "record")
      let folder = program.folder.deletingLastPathComponent()
      let noise = folder.appending(path: "noise-\(UUID().uuidString)").path
      try RecordWriter.write(Self.noise(), to: noise, as: .wfdb)
      defer {
        for ending in ["hea", "dat"] {
          try? FileManager.default.removeItem(atPath: "\(noise).\(ending)")
        }
      }
      let quiet = try #require(
        try Self.tables(program, "--noise", noise, "--snr", "40").first)
      #expect(try Self.pooled(quiet) == [10, 0, 0])
      #expect((quiet["noise"] as? String)?.contains("40.0 dB throughout") == true)
      // Forty decibels below the noise nothing of the beats is left to be found at their places.
      let loud = try #require(
        try Self.tables(program, "--noise", noise, "--snr", "-40").first)
      #expect(try Self.pooled(loud)[0] < 10)
      try program.fails(
        [
          "measure", "--evaluate", ".", "--noise", noise, "--snr", "-40", "--without-peers",
          "--noise-pattern", "alternating",
        ], 65, saying: ["no record can be judged", "ends before alternating noise begins"])
    }
  }

  @Test func noiseOfAnotherRateFitsNoRecord() throws {
    try Program.inFolder { program in
      try Self.write(program, "record")
      try program.write(Self.noise(samplingRate: 360), to: "noise")
      try program.fails(
        [
          "measure", "--evaluate", ".", "--records", "record", "--noise", "noise", "--snr", "6",
          "--without-peers",
        ], 65, saying: ["no record can be judged", "360.0 samples a second", "500.0"])
    }
  }

  @Test func picturesShowDisagreements() throws {
    try Program.inFolder { program in
      var wrong = Self.beats
      wrong.remove(at: 4)
      try Self.write(program, "wrong", beats: wrong)
      try Self.write(program, "right")
      try program.run(
        "measure", "--evaluate", ".", "--without-peers", "--plot", "pictures/of/beats")
      let pictures = try program.files().filter { $0.hasSuffix(".png") }
      #expect(pictures.count == 1 && pictures[0].hasPrefix("pictures/of/beats/wrong-"))
      #expect(PictureKind.png.holds(try program.bytes(try #require(pictures.first))))
    }
  }

  @Test func withoutAnnotationsAPeerIsNeeded() throws {
    try Program.inFolder { program in
      try program.write(SampleRecords.sinus, to: "plain")
      for (extra, environment) in [
        (["--without-peers"], [:]), ([], ["ECGWORKBENCH_PYTHON": program.path("no-python")]),
      ] {
        try program.fails(
          ["measure", "--evaluate", "."] + extra, 65,
          saying: ["no record can be judged", "plain", "XQRS is absent"],
          environment: environment)
      }
    }
  }

  @Test func absentPeersAreReported() throws {
    try Program.inFolder { program in
      try Self.write(program, "record")
      let result = try Shell.run(
        Program.path, ["measure", "--evaluate", "."],
        environment: ["ECGWORKBENCH_PYTHON": program.path("no-python")], in: program.folder)
      #expect(result.status == 0)
      for peer in ["XQRS", "NeuroKit2"] {
        #expect(result.standardOutput.contains("\(peer) absent: "))
      }
      #expect(result.standardOutput.contains("no-python"))
    }
  }

  @Test(.enabled(if: OraclePython.isPresent, Comment(rawValue: OraclePython.hint)))
  func peersAreComparedInTheSameTable() throws {
    try Program.inFolder { program in
      try Self.write(program, "annotated")
      try FileManager.default.createDirectory(
        at: program.folder.appending(path: "plain"), withIntermediateDirectories: true)
      try program.write(SampleRecords.sinus, to: "plain/plain")
      let result = try Shell.run(
        Program.path, ["measure", "--evaluate", ".", "--json"],
        environment: ["ECGWORKBENCH_PYTHON": try #require(OraclePython.executable).path],
        in: program.folder)
      #expect(result.status == 0, "\(result.standardError)")
      let report = try #require(
        try JSONSerialization.jsonObject(with: Data(result.standardOutput.utf8))
          as? [String: Any])
      let peers = try #require(report["peers"] as? [[String: Any]])
      #expect(peers.compactMap { $0["name"] as? String } == ["XQRS", "NeuroKit2"])
      #expect(peers.allSatisfy { $0["version"] is String && $0["absent"] == nil })
      let tables = try #require(report["peaks"] as? [[String: Any]])
      #expect(tables.count == 2)
      for table in tables {
        let isPlain = (table["folder"] as? String)?.hasSuffix("plain") == true
        #expect((table["reference"] as? String)?.contains("XQRS") == isPlain)
        #expect(table["windowSeconds"] as? Double == (isPlain ? 0.05 : 0.15))
        // Clean sinus rhythm: nobody finds a beat that is not there.
        let others =
          isPlain
          ? ["ecgsim where XQRS works", "ecgsim there, 150 ms", "NeuroKit2"]
          : ["XQRS", "NeuroKit2"]
        for name in others + ["ecgsim"] {
          let counts = try Self.pooled(table, name)
          #expect(counts[0] >= 8, "\(name): \(counts)")
        }
        #expect(try Self.pooled(table)[2] == 0)
      }
    }
  }

  @Test(
    .enabled(if: RealData.isPresent, Comment(rawValue: RealData.hint)),
    .enabled(if: OraclePython.isPresent, Comment(rawValue: OraclePython.hint)))
  func countsAreThoseOfWfdbPython() throws {
    let script = """
      import json, sys, numpy, wfdb
      from wfdb.processing import compare_annotations
      marks = wfdb.rdann(sys.argv[1], "atr")
      beats = [s for s, y in zip(marks.sample, marks.symbol) if y in "NLRBAaJSVrFejnE/fQ?"]
      peaks = json.load(open(sys.argv[2]))["rPeaks"]
      c = compare_annotations(numpy.array(beats), numpy.array(peaks), int(0.15 * marks.fs))
      print(json.dumps([c.tp, c.fp, c.fn]))
      """
    try Program.inFolder { program in
      for name in ["data_84_1", "data_92_4"] {
        let path = RealData.path("cpsc2021-af/\(name)")
        let measured = try Shell.run(Program.path, ["measure", path, "--json"])
        try program.write(measured.standardOutput, to: "\(name).json")
        let theirs = try OraclePython.run(script, [path, program.path("\(name).json")])
        let evaluated = try Shell.run(
          Program.path,
          [
            "measure", "--evaluate", RealData.path("cpsc2021-af"), "--records", name,
            "--without-peers", "--json",
          ])
        let report = try #require(
          try JSONSerialization.jsonObject(with: Data(evaluated.standardOutput.utf8))
            as? [String: Any])
        let ours = try Self.pooled(try #require((report["peaks"] as? [[String: Any]])?.first))
        #expect(try JSONDecoder().decode([Int].self, from: Data(theirs.utf8)) == ours, "\(name)")
        #expect(ours[1] + ours[2] > 0, "a record that tests something")
      }
    }
  }

  static let mistakes = [
    Mistake("measure", 64, "name a record", "--evaluate DIR"),
    Mistake("measure record --evaluate .", 64, "leave out the record 'record'"),
    Mistake("measure --evaluate nosuch", 74, "nosuch"),
    Mistake("measure --evaluate .", 65, "no WFDB record"),
    Mistake("measure record --records a", 64, "--records", "--evaluate"),
    Mistake("measure record --leads II", 64, "--leads", "--evaluate"),
    Mistake("measure record --noise a --snr 3", 64, "--noise", "--evaluate"),
    Mistake("measure record --plot a", 64, "--plot", "--evaluate"),
    Mistake("measure record --without-peers", 64, "--without-peers", "--evaluate"),
    Mistake("measure --evaluate . --noise a", 64, "--noise", "--snr", "belong together"),
    Mistake("measure --evaluate . --snr 6", 64, "--noise", "--snr", "belong together"),
    Mistake("measure --evaluate . --snr loud --noise a", 64, "'loud'"),
    Mistake("measure --evaluate . --snr nan --noise a", 64, "--snr", "nan"),
    Mistake("measure --evaluate . --noise-pattern alternating", 64, "--noise-pattern", "--noise"),
    Mistake("measure --evaluate . --records ,", 64, "--records", "names none"),
    Mistake("measure --evaluate . --noise-pattern never", 64, "never"),
    Mistake("measure --evaluate . --leads XX", 64, "XX"),
  ]

  @Test(arguments: mistakes) func mistakesAreToldInOneLine(mistake: Mistake) throws {
    try mistake.provoke()
  }

  @Test func mistakesAboutRecordsAreTold() throws {
    try Program.inFolder { program in
      try Self.write(program, "record")
      try program.write("a file\n", to: "file")
      let evaluate = ["measure", "--evaluate", ".", "--without-peers"]
      try program.fails(
        evaluate + ["--records", "record,other"], 64, saying: ["--records", "'other'"])
      try program.fails(
        evaluate + ["--noise", "nosuch", "--snr", "6"], 74, saying: ["nosuch.hea"])
      try program.fails(evaluate + ["--plot", "file/below"], 74, saying: ["--plot", "file/below"])
    }
  }
}
