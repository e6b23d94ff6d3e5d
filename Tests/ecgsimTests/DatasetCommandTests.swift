import Electrocardiogram
import Foundation
import RecordFiles
import TestSupport
import Testing

@Suite struct DatasetCommandTests {
  static let specification = """
    rhythms: {sinus-rhythm: 2, atrial-fibrillation: 1, ventricular-pacing: 1}
    durationSeconds: 4
    samplingRateHertz: 200
    noise: {white: {rmsMillivolts: 0.01}}
    """

  /// Paths and bytes of all files of a folder.
  private func files(_ program: Program, _ folder: String) throws -> [String: Data] {
    let root = program.folder.appending(path: folder)
    let names =
      FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String } ?? []
    var files: [String: Data] = [:]
    for name in names {
      let url = root.appending(path: name)
      if let data = try? Data(contentsOf: url) { files[name] = data }
    }
    return files
  }

  private func rows(_ program: Program, _ folder: String) throws -> [[String: String]] {
    let text = String(
      decoding: try program.bytes("\(folder)/ptbxl_database.csv"), as: UTF8.self)
    var lines: [[String]] = []
    for line in text.split(separator: "\n") {
      // No cell of these holds a quote or a line break.
      var plain = ""
      var isQuoted = false
      for character in line {
        if character == "\"" {
          isQuoted.toggle()
        } else {
          plain.append(isQuoted && character == "," ? ";" : character)
        }
      }
      let cells = plain.split(separator: ",", omittingEmptySubsequences: false)
      lines.append(cells.map(String.init))
    }
    let header = lines.removeFirst()
    return lines.map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
  }

  @Test func anyShardingAndAnyThreadsGiveTheSameBytes() throws {
    try Program.inFolder { program in
      try program.write(Self.specification, to: "spec.yaml")
      func make(_ output: String, _ options: String...) throws {
        try program.run2(
          ["dataset", "spec.yaml", "--count", "37", "--seed", "5", "--quiet", "--output", output]
            + options)
      }
      try make("one", "--jobs", "1")
      try make("many", "--jobs", "3")
      for shard in 1...4 { try make("shards", "--shard", "\(shard)/4", "--jobs", "2") }
      try program.run("dataset", "merge", "shards")
      for shard in 1...2 { try make("apart\(shard)", "--shard", "\(shard)/2") }
      try program.run("dataset", "merge", "apart1", "apart2")
      let one = try files(program, "one")
      // Six files a record of 200 Hz with a copy of 100, the truth, and four of the data set.
      #expect(one.count == 37 * 7 + 4)
      for other in ["many", "shards", "apart1"] { #expect(try files(program, other) == one) }
      let told = try program.run("dataset", "verify", "one", "--jobs", "2")
      #expect(told.contains("262 files of 37 records"))
      let sums = try Shell.run(
        "/usr/bin/sha256sum", ["-c", "--quiet", "SHA256SUMS"],
        in: program.folder.appending(path: "one"))
      #expect(sums.status == 0, "\(sums.standardOutput)")
      // Another seed gives other records.
      try program.run2(
        ["dataset", "spec.yaml", "--count", "37", "--seed", "6", "--quiet", "--output", "other"])
      let signal = "records200/00000/00001_hr.dat"
      #expect(try files(program, "other")[signal] != one[signal])
    }
  }

  @Test func theTableAndTheRecordsSayTheSame() throws {
    try Program.inFolder { program in
      try program.write(Self.specification + "\npatients: {ageYears: [30, 40]}\n", to: "spec.yaml")
      let report = try program.json(
        "dataset", "spec.yaml", "--count", "12", "--seed", "5", "--output", "set")
      #expect(report["records"] as? Int == 12 && report["isMerged"] as? Bool == true)
      let rows = try rows(program, "set")
      #expect(rows.count == 12 && rows.map { $0["ecg_id"] } == (1...12).map { "\($0)" })
      for row in rows {
        let path = try #require(row["filename_hr"])
        let record = try RecordReader.read(program.path("set/\(path)"))
        #expect(record.samplingRate == 200 && record.sampleCount == 800)
        let low = try RecordReader.read(
          program.path("set/\(try #require(row["filename_lr"]))"))
        #expect(low.samplingRate == 100 && low.sampleCount == 400)
        // Each mark stands at the nearest sample of either rate; the last may fall off the end.
        for symbol in Set(record.annotations.map(\.symbol)) {
          let own = record.annotations.filter { $0.symbol == symbol && $0.sample < 798 }
          let copied = low.annotations.filter { $0.symbol == symbol }.prefix(own.count)
          #expect(own.count == copied.count, "\(symbol)")
          for (mark, copy) in zip(own, copied) { #expect(abs(mark.sample - 2 * copy.sample) <= 2) }
        }
        // The copy is the record without what its rate cannot hold: noise and edges of QRS.
        let (a, b) = (record.channels[1].millivolts, low.channels[1].millivolts)
        var difference = 0.0
        for n in b.indices { difference += abs(a[2 * n] - b[n]) / Double(b.count) }
        #expect(difference < 0.03)
        let age = Int(try #require(Double(row["age"] ?? "")))
        #expect(record.comments.contains("Age: \(age)"))
        #expect(record.comments.contains(row["sex"] == "1" ? "Sex: Female" : "Sex: Male"))
        #expect((30...40).contains(age))
        #expect(record.comments.contains { $0.hasPrefix("rhythm: \(row["rhythm"] ?? "-"),") })
        #expect(row["static_noise"] == "all" && row["baseline_drift"] == "")
        #expect((1...10).contains(Int(row["strat_fold"] ?? "") ?? 0))
        #expect((row["pacemaker"] == "") == (row["rhythm"] != "ventricular-pacing"))
        #expect(row["scp_codes"]?.hasPrefix("{'") ?? false)
      }
    }
  }

  @Test func aKilledRunGoesOnAndEndsAsAnyOther() throws {
    try Program.inFolder { program in
      try program.write(Self.specification, to: "spec.yaml")
      let arguments = [
        "dataset", "spec.yaml", "--count", "300", "--seed", "5", "--quiet", "--jobs", "2",
        "--output",
      ]
      let process = try program.start(arguments + ["killed"])
      try program.wait {
        let folder = program.path("killed/records200/00000")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.count { $0.hasSuffix(".hea") } >= 20
      }
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      #expect(process.terminationStatus == SIGKILL)
      #expect(!FileManager.default.fileExists(atPath: program.path("killed/SHA256SUMS")))
      let told = try program.json(
        "dataset", "spec.yaml", "--count", "300", "--jobs", "2", "--output", "killed")
      // Without --seed the data set's own is taken.
      let present = try #require(told["alreadyThere"] as? Int)
      #expect(present >= 20 && present < 300 && told["seed"] as? Int == 5)
      try program.run2(arguments + ["whole"])
      #expect(try files(program, "killed") == files(program, "whole"))
      // Once more there is nothing to do.
      let again = try program.json(
        "dataset", "spec.yaml", "--count", "300", "--output", "killed")
      #expect(again["alreadyThere"] as? Int == 300)
    }
  }

  @Test func verifyFindsWhatIsMissingAndChanged() throws {
    try Program.inFolder { program in
      try program.write(Self.specification, to: "spec.yaml")
      try program.run(
        "dataset", "spec.yaml", "--count", "3", "--seed", "5", "--quiet", "--output", "set")
      let place = program.folder.appending(path: "set/records200/00000")
      var bytes = try Data(contentsOf: place.appending(path: "00002_hr.dat"))
      bytes[100] ^= 1
      try bytes.write(to: place.appending(path: "00002_hr.dat"))
      try FileManager.default.removeItem(at: place.appending(path: "00003_hr.atr"))
      let result = try Shell.run(Program.path, ["dataset", "verify", "set"], in: program.folder)
      #expect(result.status == 1)
      for word in ["1 files are missing", "1 changed", "00003_hr.atr", "00002_hr.dat"] {
        #expect(result.standardError.contains(word), "\(result.standardError)")
      }
    }
  }

  @Test(
    .enabled(
      if: FileManager.default.isExecutableFile(atPath: "/usr/bin/parallel"), "run '.ci/setup all'"))
  func theRecipeForGNUParallelWorks() throws {
    try Program.inFolder { program in
      try program.write(Self.specification + "\ncount: 10\n", to: "spec.yaml")
      // The command of the README.
      let recipe =
        "parallel --will-cite -j 2 ecgsim dataset spec.yaml --output set --seed 7 --jobs 1 --shard "
        + "{}/4 --quiet ::: 1 2 3 4 && ecgsim dataset merge set && ecgsim dataset verify set"
      let readme = try String(
        contentsOfFile: PackageRoot.path("Sources/ecgsim/README.md"), encoding: .utf8)
      for part in ["parallel -j 2 ecgsim dataset spec.yaml --output set --seed 7", "--shard {}/4"] {
        #expect(readme.contains(part))
      }
      let result = try Shell.run(
        "/bin/bash", ["-c", recipe],
        environment: [
          "PATH": URL(fileURLWithPath: Program.path).deletingLastPathComponent().path
            + ":/usr/bin:/bin"
        ], in: program.folder)
      #expect(result.status == 0, "\(result.standardError)")
      #expect(try rows(program, "set").count == 10)
    }
  }

  @Test func rhythmsOfOnesOwnAreTaken() throws {
    try Program.inFolder { program in
      let folder = program.folder.appending(path: "own")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let text = try String(
        contentsOfFile: PackageRoot.path("Rhythms/sinus-rhythm.yaml"), encoding: .utf8)
      try text.write(to: folder.appending(path: "mine.yaml"), atomically: true, encoding: .utf8)
      try program.write("rhythms: [mine]\nlowRateCopies: false\ncount: 2", to: "spec.yaml")
      try program.run(
        "dataset", "spec.yaml", "--rhythms", "own", "--seed", "1", "--quiet", "--output", "set")
      let rows = try rows(program, "set")
      #expect(rows.map { $0["rhythm"] } == ["mine", "mine"])
      #expect(rows.allSatisfy { $0["filename_lr"] == "" })
    }
  }

  @Test func mistakesAreToldInOneLine() throws {
    try Program.inFolder { program in
      try program.write(Self.specification, to: "spec.yaml")
      try program.write("rhythms: [nosuch]", to: "unknown.yaml")
      try program.write("rhythm: [a]", to: "broken.yaml")
      try program.write(
        "rhythms: [sinus-rhythm]\nsamplingRateHertz: 80\nnoise: {powerline: {snrDecibels: 9}}",
        to: "mains.yaml")
      try program.run(
        "dataset", "spec.yaml", "--count", "2", "--seed", "5", "--quiet", "--output", "set")
      try program.run(
        "dataset", "spec.yaml", "--count", "2", "--seed", "5", "--shard", "1/2", "--quiet",
        "--output", "half")
      for mistake in [
        Mistake("dataset", 64, "<specification>"),
        Mistake("dataset spec.yaml", 64, "--output"),
        Mistake("dataset no.yaml --output x", 74, "no.yaml", "cannot be read"),
        Mistake("dataset unknown.yaml --output x", 64, "no rhythm 'nosuch'"),
        Mistake("dataset broken.yaml --output x", 65, "broken.yaml:1", "'rhythm'"),
        Mistake("dataset mains.yaml --output x", 64, "powerline", "80.0"),
        Mistake("dataset spec.yaml --output x --count 0", 64, "--count", "100000000"),
        Mistake("dataset spec.yaml --output x --jobs 0", 64, "--jobs", "1 to 256"),
        Mistake("dataset spec.yaml --output x --shard 3/2 --seed 1", 64, "'3/2'", "I/N"),
        Mistake("dataset spec.yaml --output x --shard 1", 64, "'1'", "I/N"),
        Mistake("dataset spec.yaml --output x --shard 1/2", 64, "--seed"),
        Mistake("dataset spec.yaml --output x --seed -1", 64, "'-1'", "--seed"),
        Mistake("dataset spec.yaml --output /proc/x --seed 1", 74, "/proc/x", "cannot be made"),
        Mistake("dataset spec.yaml --output set --count 3", 65, "another data set", "2 records"),
        Mistake("dataset spec.yaml --output set --count 2 --seed 6", 65, "seed 5", "seed 6"),
        Mistake("dataset merge", 64, "<folders>"),
        Mistake("dataset merge x", 65, "holds no data set"),
        Mistake("dataset merge half", 65, "1 of 2 shards", "--shard 2/2"),
        Mistake("dataset merge half set-that-is-absent", 65, "set-that-is-absent", "none"),
        Mistake("dataset verify x", 65, "holds no data set"),
        Mistake("dataset verify set --jobs 300", 64, "--jobs", "1 to 256"),
      ] {
        try program.fails(mistake.arguments, mistake.status, saying: mistake.words)
      }
    }
  }
}
