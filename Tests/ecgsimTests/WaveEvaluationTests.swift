import Electrocardiogram
import Foundation
import RecordFiles
import TestSupport
import Testing

@Suite struct WaveEvaluationTests {
  /// Marks of QRS that the program itself sets, later by some samples.
  private static func marks(_ program: Program, _ record: String, later: Int) throws -> [Annotation]
  {
    let result = try Shell.run(Program.path, ["measure", record, "--json"], in: program.folder)
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(result.standardOutput.utf8)) as? [String: Any])
    let waves = try #require(report["consensus"] as? [String: Any])
    let complexes = try #require(waves["QRS"] as? [[String: Int]])
    return try complexes.flatMap { wave in
      try [("(", "onset"), ("N", "peak"), (")", "offset")].map { symbol, bound in
        Annotation(sample: try #require(wave[bound]) + later, symbol: symbol)
      }
    }
  }

  private static func tables(_ program: Program, _ arguments: String...) throws -> [[String: Any]] {
    let result = try Shell.run(
      Program.path, ["measure", "--evaluate", ".", "--json"] + arguments,
      // The program looks for Python from its own folder.
      environment: OraclePython.executable.map { ["ECGWORKBENCH_PYTHON": $0.path] } ?? [:],
      in: program.folder)
    #expect(result.status == 0, "\(result.standardError)")
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(result.standardOutput.utf8)) as? [String: Any])
    return report["waves"] as? [[String: Any]] ?? []
  }

  /// Mean difference in seconds and pairs of a mark.
  private static func onset(
    _ table: [String: Any], _ comparison: String
  ) throws -> (mean: Double, pairs: Int) {
    let sections = try #require(table["sections"] as? [[String: Any]])
    let section = try #require(sections.first { $0["comparison"] as? String == comparison })
    let rows = try #require(section["marks"] as? [[String: Any]])
    let row = try #require(
      rows.first { $0["wave"] as? String == "QRS" && $0["mark"] as? String == "onset" })
    return (
      try #require(row["meanSeconds"] as? Double), try #require(row["pairs"] as? Int)
    )
  }

  @Test func marksOfAllLeadsAreCompared() throws {
    try Program.inFolder { program in
      try MeasureEvaluationTests.write(program, "record")
      let marks = try Self.marks(program, "record", later: 2)
      try AnnotationFile(annotations: marks).write(to: program.path("record.q1c"))
      let table = try #require(try Self.tables(program, "--without-peers").first)
      let onset = try Self.onset(table, "all leads together")
      // Two samples of 2 ms.
      #expect(abs(onset.mean + 0.004) < 1e-9 && onset.pairs == marks.count / 3)
      // P marks of a record without annotated P waves are counted apart.
      let section = try #require((table["sections"] as? [[String: Any]])?.first)
      #expect(section["beatsWithP"] as? Int ?? 0 > 5)
      #expect(section["positivePredictivityWhereThereIsP"] as? Double == 1)
      let said = try program.run("measure", "--evaluate", ".", "--without-peers")
      #expect(said.contains("all records, all leads together"))
      #expect(said.contains("beats of records without an annotated P"))
      // With chosen leads or noise only R peaks are judged.
      #expect(try Self.tables(program, "--without-peers", "--leads", "II").isEmpty)
    }
  }

  @Test func marksOfEachLeadAreCompared() throws {
    try Program.inFolder { program in
      try MeasureEvaluationTests.write(program, "8", beats: [])
      let marks = try Self.marks(program, "8", later: 1)
      for lead in SampleRecords.sinus.channels.compactMap(\.lead) {
        try AnnotationFile(annotations: marks)
          .write(to: program.path("8.\(lead.rawValue.lowercased())"))
      }
      let table = try #require(try Self.tables(program, "--without-peers").first)
      #expect(abs(try Self.onset(table, "all leads together").mean + 0.002) < 1e-9)
      #expect(try Self.onset(table, "each lead").pairs > marks.count)
      let sections = try #require(table["sections"] as? [[String: Any]])
      // Record 8 of LUDB is one that nothing was tuned on.
      #expect(Set(sections.compactMap { $0["records"] as? String }) == ["all records", "held out"])
    }
  }

  @Test(.enabled(if: OraclePython.isPresent, "\(OraclePython.hint)"))
  func neuroKitIsComparedInTheSameTable() throws {
    try Program.inFolder { program in
      try MeasureEvaluationTests.write(program, "record")
      let marks = try Self.marks(program, "record", later: 0)
      try AnnotationFile(annotations: marks).write(to: program.path("record.q1c"))
      let table = try #require(try Self.tables(program).first)
      #expect((table["neuroKitVersion"] as? String)?.isEmpty == false)
      #expect(try Self.onset(table, "NeuroKit2 dwt on that lead").pairs > 0)
      #expect(try Self.onset(table, "one lead alone").pairs > 5)
    }
  }
}
