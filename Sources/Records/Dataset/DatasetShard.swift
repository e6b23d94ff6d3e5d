import Electrocardiogram
import Fitting
import Foundation
import RecordFiles
import Synchronization

/// Makes a stretch of a data set's records; goes on where a killed run stopped.
///
/// Files depend on the record alone, so that any number of shards and threads gives the same bytes.
public struct DatasetShard: Sendable {
  /// What is made.
  public let plan: DatasetPlan
  /// Which shard, from 1, of how many.
  public let number, total: Int
  /// Name and version of the program, and what every simulated artefact says of itself.
  public let version, notice: String
  private let folder: DatasetFolder

  /// What came of it.
  public struct Outcome: Sendable {
    /// Records of the shard, and how many of them were there before.
    public let records, present: Int
  }

  /// Records that a thread makes without looking up.
  private static let block = 16

  /// Prepares a shard.
  public init(
    _ plan: DatasetPlan, number: Int, total: Int, output: String, version: String, notice: String
  ) {
    precondition(1...total ~= number, "shard \(number) of \(total)")
    (self.plan, self.number, self.total) = (plan, number, total)
    (self.version, self.notice) = (version, notice)
    folder = DatasetFolder(output)
  }

  /// The seed of the data set that a folder holds; `nil` if it holds none.
  public static func seed(in output: String) throws(RecordError) -> UInt64? {
    try DatasetDescription(in: DatasetFolder(output))?.seed
  }

  /// The shard's name, by which files of its own begin.
  static func name(_ number: Int, of total: Int) -> String {
    func padded(_ number: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, 5 - digits.count)) + digits
    }
    return "\(DatasetFolder.shards)/shard-\(padded(number))-of-\(padded(total))"
  }

  private var name: String { Self.name(number, of: total) }

  /// Makes what is not there yet, and the shard's table and manifest.
  ///
  /// - Parameters:
  ///   - jobs: Threads.
  ///   - progress: Is told records that are done; called on any thread, one at a time.
  /// - Returns: What was done.
  /// - Throws: `RecordError` if another data set is there, another process makes this shard, or nothing
  ///   can be written; `RecordFileError`, `NoiseError`.
  public func make(
    jobs: Int, progress: @escaping @Sendable (Int) -> Void = { _ in }
  ) throws -> Outcome {
    let indices = plan.indices(ofShard: number, of: total)
    try begin()
    if folder.exists(DatasetFolder.manifestName) {
      return Outcome(records: indices.count, present: indices.count)
    }
    let lock = try lock()
    defer { _ = close(lock) }
    try makeFolders(indices)
    let made = Mutex(Made())
    let blocks = stride(from: indices.lowerBound, to: indices.upperBound, by: Self.block).map {
      $0..<min($0 + Self.block, indices.upperBound)
    }
    try RecordThreads.run(blocks, jobs: jobs) { block in
      Result { try records(block) }
    } collect: { block, result in
      let records = try result.get()
      let done = made.withLock { made in
        for record in records { made.add(record) }
        return made.rows.count
      }
      progress(done)
    }
    // What was handed to the system is on the disk before the shard calls itself complete.
    sync()
    let outcome = try made.withLock { made in
      let rows = made.rows.sorted { $0.key < $1.key }.map(\.value).joined()
      try folder.write(rows, name + ".csv")
      try folder.write(made.manifest.text, name + ".sha256")
      return Outcome(records: indices.count, present: made.present)
    }
    folder.remove(name + ".lock")
    return outcome
  }

  // MARK: - The folder

  /// Writes what the data set says of itself, or finds it there.
  private func begin() throws {
    let own = DatasetDescription(plan, version: version, notice: notice)
    if let other = try DatasetDescription(in: folder) {
      guard other == own else {
        throw RecordError(
          .otherDataset,
          "\(folder.path): holds another data set (seed \(other.seed), \(other.count) records, version "
            + "\(other.version)) than this specification with seed \(own.seed) and \(own.count) "
            + "records makes; name another folder")
      }
    } else {
      try folder.make()
      try folder.write(plan.specification.text, DatasetFolder.specificationName)
      try folder.write(try own.text, DatasetFolder.descriptionName)
    }
    guard !folder.exists(DatasetFolder.manifestName) else { return }
    try folder.make(DatasetFolder.shards)
  }

  private func lock() throws(RecordError) -> Int32 {
    let path = folder.place(name + ".lock")
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw RecordError(.inaccessible, "\(path): cannot be written; check that you may")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK else {
      _ = close(descriptor)
      throw RecordError(
        .otherDataset,
        "\(folder.path): another process makes shard \(number) of \(total); wait for its end")
    }
    return descriptor
  }

  private func makeFolders(_ indices: Range<Int>) throws(RecordError) {
    var made: Set<String> = []
    for index in indices {
      let files = DatasetFiles(index, plan.specification)
      for path in [files.highRate, files.lowRate].compactMap({ $0 }) {
        guard let slash = path.lastIndex(of: "/") else { continue }
        let name = String(path[..<slash])
        if made.insert(name).inserted { try folder.make(name) }
      }
    }
  }

  // MARK: - Records

  /// What is known of a record that is on the disk.
  private struct Finished: Sendable {
    let index: Int
    let row: String
    let hashes: [(path: String, hash: String)]
    let wasPresent: Bool
  }

  private struct Made {
    var rows: [Int: String] = [:]
    var manifest = Manifest()
    var present = 0

    mutating func add(_ record: Finished) {
      rows[record.index] = record.row
      for (path, hash) in record.hashes { manifest.add(path, hash) }
      if record.wasPresent { present += 1 }
    }
  }

  private func records(_ indices: Range<Int>) throws -> [Finished] {
    let writer = DatasetRecordWriter(plan.specification, folder, version: version, notice: notice)
    return try indices.map { index in
      let files = DatasetFiles(index, plan.specification)
      let record = plan.record(index)
      let isPresent = folder.exists(files.last)
      let hashes =
        isPresent
        ? try files.all.map { path in (path, SHA256.digest(of: try folder.read(path))) }
        : try writer.write(record, files)
      return Finished(
        index: index,
        row: DatasetRow(record, files: files, device: "ECGWorkbench \(version)").line,
        hashes: hashes, wasPresent: isPresent)
    }
  }
}
