import Fitting
import Foundation
import Synchronization

/// Joins the shards of a data set into one table and one manifest, and checks a data set by its manifest.
public enum DatasetMerge {
  /// Joins shards.
  ///
  /// - Parameter folders: Where they lie; the first receives the others' records, as further names of
  ///   their files where the file system has them, else as copies.
  /// - Returns: Records of the whole data set.
  /// - Throws: `RecordError` if a shard is missing, or the folders hold different data sets.
  public static func merge(_ folders: [String]) throws -> Int {
    let target = DatasetFolder(folders[0])
    guard let description = try DatasetDescription(in: target) else {
      throw RecordError(
        .otherDataset, "\(target.path): holds no data set; name folders that 'dataset' made")
    }
    if target.exists(DatasetFolder.manifestName) {
      target.remove(DatasetFolder.shards)
      return description.count
    }
    var shards: [String: DatasetFolder] = [:]
    for path in folders {
      let folder = DatasetFolder(path)
      guard try DatasetDescription(in: folder) == description else {
        throw RecordError(
          .otherDataset, "\(path): holds another data set than \(target.path), or none")
      }
      for name in folder.names(in: DatasetFolder.shards) where name.hasSuffix(".sha256") {
        shards[String(name.dropLast(".sha256".count))] = folder
      }
    }
    let total = try total(of: Set(shards.keys), in: target)
    var rows = DatasetRow.header
    var manifest = Manifest()
    for number in 1...total {
      let name = DatasetShard.name(number, of: total)
      let key = String(name.dropFirst(DatasetFolder.shards.count + 1))
      guard let folder = shards[key] else { continue }
      rows += try folder.text(name + ".csv")
      let own = try Manifest(
        parsing: try folder.text(name + ".sha256"), file: folder.place(name + ".sha256"))
      if folder.path != target.path {
        for path in own.hashes.keys.sorted() { try bring(path, from: folder, to: target) }
      }
      manifest.add(own)
    }
    try target.write(rows, DatasetFolder.tableName)
    for name in [
      DatasetFolder.tableName, DatasetFolder.descriptionName, DatasetFolder.specificationName,
    ] {
      manifest.add(name, SHA256.digest(of: try target.read(name)))
    }
    try target.write(manifest.text, DatasetFolder.manifestName)
    target.remove(DatasetFolder.shards)
    return description.count
  }

  /// How many shards there are; all of them must be complete.
  private static func total(
    of names: Set<String>, in target: DatasetFolder
  ) throws(RecordError) -> Int {
    let totals = Set(names.compactMap { $0.split(separator: "-").last.flatMap { Int($0) } })
    // A data set may have been begun with another number of shards: one number must be complete.
    for total in totals.sorted() {
      let all = (1...max(total, 1)).map {
        String(
          DatasetShard.name($0, of: total).dropFirst(DatasetFolder.shards.count + 1))
      }
      if all.allSatisfy(names.contains) { return total }
    }
    let most = totals.max() ?? 0
    let missing = (1...max(most, 1)).filter {
      !names.contains(
        String(DatasetShard.name($0, of: most).dropFirst(DatasetFolder.shards.count + 1)))
    }
    throw RecordError(
      .otherDataset,
      "\(target.path): \(names.count) of \(most) shards are complete; make "
        + "\(missing.prefix(5).map { "--shard \($0)/\(max(most, 1))" }.joined(separator: ", ")) too"
    )
  }

  private static func bring(
    _ path: String, from source: DatasetFolder, to target: DatasetFolder
  ) throws(RecordError) {
    if let slash = path.lastIndex(of: "/") { try target.make(String(path[..<slash])) }
    guard !target.exists(path), unsafe link(source.place(path), target.place(path)) != 0 else {
      return
    }
    try target.write(try source.read(path), path)
  }

  /// What is wrong with a data set.
  public struct Findings: Sendable {
    /// Files that the manifests name.
    public var files = 0
    /// Records, by the description.
    public var records = 0
    /// Whether shards were joined.
    public var isMerged = false
    /// Files that are absent, and those whose bytes are others.
    public var missing: [String] = []
    /// Likewise.
    public var changed: [String] = []

    /// Whether nothing is wrong.
    public var areNone: Bool { missing.isEmpty && changed.isEmpty }
  }

  /// Holds every file against its hash.
  ///
  /// - Parameters:
  ///   - path: The data set's folder, joined or with the manifests of its shards.
  ///   - jobs: Threads.
  ///   - progress: Is told files that are done; called on any thread, one at a time.
  /// - Returns: What is wrong.
  /// - Throws: `RecordError` for a folder without a manifest.
  public static func verify(
    _ path: String, jobs: Int, progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
  ) throws -> Findings {
    let folder = DatasetFolder(path)
    guard let description = try DatasetDescription(in: folder) else {
      throw RecordError(
        .otherDataset, "\(path): holds no data set; name a folder that 'dataset' made")
    }
    var manifest = Manifest()
    let isMerged = folder.exists(DatasetFolder.manifestName)
    let names =
      isMerged
      ? [DatasetFolder.manifestName]
      : folder.names(in: DatasetFolder.shards).filter { $0.hasSuffix(".sha256") }
        .map { "\(DatasetFolder.shards)/\($0)" }
    guard !names.isEmpty else {
      throw RecordError(
        .otherDataset, "\(path): no shard is complete, so that there is no manifest; make one")
    }
    for name in names {
      manifest.add(
        try Manifest(parsing: try folder.text(name), file: folder.place(name)))
    }
    let entries = manifest.hashes.sorted { $0.key < $1.key }
    let found = Mutex(Findings())
    let done = Mutex(0)
    try RecordThreads.run(entries, jobs: jobs) { entry in
      folder.exists(entry.key)
        ? (try? folder.read(entry.key)).map { SHA256.digest(of: $0) == entry.value } ?? false : nil
    } collect: { entry, isSame in
      found.withLock { found in
        switch isSame {
        case nil: found.missing.append(entry.key)
        case false?: found.changed.append(entry.key)
        case true?: break
        }
      }
      progress(
        done.withLock {
          $0 += 1; return $0
        }, entries.count)
    }
    return found.withLock { found in
      var all = found
      (all.files, all.records, all.isMerged) = (entries.count, description.count, isMerged)
      all.missing.sort()
      all.changed.sort()
      return all
    }
  }
}
