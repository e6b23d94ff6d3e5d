import Electrocardiogram
import Foundation
import RecordFiles
import TestSupport
import Testing

@Suite struct MeasureCommandTests {
  @Test func jsonHoldsPeaksAndWavesOfEveryLead() throws {
    try FitCommandTests.withRecord { program in
      let report = try program.json("measure", "record")
      let peaks = try #require(report["rPeaks"] as? [Int])
      #expect(peaks.count == 10)
      // 60/min at 500 Hz, within a sample.
      for (a, b) in zip(peaks, peaks.dropFirst()) { #expect(abs(b - a - 500) <= 1) }
      let leads = try #require(report["leads"] as? [String: [String: Any]])
      #expect(Set(leads.keys) == Set(Lead.allCases.map(\.rawValue)))
      let waves = try #require(leads["II"]?["waves"] as? [String: [Any]])
      #expect(Set(waves.keys) == ["P", "QRS", "T"])
      for (name, marks) in waves {
        #expect(marks.count == peaks.count)
        let whole = marks.compactMap { $0 as? [String: Int] }
        #expect(whole.count >= 8, "\(name)")
        for wave in whole {
          #expect(Set(wave.keys).isSubset(of: ["onset", "peak", "offset"]))
          let (onset, peak, offset) = (wave["onset"] ?? 0, wave["peak"] ?? 0, wave["offset"] ?? 0)
          #expect(onset <= peak && peak <= offset && onset < offset, "\(name) \(wave)")
        }
      }
      let rate = (report["quantities"] as? [String: [String: Any]])?["heartRate"]
      #expect(abs((rate?["value"] as? Double ?? 0) - 60) < 0.1)
      #expect(rate?["unit"] as? String == "1/min")
    }
  }

  @Test func jsonKeysAreSortedAndQuietSaysNothing() throws {
    try FitCommandTests.withRecord { program in
      let text = try program.run("measure", "record", "--json")
      let keys = text.jsonKeys(behind: 2)
      #expect(keys == keys.sorted() && keys.contains("rPeaks"))
      let quiet = try program.run("measure", "record", "--quiet")
      #expect(quiet.isEmpty)
    }
  }

  @Test func theReportForPeopleStatesBeatsAndIntervals() throws {
    try FitCommandTests.withRecord { program in
      let said = try program.run("measure", "record")
      #expect(said.contains("10 beats at 500 Hz"))
      #expect(said.contains("qrsDuration") && said.contains("aVF"))
    }
  }

  /// Amplitude of R in lead II in a report.
  func rAmplitude(_ report: [String: Any]) throws -> Double {
    let two = try #require((report["leads"] as? [String: [String: Any]])?["II"])
    let quantities = try #require(two["quantities"] as? [String: [String: Any]])
    return try #require(quantities["rAmplitude"]?["value"] as? Double)
  }

  @Test func theGainInPlaceOfTheFilesOwnScalesAmplitudes() throws {
    try FitCommandTests.withRecord { program in
      let own = try rAmplitude(try program.json("measure", "record"))
      let half = try rAmplitude(
        try program.json("measure", "record", "--units-per-millivolt", "2000"))
      #expect((0.5...2).contains(own))
      // Boundaries may move by a sample with the size; the peak's height does not.
      #expect(abs(half - own / 2) < 0.01)
    }
  }

  @Test func theSamplingRateOfAnArrayMustBeGivenAndCounts() throws {
    try FitCommandTests.withRecord { program in
      try program.write(SampleRecords.sinus, to: "record.npy", as: .npy)
      try program.fails(
        ["measure", "record.npy"], 65, saying: ["record.npy", "--record-sampling-rate"])
      func rate(_ hertz: String) throws -> Double {
        let report = try program.json("measure", "record.npy", "--record-sampling-rate", hertz)
        #expect(report["samplingRate"] as? Double == Double(hertz))
        let quantities = try #require(report["quantities"] as? [String: [String: Any]])
        return try #require(quantities["heartRate"]?["value"] as? Double)
      }
      let (right, slower) = (try rate("500"), try rate("400"))
      #expect(abs(right - 60) < 0.1 && abs(slower - 48) < 0.1)
    }
  }

  @Test func annotationsAreReadFromTheFileNamed() throws {
    try FitCommandTests.withRecord { program in
      var marked = SampleRecords.sinus
      marked.annotations = [Annotation(sample: 100, symbol: "N")]
      try program.write(marked, to: "marked")
      try FileManager.default.moveItem(
        atPath: program.path("marked.atr"), toPath: program.path("marked.q1c"))
      try program.run("measure", "marked", "--annotator", "q1c")
      try program.fails(
        ["measure", "marked", "--annotator", "qrs"], 74, saying: ["marked.qrs", "check"])
      try program.write("no annotations", to: "marked.qrs")
      try program.fails(["measure", "marked", "--annotator", "qrs"], 65, saying: ["marked.qrs"])
    }
  }

  @Test(.enabled(if: RealData.isPresent, Comment(rawValue: RealData.hint)))
  func realPeaksAreFound() throws {
    try Program.inFolder { program in
      let report = try program.json(
        "measure", RealData.path("ptb-xl/records500/00000/00001_hr"))
      // Ten seconds at 64/min.
      #expect((report["rPeaks"] as? [Int])?.count == 11)
    }
  }

  static let mistakes = [
    Mistake("measure", 64, "name a record", "see 'ecgsim measure --help'"),
    Mistake("measure nosuch", 74, "nosuch.hea", "check the path"),
    Mistake("measure nosuch.csv", 74, "nosuch.csv", "check the path"),
    Mistake("measure record.edf", 74, "record.edf", "check the path"),
    Mistake("measure record.dat", 65, "record.dat", "without ending"),
    Mistake("measure record --units-per-millivolt -1", 64, "--units-per-millivolt", "-1"),
    Mistake("measure record --units-per-millivolt nan", 64, "--units-per-millivolt", "nan"),
    Mistake("measure record --units-per-millivolt ten", 64, "'ten'"),
    Mistake("measure record --record-sampling-rate 0", 64, "--record-sampling-rate"),
    Mistake("measure record --record-sampling-rate inf", 64, "--record-sampling-rate"),
    Mistake("measure record --record-sampling-rate x", 64, "'x'", "--record-sampling-rate"),
    Mistake("measure broken", 65, "broken.hea:1"),
    Mistake("measure cut", 65, "cut.dat, byte 1000", "fetch"),
    Mistake("measure changed", 65, "changed.dat", "checksum"),
    Mistake("measure table.csv", 65, "table.csv:3"),
  ]

  @Test func mistakesAreToldInOneLine() throws {
    try FitCommandTests.withRecord { program in
      try program.write("this is no header\n", to: "broken.hea")
      try program.write(SampleRecords.sinus, to: "cut")
      try program.bytes("cut.dat").prefix(1000).write(to: program.folder.appending(path: "cut.dat"))
      try program.write(SampleRecords.sinus, to: "changed")
      var bytes = try program.bytes("changed.dat")
      bytes[500] ^= 1
      try bytes.write(to: program.folder.appending(path: "changed.dat"))
      try program.write("time,II\n0,1\n0.002,high\n", to: "table.csv")
      for mistake in Self.mistakes {
        try program.fails(mistake.arguments, mistake.status, saying: mistake.words)
      }
    }
  }

  @Test func aRecordWithoutBeatsIsMeasuredAsSuch() throws {
    try Program.inFolder { program in
      try program.write(SampleRecords.flat, to: "flat")
      let said = try program.run("measure", "flat")
      #expect(said == "flat: 0 beats at 500 Hz, 0 pacing pulses\n")
      #expect((try program.json("measure", "flat")["rPeaks"] as? [Int]) == [])
    }
  }

  /// What needs a beat says that there is none.
  @Test(arguments: ["fit", "demo"])
  func fitsRefuseRecordsWithoutWholeBeats(command: String) throws {
    try Program.inFolder { program in
      try program.write(SampleRecords.flat, to: "flat")
      try program.write(SampleRecords.start(0.2), to: "short")
      try program.fails([command, "flat"], 65, saying: ["'flat'", "no QRS complex"])
      try program.fails([command, "short"], 65, saying: ["'short'", "longer record"])
      try program.fails([command, "nosuch"], 74, saying: ["nosuch.hea"])
    }
  }
}
