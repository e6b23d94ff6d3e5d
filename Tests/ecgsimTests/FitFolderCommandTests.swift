import Foundation
import RecordFiles
import TestSupport
import Testing

/// `fit` of a folder: a file for each record, and sheets of pairs.
@Suite struct FitFolderCommandTests {
  @Test func aFolderIsFittedRecordByRecord() throws {
    try FitCommandTests.withRecord { program in
      try FileManager.default.createDirectory(
        at: program.folder.appending(path: "records/deeper"), withIntermediateDirectories: true)
      try program.write(SampleRecords.sinus, to: "records/a")
      try program.write(SampleRecords.sinus, to: "records/deeper/b")
      try program.write(SampleRecords.flat, to: "records/flat")
      let said = try program.run("fit", "records", "--leads", "II", "--kernels", "3")
      #expect(said.contains("2 records, 2 beats, lead model"))
      #expect(said.contains("kernels: median 3,"))
      #expect(said.contains("(2)") && said.contains("skipped 1 of 3") && said.contains("flat"))
      let result = try program.json("fit", "records", "--leads", "II", "--kernels", "3")
      #expect(((result["prd"] as? [String: Any])?["count"] as? Int) == 2)
      // Twelve pairs need twelve records.
      try program.fails(
        ["fit", "records", "--leads", "II", "--kernels", "3", "--plot", "pairs.png"], 65,
        saying: ["12 records", "2"])
      try program.fails(
        ["fit", "records", "--output", "fit.json"], 64, saying: ["--output", "folder", ".npz"])
      try program.fails(
        ["fit", "records", "--model", "dipole", "--plot", "p.png"], 64, saying: ["--model dipole"])
    }
  }

  @Test func pairsOfAFolderAreDrawnInAnOrderThatTheSeedDecides() throws {
    try Program.inFolder { program in
      try FileManager.default.createDirectory(
        atPath: program.path("many"), withIntermediateDirectories: false)
      for number in 1...12 { try program.write(SampleRecords.start(4), to: "many/r\(number)") }
      func key(_ seed: String) throws -> Data {
        try program.run(
          "fit", "many", "--leads", "II", "--kernels", "2", "--seed", seed, "--plot", "pairs.svg")
        #expect(PictureKind.svg.holds(try program.bytes("pairs.svg")))
        return try program.bytes("pairs.svg.key.json")
      }
      let (first, again, other) = (try key("1"), try key("1"), try key("2"))
      #expect(first == again && first != other)
      let answers = try #require(
        try JSONSerialization.jsonObject(with: first) as? [[String: Any]])
      #expect(answers.compactMap { $0["number"] as? Int } == Array(1...12))
      #expect(Set(answers.compactMap { $0["record"] as? String }).count == 12)
      #expect(Set(answers.compactMap { $0["real"] as? String }).count == 2)
      #expect(Set(answers.compactMap { $0["lead"] as? String }) == ["II"])
    }
  }
}
