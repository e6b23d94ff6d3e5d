import Electrocardiogram
import Foundation
import TestSupport
import Testing

/// `measure` of a folder, and tables of measures.
@Suite struct MeasureFolderTests {
  /// The first seconds of sinus rhythm, leads II and V1.
  static func short(_ seconds: Double = 3, name: String = "short") -> Recording {
    var recording = SampleRecords.start(seconds)
    recording.name = name
    recording.channels = recording.channels.filter { [.II, .V1].contains($0.lead) }
    return recording
  }

  /// A folder with two records that can be measured, and one between them that cannot.
  static func inFolder<Result>(_ body: (Program) throws -> Result) throws -> Result {
    try Program.inFolder { program in
      for folder in ["data", "data/sub", "data/b, cut"] {
        try FileManager.default.createDirectory(
          atPath: program.path(folder), withIntermediateDirectories: true)
      }
      try program.write(short(), to: "data/a")
      try program.write(short(), to: "data/b, cut/b")
      try program.bytes("data/b, cut/b.dat").prefix(100)
        .write(to: program.folder.appending(path: "data/b, cut/b.dat"))
      try program.write(SampleRecords.sinus, to: "data/sub/c")
      return try body(program)
    }
  }

  /// The rows of a table whose quoted cells hold no line feed, by the columns' names.
  static func rows(_ text: String) throws -> [[String: String]] {
    let lines = text.split(separator: "\n").map { line in
      var cells = [""]
      var isQuoted = false
      for character in line {
        if character == "\"" {
          isQuoted.toggle()
        } else if character == ",", !isQuoted {
          cells.append("")
        } else {
          cells[cells.count - 1].append(character)
        }
      }
      return cells
    }
    let header = try #require(lines.first)
    #expect(Set(header).count == header.count)
    return try lines.dropFirst().map { cells in
      try #require(cells.count == header.count)
      return Dictionary(uniqueKeysWithValues: zip(header, cells))
    }
  }

  @Test func everyRecordHasARowInOrder() throws {
    try Self.inFolder { program in
      let said = try program.run("measure", "data/", "--output", "table.csv")
      #expect(said.contains("2 of 3 records measured") && said.contains("wrote table.csv"))
      #expect(said.contains("not measured: b, cut/b: b.dat, byte 100"))
      let rows = try Self.rows(try program.text("table.csv"))
      #expect(rows.map { $0["record"] } == ["a", "b, cut/b", "sub/c"])
      let bad = rows[1]
      #expect(bad["error"]?.contains("b.dat") == true)
      #expect(bad.filter { !$0.value.isEmpty }.count == 2)
      let whole = rows[2]
      #expect(whole["error"] == "" && whole["beats"] == "10" && whole["duration_s"] == "10.0")
      #expect(whole["sampling_rate_hz"] == "500.0" && whole["pacing_pulses"] == "0")
      #expect(abs((Double(whole["heartRate_per_min"] ?? "") ?? 0) - 60) < 0.1)
      // What one record's report says.
      let report = try program.json("measure", "data/sub/c")
      let quantities = try #require(report["quantities"] as? [String: [String: Any]])
      let two = (report["leads"] as? [String: [String: Any]])?["II"]
      let amplitudes = try #require(two?["quantities"] as? [String: [String: Any]])
      for (column, value) in [
        ("prInterval_s", quantities["prInterval"]), ("qrsAxis_deg", quantities["qrsAxis"]),
        ("II_rAmplitude_mV", amplitudes["rAmplitude"]), ("II_qrsArea_mV_s", amplitudes["qrsArea"]),
      ] {
        let expected = try #require(value?["value"] as? Double)
        // Cells have the digits of a float32.
        #expect(Float(whole[column] ?? "") == Float(expected), "\(column)")
      }
      // Two leads have no axis and no V6.
      #expect(rows[0]["qrsAxis_deg"] == "" && rows[0]["V6_rAmplitude_mV"] == "")
      #expect(rows[0]["V1_sAmplitude_mV"]?.isEmpty == false)
    }
  }

