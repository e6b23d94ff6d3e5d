import Electrocardiogram
import Foundation
import RecordFiles
import TestSupport
import Testing

/// `fit` of every beat and of folders: tables, threads, going on after a kill.
@Suite struct FitTableCommandTests {
  /// Fits that take little time.
  static let quick = ["--leads", "II", "--kernels", "2", "--beat", "all"]

  /// Writes records of different lengths below a folder `many`, one of them without a beat.
  private static func withFolder<Result>(
    records: Int = 5, _ body: (Program) throws -> Result
  ) throws -> Result {
    try Program.inFolder { program in
      try FileManager.default.createDirectory(
        atPath: program.path("many/deeper"), withIntermediateDirectories: true)
      for number in 0..<records {
        let name = number == 1 ? "many/deeper/r1" : "many/r\(number)"
        try program.write(short(SampleRecords.start(4 + Double(number % 3))), to: name)
      }
      try program.write(short(SampleRecords.flat), to: "many/bad")
      return try body(program)
    }
  }

  /// Leads II and V2: R peaks of two leads are found sooner than those of twelve.
  private static func short(_ recording: Recording) -> Recording {
    var recording = recording
    recording.channels = [recording.channels[1], recording.channels[7]]
    return recording
  }

  /// The rows of a table by their columns.
  private static func rows(_ program: Program, _ name: String) throws -> [[String: String]] {
    let lines = try program.text(name).split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let header = try #require(lines.first)
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
  }

  private func run(_ program: Program, _ arguments: [String]) throws -> Shell.Result {
    let result = try Shell.run(Program.path, arguments, in: program.folder)
    #expect(result.status == 0, "\(result.standardError)")
    return result
  }

  @Test func everyBeatOfARecordIsARowOfItsTables() throws {
    try FitCommandTests.withRecord { program in
      let measured = try program.json("measure", "record")
      let peaks = try #require(measured["rPeaks"] as? [Int])
      let report = try program.json(
        "fit", "record", "--leads", "II,V2", "--kernels", "2", "--beat", "all", "--output", "t.csv")
      let rows = try Self.rows(program, "t.csv")
      let beats = report["beats"] as? Int ?? 0
      #expect(beats >= 8 && rows.count == beats * 2 * 2)
      for row in rows {
        let beat = try #require(Int(row["beat"] ?? ""))
        #expect(row["r_sample"] == "\(peaks[beat])" && row["record"] == "record")
        #expect(Double(row["time_s"] ?? "") != nil && Double(row["width_s"] ?? "") ?? 0 > 0)
      }
      #expect(Set(rows.compactMap { $0["lead"] }) == ["II", "V2"])
      try program.run(
        "fit", "record", "--leads", "II,V2", "--kernels", "2", "--beat", "all", "--output", "t.npz")
      let file = try NPZFile.read(program.path("t.npz"))
      #expect(file["kernels"]?.shape == [beats, 2, 2, 3])
      #expect(file["lead"]?.values == .text(["II", "V2"]))
      #expect(file["record"]?.values == .text(Array(repeating: "record", count: beats)))
      // The first beat's numbers are the same in both.
      guard case .float32(let kernels) = file["kernels"]?.values else { throw Kind() }
      let columns = ["time_s", "width_s", "amplitude_mV"]
      let text = rows.prefix(2).flatMap { row in columns.map { Float(row[$0] ?? "") } }
      #expect(text == kernels.prefix(6).map { $0 })
      try program.run(
        "fit", "record", "--leads", "II", "--kernels", "2", "--beat", "all", "--output", "t.json")
      let series = try program.document("t.json")
      #expect((series["beats"] as? [Any])?.count == beats)
      // Beats of a series are no fit file, and that is said.
      try program.fails(["beat", "t.json"], 65, saying: ["t.json", "ECGWorkbench fits of beats"])
    }
  }

  private struct Kind: Error {}

