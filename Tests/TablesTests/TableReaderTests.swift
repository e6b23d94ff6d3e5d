import Foundation
import TestSupport
import Testing

@testable import Tables

@Suite struct TableReaderTests {
  /// All rows of a text and what is said of those that are none.
  private func read(_ text: String) throws -> (rows: [[String?]], flaws: [TableFlaw]) {
    try read(try TableReader(text: Array(text.utf8), name: "t.csv"))
  }

  private func read(_ table: TableReader) throws -> (rows: [[String?]], flaws: [TableFlaw]) {
    var (rows, flaws): ([[String?]], [TableFlaw]) = ([], [])
    while true {
      switch try table.next() {
      case .row: rows.append(table.columns.indices.map(table.text))
      case .flaw(let flaw): flaws.append(flaw)
      case .end: return (rows, flaws)
      }
    }
  }

  @Test func quotedFieldsHoldCommasLinesAndQuotes() throws {
    let (rows, flaws) = try read("\u{FEFF}a,b\r\n1,\"x, \"\"y\"\"\nz\"\r\n\n,2\n\"\",\"\"\n")
    #expect(rows == [["1", "x, \"y\"\nz"], ["", "2"], ["", ""]])
    #expect(flaws.isEmpty)
  }

  @Test func quotesWithinAFieldAreLetters() throws {
    let (rows, flaws) = try read("a,b\n5\" tube,x\n")
    #expect(rows == [["5\" tube", "x"]] && flaws.isEmpty)
  }

  @Test func badRowsAreNamedAndTheRestIsRead() throws {
    let (rows, flaws) = try read("a,b\n1,2\n3\n4,5,6\n\"7\" x,8\n9,10\n\"11,12\n13,14\n")
    #expect(rows == [["1", "2"], ["9", "10"], ["13", "14"]])
    #expect(flaws.map(\.line) == [3, 4, 5, 7])
    #expect(flaws[0].problem == "1 fields, 2 columns" && flaws[1].problem == "3 fields, 2 columns")
    #expect(flaws[3].problem.contains("not closed"))
  }

  @Test func linesAreCountedThroughQuotedLineEnds() throws {
    let table = try TableReader(text: Array("a\n\"1\n2\n3\"\n4\n".utf8), name: "t.csv")
    #expect(try table.next() == .row && table.line == 2)
    #expect(try table.next() == .row && table.line == 5)
    #expect(try table.next() == .end && !table.isLastLineOpen)
  }

  @Test func aLastLineWithoutEndIsReadAndTold() throws {
    let table = try TableReader(text: Array("a,b\n1,2".utf8), name: "t.csv")
    #expect(try table.next() == .row)
    #expect(try table.next() == .end && table.isLastLineOpen)
  }

  @Test func wrongEncodingsAreNamed() throws {
    for bytes in [[0xFF, 0xFE, 0x61, 0], [0x61, 0, 0x2C, 0], [0xE4, 0x0A]] as [[UInt8]] {
      let error = #expect(throws: TableError.self) { try TableReader(text: bytes, name: "t.csv") }
      #expect(error?.code == .malformed && error?.problem.contains("UTF-8") == true)
    }
    let table = try TableReader(text: Array("a\n".utf8) + [0xE4, 0x0A], name: "t.csv")
    #expect(try table.next() == .row && table.text(0) == nil)
  }

  @Test func emptyTablesAndMissingColumnsAndFilesAreNamed() throws {
    #expect(throws: TableError.self) { try TableReader(text: [], name: "t.csv") }
    let table = try TableReader(text: Array("a\n".utf8), name: "t.csv")
    let column = #expect(throws: TableError.self) { try table.place(of: "b") }
    #expect(column?.code == .noColumn && column?.problem.contains("'b'") == true)
    let file = #expect(throws: TableError.self) { try TableReader(path: "/nowhere/t.csv") }
    #expect(file?.code == .cannotRead && file?.description.contains("/nowhere/t.csv") == true)
  }

  /// Rows longer than what is read at a time, and rows over its border.
  @Test func rowsAreTheSameHoweverTheFileIsRead() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var text = "n,word,rest\n"
    for row in 0..<60_000 {
      text += "\(row),\"w,\(row % 7)\n\",\(String(repeating: "x", count: row * 31 % 173))\n"
    }
    let path = folder.appending(path: "t.csv").path
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    #expect(text.utf8.count > 4 * TableReader.longestRow)
    let (rows, flaws) = try read(try TableReader(path: path))
    #expect(rows.count == 60_000 && flaws.isEmpty)
    #expect(rows.indices.allSatisfy { rows[$0][0] == "\($0)" && rows[$0][1] == "w,\($0 % 7)\n" })
    // The same rows packed, and what is left of them when the file is cut.
    #expect(try Shell.run("/usr/bin/env", ["gzip", path]).status == 0)
    #expect(try read(try TableReader(path: path + ".gz")).rows == rows)
    let packed = try Data(contentsOf: URL(fileURLWithPath: path + ".gz"))
    let cut = folder.appending(path: "cut.csv.gz")
    try packed.prefix(packed.count / 2).write(to: cut)
    let table = try TableReader(path: cut.path)
    var count = 0
    let error = #expect(throws: TableError.self) {
      while case let step = try table.next(), step != .end { if step == .row { count += 1 } }
    }
    #expect(error?.code == .truncated && (10_000..<50_000) ~= count)
    #expect(try table.next() == .end)
  }

  /// A quote that is never closed costs its line, not the rest of the file.
  @Test func aQuoteThatIsNeverClosedCostsALine() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: path) }
    var text = "a,b\n\"1,2\n"
    for row in 0..<400_000 { text += "\(row),abc\n" }
    try Data(text.utf8).write(to: path)
    let (rows, flaws) = try read(try TableReader(path: path.path))
    #expect(rows.count == 400_000 && flaws.map(\.line) == [2])
  }
}
