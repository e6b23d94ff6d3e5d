import Foundation
import RecordFiles

/// Turns data sets into a folder of shards, and goes on where it was stopped.
///
/// A shard is a fixed stretch of the list of recordings: what is in it does not depend on when or how often
/// the work was stopped, and shards that are whole are not made again.
public struct Preparation: Sendable {
  /// What is read.
  public let sources: [any RecordSource]
  /// Prepares each.
  public let preparer: RecordPreparer
  /// Where shards go.
  public let folder: String

  /// Plans the work.
  public init(_ sources: [any RecordSource], _ preparer: RecordPreparer, folder: String) {
    self.sources = sources
    self.preparer = preparer
    self.folder = folder
  }

  /// Settings and list of what a folder is made of.
  private struct Plan: Codable, Equatable {
    var settings: PreparationSettings
    var records: [String]
  }

  /// Does the work.
  ///
  /// - Parameter progress: Is told how many recordings are done, of how many.
  /// - Returns: What the folder holds.
  /// - Throws: `DatasetError` if a source has another layout, the folder was made with other settings, or
  ///   cannot be written. Recordings that cannot be read or used are left out and listed.
  public func callAsFunction(
    progress: (Int, Int) -> Void = { _, _ in }
  ) throws(DatasetError) -> Manifest {
    var all: [(source: String, record: SourceRecord)] = []
    for source in sources {
      all += try source.records().map { (source.name, $0) }
    }
    let settings = preparer.settings
    try begin(
      Plan(settings: settings, records: all.map { "\($0.source)/\($0.record.name)" }))
    var shards: [Manifest.Shard] = []
    for start in stride(from: 0, to: all.count, by: settings.recordsPerShard) {
      let end = min(start + settings.recordsPerShard, all.count)
      let files = ShardFiles(
        folder: folder,
        name: "shard-" + String(format: "%05d", start / settings.recordsPerShard + 1))
      if !files.isComplete {
        var (records, dropped): ([PreparedRecord], [Manifest.Drop]) = ([], [])
        for (index, (source, record)) in all[start..<end].enumerated() {
          do {
            records.append(try prepare(record, source))
          } catch {
            dropped.append(
              Manifest.Drop(
                source: source, name: record.name, reason: error.reason, detail: error.detail))
          }
          progress(start + index + 1, all.count)
        }
        try files.write(records, dropped: dropped)
      }
      let labels = try files.readLabels()
      shards.append(
        Manifest.Shard(
          name: files.name, records: labels.labels.count, dropped: labels.dropped))
      progress(end, all.count)
    }
    let manifest = Manifest(
      settings: settings, leads: ["I", "II", "V1", "V2", "V3", "V4", "V5", "V6"],
      sources: sources.map(\.name), shards: shards)
    guard manifest.recordCount > 0 else {
      throw DatasetError(
        .empty,
        "none of \(all.count) recordings could be used; the first: "
          + (manifest.dropped.first.map { "\($0.name): \($0.reason), \($0.detail)" } ?? "none"))
    }
    try JSONFile.write(manifest, to: "\(folder)/manifest.json")
    return manifest
  }

  private func prepare(
    _ record: SourceRecord, _ source: String
  ) throws(SignalCheck.Rejection) -> PreparedRecord {
    do {
      return try preparer(try RecordReader.read(record.path), record, source: source)
    } catch let error as SignalCheck.Rejection {
      throw error
    } catch {
      throw SignalCheck.Rejection(reason: "cannot be read", detail: "\(error)")
    }
  }

  /// Makes the folder, or sees that it was made for the same work.
  private func begin(_ plan: Plan) throws(DatasetError) {
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw DatasetError(.unwritable, "cannot make the folder \(folder)", underlying: error)
    }
    let path = "\(folder)/plan.json"
    if FileManager.default.fileExists(atPath: path) {
      guard try JSONFile.read(Plan.self, from: path) == plan else {
        throw DatasetError(
          .mismatch,
          "\(folder) was made of other recordings or with other settings; name another folder")
      }
    } else {
      try JSONFile.write(plan, to: path)
    }
  }
}
