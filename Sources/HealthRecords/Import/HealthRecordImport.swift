import Foundation
import Statements

/// Tables of health records in the layout in which they are published.
public protocol HealthRecordSource: Sendable {
  /// The data set's name; a patient's fold depends on it, as in `Datasets`.
  var name: String { get }
  /// Reads all tables.
  func read(into collector: RecordCollector) throws
}

/// Turns tables of health records into a store of profiles.
///
/// Rows come in any order. Memory holds the admissions' names and times (about 70 bytes each) and the
/// vocabularies; codes pass through a sort on disk.
public struct HealthRecordImport {
  /// What is read.
  public let source: any HealthRecordSource
  /// Where the store goes.
  public let path: String

  /// Plans an import.
  public init(_ source: any HealthRecordSource, to path: String) {
    self.source = source
    self.path = path
  }

  /// Reads all tables and writes the store, whole or not at all.
  ///
  /// - Parameter progress: Is told a table's name and the rows read of it.
  /// - Returns: What came of it.
  /// - Throws: `HealthRecordError` if a table that is needed is not there, or the store cannot be written.
  public func callAsFunction(
    progress: @escaping (String, Int) -> Void = { _, _ in }
  ) throws(HealthRecordError) -> ImportReport {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    return try StoreWriter.write(to: path) { writer in
      let collector = RecordCollector(
        writer, runs: SortedRuns(folder: folder), progress: progress)
      try source.read(into: collector)
      try writer.state("schema", StoreSchema.version)
      try writer.state("source", source.name)
      return try collector.finish()
    }
  }
}