  @Test func aLineOfJSONIsWhatTheCommandPrintsOfTheRecord() throws {
    try Self.inFolder { program in
      try program.run("measure", "data", "--output", "table.jsonl", "--quiet")
      let lines = try program.text("table.jsonl").split(separator: "\n").map { line in
        try #require(
          try JSONSerialization.jsonObject(with: Data(line.utf8)) as? NSDictionary, "\(line)")
      }
      #expect(lines.map { $0["record"] as? String } == ["a", "b, cut/b", "sub/c"])
      #expect(Set(lines[1].allKeys.compactMap { $0 as? String }) == ["record", "error"])
      let report = try program.json("measure", "data/sub/c", as: NSDictionary.self)
      let expected = try #require(report.mutableCopy() as? NSMutableDictionary)
      expected["record"] = "sub/c"
      #expect(lines[2] == expected)
    }
  }

  @Test func withoutOutputTheLinesArePrinted() throws {
    try Self.inFolder { program in
      try program.run("measure", "data", "--output", "table.csv", "--quiet")
      try program.run("measure", "data", "--output", "table.jsonl", "--quiet")
      let csv = try Shell.run(Program.path, ["measure", "data"], in: program.folder)
      #expect(csv.standardOutput == (try program.text("table.csv")))
      #expect(csv.standardError.contains("2 of 3 records measured"))
      #expect(
        try program.run("measure", "data", "--json", "--quiet") == program.text("table.jsonl"))
      #expect(try program.run("measure", "data", "--quiet").isEmpty)
    }
  }

  @Test func oneRecordMakesATableToo() throws {
    try Self.inFolder { program in
      try program.run("measure", "data/sub/c", "--output", "one.csv")
      let rows = try Self.rows(try program.text("one.csv"))
      #expect(rows.map { $0["record"] } == ["c"])
    }
  }

  @Test func theSummaryIsThereAsJSON() throws {
    try Self.inFolder { program in
      let summary = try program.json("measure", "data", "--output", "table.csv")
      #expect(summary["records"] as? Int == 3 && summary["measured"] as? Int == 2)
      let failed = try #require(summary["failed"] as? [[String: String]])
      #expect(failed.map { $0["record"] } == ["b, cut/b"])
    }
  }

  @Test func theNumberOfThreadsChangesNoByte() throws {
    try Program.inFolder { program in
      // More than a block of one thread, and of unequal length.
      for number in 0..<40 {
        try program.write(Self.short(number % 7 == 0 ? 6 : 2), to: "r\(number)")
      }
      for ending in ["csv", "jsonl"] {
        var tables: [Data] = []
        for jobs in [1, 2, 5] {
          try program.run(
            "measure", ".", "--jobs", "\(jobs)", "--output", "t.\(ending)", "--quiet")
          tables.append(try program.bytes("t.\(ending)"))
        }
        #expect(tables[0] == tables[1] && tables[0] == tables[2])
        #expect(tables[0].count { $0 == UInt8(ascii: "\n") } == (ending == "csv" ? 41 : 40))
      }
    }
  }

  @Test func optionsOfReadingCount() throws {
    try Self.inFolder { program in
      func amplitude(_ arguments: String...) throws -> Double {
        let result = try Shell.run(
          Program.path, ["measure", "data/sub", "--quiet", "--output", "t.csv"] + arguments,
          in: program.folder)
        #expect(result.status == 0, "\(result.standardError)")
        let row = try #require(try Self.rows(try program.text("t.csv")).first)
        return try #require(Double(row["II_rAmplitude_mV"] ?? ""))
      }
      let own = try amplitude()
      let header = try program.text("data/sub/c.hea")
      let gain = try #require(
        header.firstMatch(of: /c\.dat 16 ([0-9.]+)/).flatMap { Double($0.output.1) }, "\(header)")
      let half = try amplitude("--units-per-millivolt", "\(2 * gain)")
      #expect(abs(half / own - 0.5) < 1e-3)
    }
  }

  @Test func aFolderOfWhichNothingCanBeMeasuredFails() throws {
    try Program.inFolder { program in
      try program.write(Self.short(), to: "bad")
      try program.bytes("bad.dat").prefix(100)
        .write(to: program.folder.appending(path: "bad.dat"))
      try program.fails(
        ["measure", ".", "--output", "table.csv"], 65,
        saying: ["none of 1 record can be measured", "bad.dat"])
    }
  }

  static let mistakes = [
    Mistake("measure . --output t.txt", 64, "--output t.txt", ".csv or .jsonl"),
    Mistake("measure . --jobs 0", 64, "--jobs is 0", "1 to 256"),
    Mistake("measure . --jobs 257", 64, "--jobs is 257"),
    Mistake("measure --evaluate . --jobs 2", 64, "--jobs", "--evaluate"),
    Mistake("measure --evaluate . --output t.csv", 64, "--output", "--evaluate"),
    Mistake("measure .", 65, "no WFDB record"),
  ]

  @Test(arguments: mistakes) func mistakesAreToldInOneLine(mistake: Mistake) throws {
    try mistake.provoke()
  }

  @Test func aTableThatCannotBeWrittenIsToldBeforeTheWork() throws {
    try Self.inFolder { program in
      try program.fails(
        ["measure", "data", "--output", "nosuch/t.csv"], 74, saying: ["--output nosuch/t.csv"])
    }
  }
}
