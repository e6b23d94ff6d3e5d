import Electrocardiogram
import Foundation
import RecordFiles
import TestSupport
import Testing

/// A fit file as the heart that `beat` plays.
@Suite struct FitPlaybackTests {
  @Test func aFitFileReadsBackAsAHeartThatDrawsTheTwin() throws {
    try FitCommandTests.withRecord { program in
      try program.run("fit", "record", "--leads", "II,V2", "--output", "fit.json")
      let file = try program.document("fit.json")
      let rr = try #require(file["rrIntervalSeconds"] as? Double)
      let rIndex = try #require(file["rIndex"] as? Int)
      // With RR a whole number of samples, and 0.4 of it too, both grids hold the R peak.
      #expect(rr == 1)
      for solver in ["batch", "cvodes"] {
        try program.run("beat", "fit.json", "--solver", solver, "--output", "\(solver).npy")
        let twin = try NPYArray.read(program.path("\(solver).npy"))
        #expect(twin.shape == [1, 2, 500])
        for (row, name) in ["II", "V2"].enumerated() {
          let model = try #require(
            try FitCommandTests.leads(program, "fit.json")[name]?["model"] as? [Double])
          // The beat begins 0.4 RR before R.
          let first = 200 - rIndex
          let worst = model.indices.map { index in
            abs(model[index] - twin.values[500 * row + first + index])
          }.max()
          #expect((worst ?? 1) < 1e-5, "\(solver) in \(name)")
        }
      }
      try program.run("beat", "fit.json", "--heart-rate", "75", "--output", "fast.npy")
      #expect(try NPYArray.read(program.path("fast.npy")).shape == [1, 2, 400])
    }
  }

  /// One kernel has another shape than the record, and yet the record's boundaries.
  @Test func theTruthOfATwinIsWhatTheRecordShows() throws {
    try FitCommandTests.withRecord { program in
      let measured = try program.json("measure", "record")
      let quantities = try #require(measured["quantities"] as? [String: [String: Any]])
      try program.run("fit", "record", "--leads", "V2", "--kernels", "1", "--output", "fit.json")
      try program.run("beat", "fit.json", "--output", "twin.json")
      let beats = try #require(
        try JSONSerialization.jsonObject(with: program.bytes("twin.json")) as? [[String: Any]])
      let truth = try #require(beats.first?["truth"] as? [String: Any])
      let beat = try #require((truth["beats"] as? [[String: Any]])?.first)
      func seconds(_ wave: [String: Any]?, _ key: String) throws -> Double {
        try #require(wave?[key] as? Double)
      }
      let qrs = beat["qrs"] as? [String: Any], t = beat["tWave"] as? [String: Any]
      let p = (truth["pWaves"] as? [[String: Any]])?.first
      let onset = try seconds(qrs, "onset")
      for (quantity, duration) in [
        ("qrsDuration", try seconds(qrs, "offset") - onset),
        ("qtInterval", try seconds(t, "offset") - onset),
        ("prInterval", onset - (try seconds(p, "onset"))),
      ] {
        // Medians of marks and of intervals may lie two samples apart.
        let expected = try #require(quantities[quantity]?["value"] as? Double)
        #expect(abs(duration - expected) <= 0.004 + 1e-9, "\(quantity)")
      }
    }
  }

  /// At another rate QRS stays, QT follows its law and PR stays down to RR 0.52 s.
  @Test func aFitPlaysAtOtherRatesAsRhythmsDo() throws {
    try FitCommandTests.withRecord { program in
      try program.run("fit", "record", "--leads", "II,V2", "--output", "fit.json")
      func intervals(_ rate: Double) throws -> [Double] {
        let said = try program.run("beat", "fit.json", "--heart-rate", "\(rate)")
        let row = try #require(said.split(separator: "\n").dropFirst().first)
        return row.split(separator: " ").compactMap { Double($0) }
      }
      let own = try intervals(60)
      #expect(own.count >= 5, "\(own)")
      for rate in [75.0, 100, 110] {
        let now = try intervals(rate)
        // Printed as whole milliseconds.
        #expect(abs(now[1] - own[1]) <= 1 && abs(now[2] - own[2]) <= 1)
        #expect(abs(now[3] - own[3] * (0.49 - 0.09 * rate / 60) / 0.4) <= 1)
      }
      try program.fails(
        ["beat", "fit.json", "--heart-rate", "220"], 64, saying: ["220", "give 30 to"])
    }
  }
}
