import Foundation
import TestSupport
import Testing

@Suite struct BenchCommandTests {
  /// A folder without Python, so that the peer is absent.
  func bench(_ program: Program, _ arguments: String...) throws -> Shell.Result {
    try Shell.run(
      Program.path, ["bench"] + arguments,
      environment: ["ECGWORKBENCH_PYTHON": program.path("no-python")], in: program.folder)
  }

  @Test func aPeerThatIsNotThereIsCalledAbsent() throws {
    try Program.inFolder { program in
      let result = try bench(program, "--seconds", "0.01", "--minutes", "1")
      #expect(result.status == 0 && result.standardError.isEmpty)
      let said = result.standardOutput
      #expect(said.contains("NeuroKit2") && said.contains("absent") && said.contains("no-python"))
      for row in [
        "eight leads, 7 kernels each", "dipole, 27 kernels", "sinus-rhythm", "CVODES", "end to end",
      ] {
        #expect(said.contains(row))
      }
      #expect(said.contains("exact flow") && said.contains("CVODES, Adams"))
      for row in ["R peaks, 1 min, 2 leads", "all measures, 10 s, 12 leads", "file to table"] {
        #expect(
          said.split(separator: "\n").contains { $0.contains(row) && $0.contains("absent") },
          "\(row)")
      }
    }
  }

  @Test func jsonHoldsEveryRowAndTheSecondsAreSpent() throws {
    try Program.inFolder { program in
      let start = ContinuousClock.now
      let result = try bench(program, "--seconds", "0.4", "--only", "simulation", "--json")
      let elapsed = ContinuousClock.now - start
      let report = try #require(
        try JSONSerialization.jsonObject(with: Data(result.standardOutput.utf8)) as? [String: Any])
      let rows = try #require(report["rows"] as? [[String: Any]])
      #expect(rows.count >= 7)
      #expect(rows.allSatisfy { ($0["beatsPerSecond"] as? Double ?? 0) > 0 })
      // No engine beats the machine; the limits' own stretches are the best of ten.
      let limits = try #require(report["limits"] as? [String: Double])
      for row in rows {
        guard let exponentials = row["exponentialsPerBeat"] as? Double else { continue }
        let beats = try #require(row["beatsPerSecond"] as? Double)
        let bytes = try #require(row["bytesPerBeat"] as? Double)
        #expect(bytes == 24000)
        #expect(exponentials * beats < (limits["exponentialsPerSecond"] ?? 0), "\(row)")
        #expect(bytes * beats < (limits["bytesPerSecond"] ?? 0), "\(row)")
      }
      #expect((report["neuroKit"] as? [String: Any])?["figures"] == nil)
      #expect(report["measurement"] == nil)
      // Three rows of 0.4 s and four of a quarter of it, in processor time.
      #expect(elapsed > .seconds(1.6))
    }
  }

  @Test func quietPrintsNothing() throws {
    try Program.inFolder { program in
      let result = try bench(program, "--seconds", "0.01", "--minutes", "1", "--quiet")
      #expect(result.status == 0 && result.standardOutput.isEmpty && result.standardError.isEmpty)
    }
  }

  @Test(.enabled(if: OraclePython.isPresent, Comment(rawValue: OraclePython.hint)))
  func aPeerThatIsThereIsTimedAndNamedWithItsVersion() throws {
    try Program.inFolder { program in
      let python = try #require(OraclePython.executable).path
      let version = try OraclePython.run("import neurokit2; print(neurokit2.__version__)")
      let result = try Shell.run(
        Program.path, ["bench", "--seconds", "0.01", "--only", "simulation"],
        environment: ["ECGWORKBENCH_PYTHON": python], in: program.folder)
      #expect(result.standardOutput.contains("NeuroKit2 \(version.dropLast()), 12 leads"))
      #expect(!result.standardOutput.contains("absent"))
      // The ratio to the peer's own row is stated for every row of this package.
      let row = try #require(
        result.standardOutput.split(separator: "\n").first { $0.contains("27 kernels") })
      let ratios = row.split(separator: " ").suffix(4).prefix(2).compactMap { Double($0) }
      #expect((ratios.min() ?? 0) > 1)
    }
  }

  @Test(.enabled(if: OraclePython.isPresent, Comment(rawValue: OraclePython.hint)))
  func peersOfMeasurementsAreTimed() throws {
    try Program.inFolder { program in
      let result = try Shell.run(
        Program.path,
        ["bench", "--seconds", "0.01", "--only", "measurement", "--minutes", "1", "--json"],
        environment: ["ECGWORKBENCH_PYTHON": try #require(OraclePython.executable).path],
        in: program.folder)
      let report = try #require(
        try JSONSerialization.jsonObject(with: Data(result.standardOutput.utf8)) as? [String: Any])
      #expect(Set(report.keys) == ["measurement"])
      let rows = try #require(
        (report["measurement"] as? [String: Any])?["rows"] as? [[String: Any]])
      #expect(rows.count == 4)
      for row in rows {
        #expect(row["secondsPerRecord"] as? Double ?? 0 > 0)
        let peers = try #require(row["peerSecondsPerRecord"] as? [String: Double])
        #expect(!peers.isEmpty && peers.values.allSatisfy { $0 > 0 }, "\(row)")
      }
      let names = rows.flatMap {
        ($0["peerSecondsPerRecord"] as? [String: Double])?.keys.sorted() ?? []
      }
      #expect(names.contains("XQRS") && names.contains { $0.hasPrefix("NeuroKit2") })
      #expect(try program.files().isEmpty)
    }
  }

  /// The rows of a fit bench of one simulated record.
  private func benchFits(
    _ program: Program, python: String, _ arguments: String...
  ) throws -> (report: [String: Any], rows: [[String: Any]]) {
    try FileManager.default.createDirectory(
      atPath: program.path("records"), withIntermediateDirectories: true)
    try program.write(SampleRecords.sinus, to: "records/one")
    let result = try Shell.run(
      Program.path,
      [
        "bench", "--fit", "records", "--records", "1", "--efforts", "0", "60", "300", "--json",
        "--quiet",
      ] + arguments,
      environment: ["ECGWORKBENCH_PYTHON": python], in: program.folder)
    #expect(result.status == 0 && result.standardError.isEmpty, "\(result.standardError)")
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(result.standardOutput.utf8)) as? [String: Any])
    return (report, try #require(report["rows"] as? [[String: Any]]))
  }

  @Test func fitsGetBetterWithEffortAndTheirPeerIsCalledAbsent() throws {
    try Program.inFolder { program in
      let (report, rows) = try benchFits(program, python: program.path("no-python"))
      let reason = (report["sciPy"] as? [String: Any])?["reason"] as? String
      #expect(reason?.contains("no-python") == true)
      for kernels in [7, 12] {
        let curve = rows.filter { $0["kernels"] as? Int == kernels }
        let efforts = curve.compactMap { $0["effort"] as? Int }
        let errors = curve.compactMap { $0["medianPRDPercent"] as? Double }
        #expect(efforts == [0, 60, 300])
        // The last polish of each ends within 1e-7 of the cost.
        #expect(zip(errors, errors.dropFirst()).allSatisfy { $1 <= $0 * (1 + 1e-6) }, "\(errors)")
        #expect(curve.allSatisfy { ($0["medianMilliseconds"] as? Double ?? 0) > 0 })
      }
    }
  }

  @Test(.enabled(if: OraclePython.isPresent, Comment(rawValue: OraclePython.hint)))
  func sciPyFitsTheSameBeats() throws {
    try Program.inFolder { program in
      let python = try #require(OraclePython.executable).path
      let (report, rows) = try benchFits(program, python: python, "--starts", "3")
      #expect((report["sciPy"] as? [String: Any])?["version"] is String)
      for kernels in [7, 12] {
        let peer = rows.filter { $0["kernels"] as? Int == kernels && $0["effort"] == nil }
        let errors = peer.compactMap { $0["medianPRDPercent"] as? Double }
        let times = peer.compactMap { $0["medianMilliseconds"] as? Double }
        #expect(errors.count == 2 && errors[0] < 30 && errors[1] <= errors[0], "\(errors)")
        #expect(times.count == 2 && times[0] > 0 && times[1] > times[0], "\(times)")
      }
    }
  }

  static let mistakes = [
    Mistake("bench --only speed", 64, "'speed'", "'simulation', 'records'", "'measurement'"),
    Mistake("bench --minutes 0", 64, "--minutes", "1 to 1440"),
    Mistake("bench --fit nowhere", 74, "nowhere", "no such folder"),
    Mistake("bench --fit .", 65, "no WFDB record"),
    Mistake("bench --fit . --only simulation", 64, "--only", "fits"),
    Mistake("bench --fit . --seconds 1", 64, "--seconds", "fits"),
    Mistake("bench --fit . --minutes 1", 64, "--minutes", "fits"),
    Mistake("bench --only simulation --minutes 2", 64, "--minutes", "simulation"),
    Mistake("bench --records 3", 64, "--records", "--fit DIR"),
    Mistake("bench --efforts 3", 64, "--efforts", "--fit DIR"),
    Mistake("bench --starts 3", 64, "--starts", "--fit DIR"),
    Mistake("bench --units-per-millivolt 3", 64, "--units-per-millivolt", "--fit DIR"),
    Mistake("bench --fit . --efforts 10000001", 64, "--efforts", "10000000"),
    Mistake("bench --fit . --records 0", 64, "--records", "at least 1"),
    Mistake("bench --fit . --efforts -1", 64, "--efforts"),
    Mistake("bench --fit . --efforts 60 0 60", 64, "--efforts", "each once"),
    Mistake("bench --fit . --efforts some", 64, "'some'", "--efforts"),
    Mistake("bench --fit . --starts 0", 64, "--starts", "1 to 1000"),
    Mistake("bench --seconds 0", 64, "--seconds", "more than 0"),
    Mistake("bench --seconds -1", 64, "--seconds", "-1"),
    Mistake("bench --seconds 61", 64, "--seconds", "at most 60"),
    Mistake("bench --seconds nan", 64, "--seconds", "nan"),
    Mistake("bench --seconds ages", 64, "'ages'", "--seconds"),
  ]

  @Test(arguments: mistakes) func mistakesAreToldInOneLine(mistake: Mistake) throws {
    try mistake.provoke()
  }
}
