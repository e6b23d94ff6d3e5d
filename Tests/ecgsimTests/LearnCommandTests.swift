import Electrocardiogram
import Foundation
import RecordFiles
import RhythmChecks
import RhythmLibrary
import TestSupport
import Testing

/// `rhythms learn`, `rhythms compare`, and beats drawn from what was learned.
@Suite struct LearnCommandTests {
  /// A folder in PTB-XL's layout with records of sinus rhythm in so many patients.
  static func inFolder<Result>(
    _ patients: Int = 12, _ body: (Program) throws -> Result
  ) throws -> Result {
    try Program.inFolder { program in
      try FileManager.default.createDirectory(
        atPath: program.path("set/records500"), withIntermediateDirectories: true)
      let rhythm = try RhythmCatalogue().rhythm(named: "sinus-rhythm")
      var table = "ecg_id,patient_id,scp_codes,strat_fold,filename_lr,filename_hr\n"
      for number in 1...patients {
        let draw = RhythmDraw(rhythm, seed: UInt64(number))
        let record = SimulatedRecord(rhythm, draw: draw, samplingRate: 500, duration: 10)
        try program.write(record.recording, to: "set/records500/\(number)")
        table +=
          "\(number),\(number),\"{'NORM': 100.0, 'SR': 0.0}\",\(number % 7 + 1),,records500/\(number)\n"
      }
      try program.write(table, to: "set/ptbxl_database.csv")
      try program.write(
        ",diagnostic,diagnostic_class\nNORM,1,NORM\nSR,,\n", to: "set/scp_statements.csv")
      try FileManager.default.createDirectory(
        atPath: program.path("own"), withIntermediateDirectories: true)
      return try body(program)
    }
  }

  @Test func whatIsLearnedIsDrawnFromAndCompared() throws {
    try Self.inFolder { program in
      let said = try program.run(
        "rhythms", "learn", "set", "--class", "NORM", "--output", "own/mine.yaml", "--jobs", "1",
        "--quiet", "--json")
      let learned = try #require(
        try JSONSerialization.jsonObject(with: Data(said.utf8)) as? [String: Any])
      #expect(learned["patients"] as? Int == 12 && learned["rhythm"] as? String == "mine")
      #expect((learned["medianPRDPercent"] as? Double ?? 99) < 10)

      try program.run(
        "beat", "mine", "--rhythms", "own", "--count", "20", "--seed", "4", "--output", "a.json")
      try program.run(
        "beat", "mine", "--rhythms", "own", "--count", "20", "--seed", "4", "--jobs", "1",
        "--output", "b.json")
      #expect(try program.bytes("a.json") == (try program.bytes("b.json")))
      let beats = try #require(
        try JSONSerialization.jsonObject(with: try program.bytes("a.json")) as? [[String: Any]])
      let rates = Set(beats.compactMap { $0["heartRatePerMinute"] as? Double })
      #expect(beats.count == 20 && rates.count == 20)

      try program.run(
        "beat", "mine", "--rhythms", "own", "--count", "20", "--heart-rate", "70", "--output",
        "c.npy")
      try program.fails(
        ["beat", "mine", "--rhythms", "own", "--count", "2", "--output", "d.npy"], 64,
        saying: ["mine", "--heart-rate", ".json"])

      let compared = try program.run(
        "rhythms", "compare", "mine", "set", "--rhythms", "own", "--class", "NORM", "--folds",
        "1-7",
        "--beside", "sinus-rhythm", "--among", "1-3", "--count", "20", "--seed", "1", "--jobs", "1",
        "--plot", "d.svg", "--plot-data", "d.dat")
      for word in ["rAmplitude V5", "qtInterval", "12 patients of class NORM", "folds 1-3:"] {
        #expect(compared.contains(word), "\(word)")
      }
      try program.drawsByHand("d.dat", with: "distributions.gp", to: .svg)
    }
  }

  @Test func theLearnedRhythmIsListedShownAndChecked() throws {
    try Self.inFolder { program in
      try program.run(
        "rhythms", "learn", "set", "--class", "SR", "--output", "own/patients.yaml", "--jobs", "1")
      let shown = try program.run("rhythms", "show", "patients", "--rhythms", "own")
      #expect(shown.contains("population:") && shown.contains("class SR"))
      try program.run(
        "rhythms", "check", "patients", "--rhythms", "own", "--seeds", "1", "--seed", "1")
    }
  }

  static let mistakes = [
    Mistake("rhythms learn set", 64, "--class"),
    Mistake("rhythms learn set --class HYP", 64, "'HYP'", "NORM, SR"),
    Mistake("rhythms learn set --class NORM --folds 1-3", 65, "patients are too few", "10"),
    Mistake("rhythms learn set --class NORM --folds 8-9", 65, "none of 0 records"),
    Mistake("rhythms learn set --class NORM --output a.json", 64, ".yaml"),
    Mistake("rhythms learn set --class NORM --output no/a.yaml", 74, "no/a.yaml"),
    Mistake("rhythms learn nowhere --class NORM", 74, "nowhere"),
    Mistake("rhythms compare sinus-rhythm set --class NORM --folds 9", 64, "'NORM'"),
    Mistake("rhythms compare nothing set --class NORM", 64, "'nothing'"),
    Mistake("rhythms compare sinus-rhythm set --class NORM --count 3", 64, "--count is 3"),
    Mistake(
      "rhythms compare atrial-fibrillation set --class NORM --folds 1-7", 65, "atrial-fibrillation"),
  ]

  @Test func mistakesAreToldInOneLine() throws {
    try Self.inFolder { program in
      for mistake in Self.mistakes {
        try program.fails(mistake.arguments, mistake.status, saying: mistake.words)
      }
    }
  }
}