  @Test(.enabled(if: OraclePython.isPresent, Comment(rawValue: OraclePython.hint)))
  func pandasAndNumPyReadTheTables() throws {
    try Self.withFolder(records: 2) { program in
      for name in ["t.csv", "t.npz"] {
        _ = try run(
          program, ["fit", "many", "--quiet", "--kernels", "2", "--output", name])
      }
      let script = """
        import sys, numpy as np, pandas as pd
        folder = sys.argv[1] + "/"
        a = np.load(folder + "t.npz")
        t = pd.read_csv(folder + "t.csv", dtype={"record": str})
        assert list(a["record"]) == ["deeper/r1", "r0"], a["record"]
        assert a["kernels"].shape == (2, 2, 2, 3) and (a["beat"] == -1).all()
        assert t.shape[0] == 2 * 2 * 2 and set(t.lead) == set(a["lead"])
        wide = t.pivot(index=["record", "lead"], columns="kernel", values="amplitude_mV")
        for i, record in enumerate(a["record"]):
            for j, lead in enumerate(a["lead"]):
                assert np.allclose(wide.loc[(record, lead)], a["kernels"][i, j, :, 2], rtol=1e-6)
        assert (t.role.map(list(a["role_name"]).index).values == a["roles"].ravel()).all()
        """
      _ = try OraclePython.run(script, [program.folder.path])
    }
  }

  @Test func theReadmeNamesEveryColumnAndArray() throws {
    let readme = try String(
      contentsOfFile: PackageRoot.path("Sources/ecgsim/README.md"), encoding: .utf8)
    try Self.withFolder(records: 1) { program in
      try program.write(SampleRecords.start(4), to: "many/r0")
      for model in ["lead", "dipole"] {
        for ending in ["csv", "npz"] {
          _ = try run(
            program,
            ["fit", "many", "--model", model, "--kernels", "1", "--output", "t.\(ending)"])
        }
        let columns = try program.text("t.csv").prefix { $0 != "\n" }.split(separator: ",")
        let file = try NPZFile.read(program.path("t.npz"))
        guard case .text(let flags) = file["flag_name"]?.values else { throw Kind() }
        // Of the eight weights the first and the last are named.
        let shown = columns.map(String.init).filter {
          !$0.hasPrefix("weight_in_") || ["weight_in_I", "weight_in_V6"].contains($0)
        }
        for name in shown + flags + file.members.map(\.name) {
          #expect(readme.contains("`\(name)`"), "\(model): \(name)")
        }
      }
    }
  }

  @Test func theNumberOfThreadsChangesNoByte() throws {
    try Self.withFolder { program in
      for ending in ["csv", "npz"] {
        for jobs in ["1", "2", "7"] {
          let said = try run(
            program,
            ["fit", "many", "--jobs", jobs, "--output", "\(jobs).\(ending)"] + Self.quick)
          #expect(said.standardOutput.contains("5 records"))
          #expect(said.standardOutput.contains("skipped 1 of 6 records"))
          #expect(said.standardOutput.contains("skipped bad: record 'bad'"))
        }
        let one = try program.bytes("1.\(ending)")
        #expect(one.count > 1000)
        #expect(try program.bytes("2.\(ending)") == one)
        #expect(try program.bytes("7.\(ending)") == one)
      }
      #expect(try program.files().filter { $0.hasPrefix(".") || $0.contains("unfinished") } == [])
    }
  }

  @Test func aKilledRunGoesOnAndEndsInTheSameBytes() throws {
    try Self.withFolder(records: 14) { program in
      for ending in ["csv", "npz"] {
        let arguments = ["fit", "many", "--jobs", "2"] + Self.quick
        _ = try run(program, arguments + ["--output", "whole.\(ending)"])
        let journal = "t.\(ending).unfinished"
        func size() -> Int { (try? program.bytes(journal).count) ?? 0 }
        // Three kills, each after some more records, one of them with half a record written.
        for kill in 1...3 {
          let before = size()
          let process = try program.start(arguments + ["--output", "t.\(ending)"])
          try program.wait { size() > before + 1000 }
          Foundation.kill(process.processIdentifier, SIGKILL)
          process.waitUntilExit()
          #expect(!(try program.files().contains("t.\(ending)")))
          if kill == 2 {
            let half = try program.bytes(journal).dropLast(37)
            try half.write(to: program.folder.appending(path: journal))
          }
        }
        let last = try run(program, arguments + ["--output", "t.\(ending)"])
        #expect(last.standardError.contains("going on: "))
        #expect(last.standardError.contains(" of 15 records"))
        #expect(try program.bytes("t.\(ending)") == program.bytes("whole.\(ending)"))
        #expect(try program.files().filter { $0.hasPrefix(".") || $0.contains("unfinished") } == [])
      }
    }
  }

