import Electrocardiogram
import Foundation
import RecordFiles
import TestSupport
import Testing

@Suite struct LeadsCommandTests {
  /// A folder with a record of twelve leads, and one of I, II and V2.
  static func inFolder<Result>(_ body: (Program) throws -> Result) throws -> Result {
    try Program.inFolder { program in
      try program.write(SampleRecords.sinus, to: "twelve")
      var three = SampleRecords.sinus
      three.channels = three.channels.filter { [.I, .II, .V2].contains($0.lead) }
      try program.write(three, to: "three")
      return try body(program)
    }
  }

  @Test func threeLeadsBecomeTwelve() throws {
    try Self.inFolder { program in
      let said = try program.run("leads", "three", "--projection", "dower", "--output", "made.csv")
      #expect(
        said.contains("twelve leads from I,II,V2 by dower") && said.contains("wrote made.csv"))
      let made = try RecordReader.read(program.path("made.csv"))
      #expect(made.channels.compactMap(\.lead) == Lead.allCases)
      // The record was simulated through Dower's matrix and is written with 1 µV a unit, which the
      // way back through I, II and V2 enlarges.
      for lead in Lead.allCases {
        let (a, b) = (
          made.millivolts(of: lead) ?? [], SampleRecords.sinus.millivolts(of: lead) ?? []
        )
        #expect(a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) < 0.005 }, "\(lead)")
      }
    }
  }

  @Test func aWholeRecordTellsHowFarTheReconstructionIsOff() throws {
    try Self.inFolder { program in
      for (projection, limit) in [("dower", 0.005), ("delays", 1.0)] {
        let text = try program.run("leads", "twelve", "--projection", projection, "--json")
        let report = try #require(
          try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let leads = try #require(report["leads"] as? [[String: Any]])
        #expect(leads.compactMap { $0["lead"] as? String } == ["V1", "V3", "V4", "V5", "V6"])
        for lead in leads { #expect((lead["rmse"] as? Double ?? 9) < limit) }
      }
    }
  }

  @Test func ownProjectionsLearnFromTheCalibration() throws {
    try Self.inFolder { program in
      for projection in ["own-dipole", "own-linear"] {
        let said = try program.run(
          "leads", "twelve", "--projection", projection, "--calibration", "twelve", "--plot",
          "leads.svg", "--plot-data", "leads.dat")
        #expect(said.contains("V6") && said.contains("wrote leads.svg"))
        try program.drawsByHand("leads.dat", with: "leads.gp", to: .svg)
      }
    }
  }

  @Test func aFolderIsJudgedAndLearnedFrom() throws {
    try Self.inFolder { program in
      try FileManager.default.createDirectory(
        atPath: program.path("data"), withIntermediateDirectories: true)
      for name in ["a", "b", "c"] { try program.write(SampleRecords.sinus, to: "data/\(name)") }
      let said = try program.run(
        "leads", "evaluate", "data", "--seed", "1", "--jobs", "1", "--output", "report.json")
      #expect(said.contains("3 records of folds all, 0 left out, seed 1"))
      let report = try program.document("report.json")
      let rows = try #require(report["rows"] as? [[String: Any]])
      let dower = try #require(
        rows.first { $0["method"] as? String == "dower" && $0["lead"] as? String == "V5" })
      let rmse = try #require((dower["rmse"] as? [String: Any])?["value"] as? Double)
      #expect(rmse < 0.005)
      let learned = try program.run(
        "leads", "learn", "data", "--folds", "1-5", "--choose", "6-10", "--jobs", "1", "--output",
        "weights.json")
      #expect(learned.contains("learned from") && learned.contains("wrote weights.json"))
    }
  }

  static let mistakes = [
    Mistake("leads", 64, "<record>"),
    Mistake("leads three --from I,II", 64, "'I,II'", "--from"),
    Mistake("leads three --from X,Y,Z", 65, "no X", "I, II, V2"),
    Mistake("leads three --projection own-dipole", 64, "--calibration"),
    Mistake("leads three --calibration twelve", 64, "own-linear"),
    Mistake(
      "leads twelve --projection own-linear --calibration three", 65, "--calibration", "V1 to V6"),
    Mistake("leads three --projection magic", 64, "'magic'"),
    Mistake("leads three --output no/made.csv", 74, "no/made.csv", "folder"),
    Mistake("leads no-record", 74, "no-record"),
    Mistake("leads evaluate nowhere", 74, "nowhere"),
    Mistake("leads evaluate . --folds 900", 65, "none of 0 records"),
    Mistake("leads evaluate . --jobs 0", 64, "--jobs"),
    Mistake("leads evaluate . --folds 3-1", 64, "'3-1'"),
    Mistake("leads learn . --folds 1-8", 64, "--choose 8", "other patients"),
    Mistake("leads learn . --folds 700 --choose 800", 65, "0 recordings"),
  ]

  @Test func mistakesAreToldInOneLine() throws {
    try Self.inFolder { program in
      for mistake in Self.mistakes {
        try program.fails(mistake.arguments, mistake.status, saying: mistake.words)
      }
    }
  }
}
