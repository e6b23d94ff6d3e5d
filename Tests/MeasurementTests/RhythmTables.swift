import Foundation
import Measurement
import TestSupport

/// What the tables of LUDB and PTB-XL say about the rhythms of their records.
enum RhythmTables {
  /// Paths below the data folder of LUDB's held-out records of these kinds of rhythm.
  static func heldOutOfLUDB(_ kinds: Set<String>) throws -> [String] {
    try ludb().filter { LUDBSplit.heldOut.contains($0.number) && kinds.contains($0.kind) }
      .map { "ludb/data/\($0.number)" }
  }

  /// Numbers and kinds of rhythm (`LUDBSplit.kind`) of all records of LUDB.
  static func ludb() throws -> [(number: Int, kind: String)] {
    try table("ludb/ludb.csv", ["ID", "Rhythms", "Cardiac pacing"]).map { row in
      (Int(row[0]) ?? 0, LUDBSplit.kind(rhythm: row[1], pacing: row[2]))
    }
  }

  /// Paths below the data folder of PTB-XL's present records that bear one of the codes, of the two
  /// folds that its authors keep for tests.
  static func testsOfPTBXL(_ codes: Set<String>) throws -> [String] {
    try table("ptb-xl/ptbxl_database.csv", ["scp_codes", "strat_fold", "filename_hr"])
      .filter { row in
        (Double(row[1]) ?? 0) > 8 && codes.contains { row[0].contains("'\($0)'") }
          && FileManager.default.fileExists(atPath: RealData.path("ptb-xl/\(row[2]).hea"))
      }.map { "ptb-xl/\($0[2])" }
  }

  /// Columns of a table of comma-separated values.
  private static func table(_ path: String, _ names: [String]) throws -> [[String]] {
    let text = try String(contentsOfFile: RealData.path(path), encoding: .utf8)
    var lines = text.split(whereSeparator: \.isNewline).map(fields)
    guard !lines.isEmpty else { return [] }
    let head = lines.removeFirst()
    let columns = names.compactMap { head.firstIndex(of: $0) }
    guard columns.count == names.count else { return [] }
    return lines.filter { $0.count == head.count }.map { line in columns.map { line[$0] } }
  }

  /// Fields of a line of comma-separated values with quotes.
  private static func fields(_ line: Substring) -> [String] {
    var fields = [""]
    var quoted = false
    for character in line {
      switch character {
      case "\"": quoted.toggle()
      case "," where !quoted: fields.append("")
      default: fields[fields.count - 1].append(character)
      }
    }
    return fields
  }
}