  @Test func anInterruptedRunSaysWhereItGoesOn() throws {
    try Self.withFolder(records: 10) { program in
      let line =
        "\(Program.path) fit many --jobs 1 --output t.csv \(Self.quick.joined(separator: " ")) "
        + "2>said"
      let shell = try program.start("/bin/sh", ["-c", "exec " + line])
      try program.wait { ((try? program.bytes("t.csv.unfinished").count) ?? 0) > 2000 }
      kill(shell.processIdentifier, SIGINT)
      shell.waitUntilExit()
      #expect(shell.terminationReason == .uncaughtSignal)
      let said = try program.text("said")
      #expect(said.contains("t.csv.unfinished") && said.contains("goes on from there"))
      #expect(try program.files().filter { $0.hasPrefix(".") } == [])
      #expect(try !program.files().contains("t.csv"))
      // Other options are another run; the same ones go on.
      try program.fails(
        ["fit", "many", "--leads", "II", "--kernels", "3", "--beat", "all", "--output", "t.csv"],
        64,
        saying: ["t.csv.unfinished", "other options", "remove it"])
      // A record that has changed since is fitted again.
      try program.write(Self.short(SampleRecords.start(9)), to: "many/r0")
      let last = try run(program, ["fit", "many", "--jobs", "1", "--output", "t.csv"] + Self.quick)
      #expect(last.standardError.contains("going on: "))
      _ = try run(program, ["fit", "many", "--output", "fresh.csv"] + Self.quick)
      #expect(try program.bytes("t.csv") == program.bytes("fresh.csv"))
    }
  }

