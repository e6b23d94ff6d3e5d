import Electrocardiogram
import Foundation
import RecordFiles
import TestSupport
import Testing

@Suite struct BeatCommandTests {
  /// The first beat of a JSON file.
  static func beat(_ program: Program, _ name: String) throws -> [String: Any] {
    let beats = try JSONSerialization.jsonObject(with: try program.bytes(name))
    return try #require((beats as? [[String: Any]])?.first)
  }

  /// RR interval, QRS duration and sample count of a beat, in seconds.
  static func measures(
    _ beat: [String: Any]
  ) throws -> (rr: Double, qrs: Double, pr: Double, samples: Int) {
    let truth = try #require(beat["truth"] as? [String: Any])
    let first = try #require((truth["beats"] as? [[String: Any]])?.first)
    let qrs = try #require(first["qrs"] as? [String: Double])
    let p = try #require((truth["pWaves"] as? [[String: Double]])?.first)
    let (onset, offset) = (try #require(qrs["onset"]), try #require(qrs["offset"]))
    let rate = try #require(beat["heartRatePerMinute"] as? Double)
    let rows = try #require(beat["millivolts"] as? [[Double]])
    return (60 / rate, offset - onset, onset - (try #require(p["onset"])), rows[0].count)
  }

  @Test func leadsAreThoseAskedForInTheOrderAskedFor() throws {
    try Program.inFolder { program in
      try program.run(
        "beat", "sinus-rhythm", "--seed", "1", "--leads", "V1,II", "--output", "two.csv")
      try program.run("beat", "sinus-rhythm", "--seed", "1", "--output", "all.csv")
      let two = try RecordReader.read(program.path("two.csv"))
      let all = try RecordReader.read(program.path("all.csv"))
      #expect(two.channels.map(\.name) == ["V1", "II"])
      #expect(all.channels.map(\.lead) == Lead.allCases)
      #expect(two.millivolts(of: .V1) == all.millivolts(of: .V1))
      #expect(two.millivolts(of: .II) == all.millivolts(of: .II))
      #expect(two.millivolts(of: .II) != two.millivolts(of: .V1))
    }
  }

  @Test func heartRateChangesRRAndLeavesQRSAlone() throws {
    try Program.inFolder { program in
      for rate in ["60", "90"] {
        try program.run(
          "beat", "sinus-rhythm", "--no-variation", "--heart-rate", rate, "--output",
          "\(rate).json")
      }
      let slow = try Self.measures(try Self.beat(program, "60.json"))
      let fast = try Self.measures(try Self.beat(program, "90.json"))
      #expect(slow.samples == 500 && fast.samples == 333)
      #expect(abs(slow.rr - 1) < 1e-12 && abs(fast.rr - 60.0 / 90) < 1e-12)
      // The waves of a heart keep their times; a millisecond is half a sample.
      #expect(abs(slow.qrs - fast.qrs) < 0.001)
      #expect((0.07...0.11).contains(slow.qrs))
      // Without the option the rhythm's own rate is taken.
      try program.run("beat", "sinus-rhythm", "--no-variation", "--output", "own.json")
      #expect(try Self.measures(try Self.beat(program, "own.json")).samples == 429)
    }
  }

  @Test func samplingRateChangesTheNumberOfSamplesAndNotTheBeat() throws {
    try Program.inFolder { program in
      for rate in ["250", "1000"] {
        try program.run(
          "beat", "sinus-rhythm", "--seed", "1", "--heart-rate", "60", "--sampling-rate", rate,
          "--output", "\(rate).csv")
      }
      let coarse = try RecordReader.read(program.path("250.csv"))
      let fine = try RecordReader.read(program.path("1000.csv"))
      #expect(coarse.sampleCount == 250 && coarse.samplingRate == 250)
      #expect(fine.sampleCount == 1000 && fine.samplingRate == 1000)
      let (a, b) = (
        try #require(coarse.millivolts(of: .II)), try #require(fine.millivolts(of: .II))
      )
      let worst = a.indices.map { abs(a[$0] - b[4 * $0]) }.max() ?? 1
      // Single precision and six decimals in the file.
      #expect(worst < 2e-6)
    }
  }

  @Test func countMakesSoManyDifferentBeats() throws {
    try Program.inFolder { program in
      try program.run(
        "beat", "sinus-rhythm", "stemi-anterior", "--heart-rate", "70", "--count", "3", "--leads",
        "I,II", "--seed", "5", "--output", "beats.npy")
      let array = try NPYArray.read(program.path("beats.npy"))
      #expect(array.shape == [6, 2, 429])
      let beats = (0..<6).map { Array(array.values[$0 * 858..<($0 + 1) * 858]) }
      #expect(Set(beats).count == 6)
      let truth = try program.document("beats.truth.json")
      #expect(
        (truth["beats"] as? [[String: Any]])?.map { $0["rhythm"] as? String } == [
          "sinus-rhythm", "sinus-rhythm", "sinus-rhythm", "stemi-anterior", "stemi-anterior",
          "stemi-anterior",
        ])
      #expect(truth["seed"] as? Int == 5)
      #expect(truth["leads"] as? [String] == ["I", "II"])
      #expect(truth["samplingRate"] as? Double == 500)
      #expect(truth["notice"] as? String == "synthetic, not for diagnosis")
      // Tables take one beat each.
      try program.run(
        "beat", "sinus-rhythm", "--count", "2", "--seed", "5", "--output", "table.csv")
      let tables = try program.files().filter { $0.hasPrefix("table") }
      #expect(
        tables == ["table-1.csv", "table-1.truth.json", "table-2.csv", "table-2.truth.json"])
    }
  }

  @Test func aSeedGivesTheSameBytesAndAnotherSeedOthers() throws {
    try Program.inFolder { program in
      func make(_ name: String, seed: String) throws -> [Data] {
        var files: [Data] = []
        for ending in ["csv", "npy", "json"] {
          try program.run(
            "beat", "sinus-rhythm", "--seed", seed, "--leads", "II,V1", "--output",
            "\(name).\(ending)", "--plot", "\(name).\(ending).svg")
          files += [
            try program.bytes("\(name).\(ending)"), try program.bytes("\(name).\(ending).svg"),
          ]
          if ending != "json" { files.append(try program.bytes("\(name).truth.json")) }
        }
        return files
      }
      let (a, b, c) = (
        try make("a", seed: "7"), try make("b", seed: "7"), try make("c", seed: "8")
      )
      #expect(a == b)
      for (mine, other) in zip(a, c) { #expect(mine != other) }
    }
  }

  @Test func aSeedThatNobodyGaveIsPrintedAndMakesTheBeatAgain() throws {
    try Program.inFolder { program in
      let said = try program.run("beat", "sinus-rhythm", "--output", "drawn.json")
      let seed = try #require(said.firstMatch(of: /seed ([0-9]+),/)?.output.1)
      try program.run("beat", "sinus-rhythm", "--seed", String(seed), "--output", "again.json")
      try program.run("beat", "sinus-rhythm", "--output", "other.json")
      let (drawn, again) = (try program.bytes("drawn.json"), try program.bytes("again.json"))
      #expect(drawn == again)
      let other = try program.bytes("other.json")
      #expect(drawn != other)
    }
  }

  @Test func bothSolversGiveTheSameBeatAndSayWhichTheyAre() throws {
    try Program.inFolder { program in
      let batch = try program.run(
        "beat", "sinus-rhythm", "--seed", "4", "--solver", "batch", "--output", "batch.npy")
      let reference = try program.run(
        "beat", "sinus-rhythm", "--seed", "4", "--solver", "cvodes", "--output", "cvodes.npy")
      let (a, b) = (
        try NPYArray.read(program.path("batch.npy")).values,
        try NPYArray.read(program.path("cvodes.npy")).values
      )
      #expect(a.count == b.count && a != b)
      // The batch engine's bound against CVODES.
      #expect((zip(a, b).map { abs($0 - $1) }.max() ?? 1) < 1e-4)
      #expect(batch.contains("exact flow") && !batch.contains("CVODES"))
      #expect(reference.contains("CVODES"))
    }
  }

  @Test func withoutVariationEveryBeatIsTheRhythmsOwn() throws {
    try Program.inFolder { program in
      try program.run(
        "beat", "sinus-rhythm", "--no-variation", "--count", "2", "--seed", "1", "--output",
        "own.npy")
      try program.run(
        "beat", "sinus-rhythm", "--variation", "--seed", "1", "--output", "varied.npy")
      let own = try NPYArray.read(program.path("own.npy")).values
      let (first, second) = (own.prefix(own.count / 2), own.suffix(own.count / 2))
      #expect(first.elementsEqual(second))
      #expect(!first.elementsEqual(try NPYArray.read(program.path("varied.npy")).values))
    }
  }

  @Test func everyKindOfOutputHoldsTheSameBeat() throws {
    try Program.inFolder { program in
      for ending in ["csv", "npy", "json"] {
        try program.run("beat", "sinus-rhythm", "--seed", "2", "--output", "beat.\(ending)")
      }
      let json = try Self.beat(program, "beat.json")
      let rows = try #require(json["millivolts"] as? [[Double]])
      #expect(json["leads"] as? [String] == Lead.allCases.map(\.rawValue))
      #expect(json["seed"] as? Int == 2)
      #expect(json["notice"] as? String == "synthetic, not for diagnosis")
      let table = try RecordReader.read(program.path("beat.csv"))
      let array = try NPYArray.read(program.path("beat.npy"))
      #expect(array.shape == [1, 12, table.sampleCount])
      // The batch engine's samples are single precision; Foundation reads the last digit of a
      // double differently.
      let differing = zip(array.values, rows.joined()).count { Float($0) != Float($1) }
      #expect(differing == 0)
      // Six decimals, of which the limb leads' laws may cost half a unit more.
      for (row, channel) in zip(rows, table.channels) {
        #expect((zip(row, channel.millivolts).map { abs($0 - $1) }.max() ?? 1) <= 1.01e-6)
      }
      let truth = try #require(json["truth"] as? NSDictionary)
      let beside = try program.document("beat.truth.json")["beats"] as? [NSDictionary]
      #expect(beside == [truth])
    }
  }

  @Test(.enabled(if: OraclePython.isPresent, Comment(rawValue: OraclePython.hint)))
  func numpyReadsTheArrayAndTheTable() throws {
    try Program.inFolder { program in
      for ending in ["csv", "npy"] {
        try program.run("beat", "sinus-rhythm", "--seed", "2", "--output", "beat.\(ending)")
      }
      let script = """
        import sys, numpy
        a = numpy.load(sys.argv[1])
        lines = [line for line in open(sys.argv[2]) if line[0] != "#"]
        b = numpy.genfromtxt(lines, delimiter=",", names=True)
        worst = max(abs(a[0, i] - b[n]).max() for i, n in enumerate(b.dtype.names[1:]))
        print(a.dtype, *a.shape, ",".join(b.dtype.names[1:]), worst)
        """
      let words = try OraclePython.run(
        script, [program.path("beat.npy"), program.path("beat.csv")]
      ).split(whereSeparator: \.isWhitespace)
      try #require(words.count == 6)
      #expect(words[0] == "float32" && words[1...3] == ["1", "12", "429"])
      #expect(words[4] == Lead.allCases.map(\.rawValue).joined(separator: ","))
      // As above, and single precision of up to two millivolts in the array.
      #expect((Double(words[5]) ?? 1) < 1.2e-6)
    }
  }

  @Test(arguments: PictureKind.allCases)
  func plotsAreOfTheKindThatTheirEndingSays(kind: PictureKind) throws {
    try Program.inFolder { program in
      let said = try program.run(
        "beat", "sinus-rhythm", "--seed", "1", "--leads", "II", "--plot", "beat.\(kind)")
      #expect(said.contains("wrote beat.\(kind)"))
      #expect(kind.holds(try program.bytes("beat.\(kind)")))
      #expect(try program.files() == ["beat.\(kind)"])
    }
  }

  @Test func theDataOfAPlotIsDrawnAgainByHand() throws {
    try Program.inFolder { program in
      try program.run(
        "beat", "sinus-rhythm", "--seed", "1", "--leads", "II", "--plot", "beat.svg",
        "--plot-data", "beat.dat")
      try program.drawsByHand("beat.dat", with: "beat.gp", to: .svg)
    }
  }

  @Test func jsonIsAnArrayWithSortedKeys() throws {
    try Program.inFolder { program in
      let text = try program.run("beat", "sinus-rhythm", "--seed", "1", "--leads", "II", "--json")
      let beats = try #require(
        try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
      #expect(beats.count == 1)
      // Keys of the outermost object stand in the fourth column.
      let keys = text.jsonKeys(behind: 4)
      #expect(keys == keys.sorted() && keys.count == beats[0].count)
    }
  }

  @Test func quietPrintsNothingButTheJSONAskedFor() throws {
    try Program.inFolder { program in
      let (plain, json) = (
        try program.run("beat", "sinus-rhythm", "--quiet", "--output", "a.csv"),
        try program.run("beat", "sinus-rhythm", "--quiet", "--json")
      )
      #expect(plain.isEmpty && json.hasPrefix("["))
      #expect(try program.files() == ["a.csv", "a.truth.json"])
    }
  }

  @Test func anExistingFileIsReplacedAndNothingElseIsLeft() throws {
    try Program.inFolder { program in
      try program.write("old", to: "a.csv")
      try program.run("beat", "sinus-rhythm", "--output", "a.csv")
      #expect(try program.text("a.csv").hasPrefix("# record: sinus-rhythm\n"))
      #expect(try program.files() == ["a.csv", "a.truth.json"])
    }
  }
}
