import Foundation
import RecordFiles
import TestSupport
import Testing

/// Many beats: made on threads, written as they are made.
@Suite struct BeatStreamTests {
  @Test func anyNumberOfThreadsGivesTheSameBytes() throws {
    try Program.inFolder { program in
      // More than one round of blocks, the last one not full.
      for jobs in ["1", "2", "3"] {
        try program.run(
          "beat", "sinus-rhythm", "stemi-anterior", "--heart-rate", "80", "--count", "333",
          "--leads", "II", "--sampling-rate", "100", "--seed", "9", "--jobs", jobs, "--output",
          "\(jobs).npy")
      }
      for name in ["npy", "truth.json"] {
        let (one, two, three) = (
          try program.bytes("1.\(name)"), try program.bytes("2.\(name)"),
          try program.bytes("3.\(name)")
        )
        #expect(one == two && one == three)
      }
      #expect(try NPYArray.read(program.path("1.npy")).shape == [666, 1, 75])
      // Each beat depends on its number alone: the first is the first of any number.
      try program.run(
        "beat", "sinus-rhythm", "--heart-rate", "80", "--leads", "II", "--sampling-rate", "100",
        "--seed", "9", "--output", "first.npy")
      let first = try NPYArray.read(program.path("first.npy")).values
      let all = try NPYArray.read(program.path("1.npy")).values
      #expect(Array(all.prefix(75)) == first)
      let beats = stride(from: 0, to: all.count, by: 75).map { Array(all[$0..<$0 + 75]) }
      #expect(Set(beats).count == 666)
    }
  }

  /// Text that is put together from pieces must be what the encoder makes of the whole.
  @Test func piecesOfJSONMakeTheWhole() throws {
    try Program.inFolder { program in
      try program.run(
        "beat", "ventricular-pacing", "--count", "3", "--leads", "V1", "--sampling-rate", "100",
        "--seed", "2", "--output", "beats.json")
      let printed = try program.run(
        "beat", "ventricular-pacing", "--count", "3", "--leads", "V1", "--sampling-rate", "100",
        "--seed", "2", "--output", "beats.npy", "--json")
      let written = try program.text("beats.json")
      #expect(printed == written)
      // The encoder makes an array of one beat whole; three of them are it and two more.
      let alone = try program.run(
        "beat", "ventricular-pacing", "--leads", "V1", "--sampling-rate", "100", "--seed", "2",
        "--json")
      #expect(written.hasPrefix(alone.dropLast("\n]\n".count) + ",\n  {\n"))
      #expect(written.hasSuffix("\n  }\n]\n"))
      let beats = try JSONSerialization.jsonObject(with: Data(written.utf8)) as? [NSDictionary]
      let truth = try program.document("beats.truth.json")
      #expect(beats?.count == 3)
      #expect(
        beats?.compactMap { $0["truth"] as? NSDictionary } == truth["beats"] as? [NSDictionary])
      let text = try program.text("beats.truth.json")
      #expect(!text.contains(" \n"), "no line ends with blanks")
      let keys = text.jsonKeys(behind: 2)
      #expect(keys == keys.sorted() && keys.count == truth.count)
    }
  }

  /// 100 beats of 12 leads at 50 kHz are 410 MB as doubles, which are not there.
  @Test func memoryDoesNotHoldTheBeats() throws {
    try Program.inFolder { program in
      let command =
        "ulimit -d 250000; exec \"$0\" beat sinus-rhythm --sampling-rate 50000 --count 100 --jobs 1 "
        + "--seed 1 --output many.npy"
      let result = try Shell.run("/bin/bash", ["-c", command, Program.path], in: program.folder)
      #expect(result.status == 0, "\(result.standardError)")
      let size = try FileManager.default.attributesOfItem(atPath: program.path("many.npy"))[.size]
      #expect((size as? Int ?? 0) > 200_000_000)
    }
  }

  @Test func anUnwritableTruthLeavesNothing() throws {
    try Program.inFolder { program in
      try FileManager.default.createDirectory(
        atPath: program.path("a.truth.json/in"), withIntermediateDirectories: true)
      try program.fails(
        ["beat", "sinus-rhythm", "--count", "2", "--output", "a.npy"], 74,
        saying: ["a.truth.json"])
    }
  }

  @Test func aTableThatCannotBeReplacedLeavesNothing() throws {
    try Program.inFolder { program in
      try FileManager.default.createDirectory(
        atPath: program.path("a-3.csv"), withIntermediateDirectories: false)
      try program.fails(
        ["beat", "sinus-rhythm", "--count", "3", "--output", "a.csv"], 74,
        saying: ["a-3.csv", "is a folder"])
    }
  }

  static let mistakes = [
    Mistake(
      "beat sinus-rhythm --count 3 --output a.csv --plot a.png --plot-data a-2.csv", 64, "a-2.csv",
      "two outputs"),
    Mistake("beat sinus-rhythm --jobs 0", 64, "--jobs", "1 to 256"),
    Mistake("beat sinus-rhythm --jobs many", 64, "'many'", "--jobs"),
  ]

  @Test(arguments: mistakes) func mistakesAreToldInOneLine(mistake: Mistake) throws {
    try mistake.provoke()
  }
}
