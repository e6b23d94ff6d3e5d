import Foundation
import Tables

extension RecordCollector {
  /// Reads a table a row at a time.
  ///
  /// - Parameters:
  ///   - name: The file's name without `.csv` or `.csv.gz`.
  ///   - folders: Where it may be, the first that has it counts.
  ///   - columns: Names of the columns that are needed.
  ///   - isNeeded: Whether it is an error that the file is missing.
  ///   - row: Takes a row and the columns' places; returns what is wrong, `nil` if nothing is.
  /// - Returns: Whether there is such a table.
  /// - Throws: `HealthRecordError` if it is missing or another one; what `row` throws.
  @discardableResult
  func read(
    _ name: String, in folders: [String], columns: [String], isNeeded: Bool = false,
    _ row: (TableReader, [Int]) throws -> String?
  ) throws -> Bool {
    let candidates = folders.flatMap { ["\($0)/\(name).csv", "\($0)/\(name).csv.gz"] }
    guard let path = candidates.first(where: FileManager.default.fileExists) else {
      guard isNeeded else { return false }
      throw HealthRecordError(
        .unreadable,
        "\(folders[0]) holds no \(name).csv and no \(name).csv.gz; is it the right folder?")
    }
    try read(path, columns: columns, row)
    return true
  }

  /// Reads the table of a file.
  func read(
    _ path: String, columns: [String], _ row: (TableReader, [Int]) throws -> String?
  ) throws {
    let table: TableReader
    var places: [Int] = []
    do {
      table = try TableReader(path: path)
      for column in columns { places.append(try table.place(of: column)) }
    } catch {
      let code: HealthRecordError.Code = error.code == .cannotRead ? .unreadable : .malformed
      throw HealthRecordError(code, "\(error)", underlying: error)
    }
    let name = URL(fileURLWithPath: path).lastPathComponent
    var outcome = ImportReport.Table(name: name)
    var count = 0
    rows: while true {
      let step: TableReader.Step
      do {
        step = try table.next()
      } catch {
        guard error.code != .cannotRead else {
          throw HealthRecordError(.unreadable, "\(error)", underlying: error)
        }
        // What came before the file broke off is kept.
        outcome.notes.append(error.problem)
        break
      }
      switch step {
      case .end: break rows
      case .flaw(let flaw): outcome.leaveOut(flaw)
      case .row:
        if let problem = try row(table, places) {
          outcome.leaveOut(TableFlaw(line: table.line, problem: problem))
        } else {
          outcome.taken += 1
        }
      }
      count += 1
      if count % 100_000 == 0 { progress(name, count) }
    }
    if table.isLastLineOpen {
      outcome.notes.append("its last line has no end: the file may have been cut")
    }
    report.tables.append(outcome)
  }
}