  @Test func channelsHaveTheNamesOfTheFile() throws {
    try Program.inFolder { program in
      var recording = SampleRecords.start(6)
      recording.channels = [recording.channels[1], recording.channels[7]]
      recording.channels[0].name = "ECG1"
      recording.channels[1].name = "MLII"
      try program.write(recording, to: "two")
      func leads(_ arguments: String...) throws -> [String] {
        let result = try Shell.run(
          Program.path, ["fit", "two", "--kernels", "2", "--output", "fit.json"] + arguments,
          in: program.folder)
        #expect(result.status == 0, "\(result.standardError)")
        return try FitCommandTests.leads(program, "fit.json").keys.sorted()
      }
      #expect(try leads() == ["ECG1", "MLII"])
      #expect(try leads("--leads", "all") == ["ECG1", "MLII"])
      #expect(try leads("--leads", "mlii") == ["MLII"])
      #expect(try leads("--leads", "0") == ["ECG1"])
      #expect(try leads("--leads", "1,ECG1") == ["ECG1", "MLII"])
      try program.fails(
        ["fit", "two", "--leads", "II"], 65, saying: ["--leads", "'II'", "0 ECG1", "1 MLII"])
      try program.fails(["fit", "two", "--leads", "ECG1,0"], 64, saying: ["ECG1", "twice"])
      // None of the twelve leads: no heart plays that.
      try program.fails(["beat", "fit.json"], 65, saying: ["fit.json", "ECG1", "twelve leads"])
      try program.run("fit", "two", "--kernels", "2", "--beat", "all", "--output", "t.npz")
      #expect(
        try NPZFile.read(program.path("t.npz"))["lead"]?.values == .text(["ECG1", "MLII"]))
    }
  }

  @Test func theBeatDecidesHowManyKernelsItNeeds() throws {
    try FitCommandTests.withRecord { program in
      try program.run(
        "fit", "record", "--leads", "II", "--kernels", "auto", "--output", "fit.json")
      let two = try #require(try FitCommandTests.leads(program, "fit.json")["II"])
      let count = (two["kernels"] as? [Any])?.count ?? 0
      #expect((3...20).contains(count))
      #expect((two["prd"] as? Double ?? 100) < 5)
      let report = try program.json(
        "fit", "record", "--model", "dipole", "--kernels", "auto", "--output", "d.csv")
      #expect(report["records"] as? Int == 1)
      let rows = try Self.rows(program, "d.csv")
      #expect(Set(rows.compactMap { $0["axis"] }) == ["X", "Y", "Z"])
      #expect(rows.count <= 30)
    }
  }

  @Test func aFolderWithoutABeatFails() throws {
    try Program.inFolder { program in
      try FileManager.default.createDirectory(
        atPath: program.path("flat"), withIntermediateDirectories: false)
      try program.write(SampleRecords.flat, to: "flat/a")
      try program.write("nonsense\n", to: "flat/b.hea")
      try program.fails(
        ["fit", "flat", "--output", "t.csv"], 65, saying: ["none of 2 records", "a:"])
    }
  }

  @Test func aQuietRunStillNamesWhatIsMissing() throws {
    try Self.withFolder(records: 1) { program in
      let result = try run(
        program, ["fit", "many", "--quiet", "--output", "t.csv"] + Self.quick)
      #expect(result.standardOutput.isEmpty)
      #expect(result.standardError == "ecgsim: skipped 1 of 2 records\n")
    }
  }

  static let mistakes = [
    Mistake("fit record --jobs 0", 64, "--jobs", "1 to 256"),
    Mistake("fit record --jobs two", 64, "'two'", "--jobs"),
    Mistake("fit record --jobs 2", 64, "--jobs shares", "--beat all"),
    Mistake("fit record --kernels auto --starts 3", 64, "--starts", "--kernels"),
    Mistake("fit record --beat all --starts 3", 64, "--starts", "--beat all"),
    Mistake("fit record --beat all --plot a.png", 64, "--plot", "--beat INDEX"),
    Mistake("fit record --model dipole --leads II --beat all", 64, "--leads", "dipole"),
    Mistake("fit record --beat all --output no/t.csv", 74, "no/t.csv", "folder"),
    Mistake("fit many --output t.json", 64, "--output", "folder", ".csv"),
    Mistake("fit many --output t.csv --plot a.png", 64, "--plot", "--output"),
    Mistake("fit many --output no/t.npz", 74, "no/t.npz", "folder"),
    Mistake("fit many --leads Z --output t.csv", 65, "none of 1 record", "--leads", "'Z'"),
    Mistake("fit many --beat 99", 65, "none of 1 record", "no beat 99"),
    Mistake("beat fit.json --count 3", 64, "--count", "same", "--no-variation"),
    Mistake("fit broken", 65, "checksum", "--ignore-checksums"),
    Mistake("fit array.npy", 65, "sampling rate", "--record-sampling-rate"),
    Mistake("fit square.npy --record-sampling-rate 500", 65, "axis", "--record-layout"),
    Mistake(
      "fit array.npy --record-sampling-rate 500 --record-leads I,II", 65, "2 names",
      "--record-leads"),
    Mistake("fit array.npy --record-layout up", 64, "'up'", "--record-layout"),
  ]

  @Test func mistakesAreToldInOneLine() throws {
    try FitCommandTests.withRecord { program in
      try program.run("fit", "record", "--leads", "II", "--kernels", "2", "--output", "fit.json")
      try FileManager.default.createDirectory(
        atPath: program.path("many"), withIntermediateDirectories: false)
      try program.write(SampleRecords.start(4), to: "many/a")
      try program.write(SampleRecords.start(4), to: "broken")
      var bytes = try program.bytes("broken.dat")
      bytes[100] ^= 1
      try bytes.write(to: program.folder.appending(path: "broken.dat"))
      let array = NPYArray(SampleRecords.start(4))
      try array.write(to: program.path("array.npy"), as: .float32)
      try NPYArray(shape: [2, 2], values: [1, 2, 3, 4]).write(
        to: program.path("square.npy"), as: .float32)
      for mistake in Self.mistakes {
        try program.fails(mistake.arguments, mistake.status, saying: mistake.words)
      }
      // What they name helps.
      try program.run("fit", "broken", "--leads", "II", "--kernels", "1", "--ignore-checksums")
      let named = try program.run(
        "fit", "array.npy", "--record-sampling-rate", "500", "--record-layout", "leads-by-samples",
        "--record-leads", "a,b,c,d,e,f,g,h,i,j,k,l", "--leads", "b", "--kernels", "1")
      #expect(named.contains("\nb "))
      let twins = try program.json(
        "beat", "fit.json", "--count", "2", "--no-variation", as: [Any].self)
      #expect(twins.count == 2)
    }
  }
}
