import Foundation

/// What `measure` does with many records, and with tables.
extension MeasureCommand {
  /// Measures the records of a folder, or one record, into a table.
  func measureIntoTable(_ path: String) throws {
    let isFolder = FitFolder.isFolder(path)
    let folder = path.trimmingSuffix { $0 == "/" }
    let records = isFolder ? try FitFolder.records(in: path) : [path]
    // All records of a folder are of one kind: what none of them needs is refused once.
    if isFolder, let first = records.first { try reading.refuseWhatDoesNothing(for: first) }
    let named = records.map { record in
      (
        path: record,
        name: isFolder
          ? String(record.dropFirst(folder.count + 1))
          : URL(fileURLWithPath: path).lastPathComponent
      )
    }
    guard let output, let table = MeasureTable(path: output) else {
      return try print(named)
    }
    let run = MeasureRun(table: table, reading: reading, jobs: threads, quiet: talk.quiet)
    let files = try OutputFiles([("--output", output)])
    let summary = try files.write(output) { staged in
      let file = try LineFile(staged)
      return try run.measure(named) { try file.write($0) }
    }
    try files.publish()
    for line in summary.lines + ["wrote \(output)"] { talk.say(line) }
    try talk.finish(summary)
  }

  /// Prints the table.
  private func print(_ records: [(path: String, name: String)]) throws {
    let table: MeasureTable = talk.json ? .jsonl : .csv
    let run = MeasureRun(table: table, reading: reading, jobs: threads, quiet: talk.quiet)
    let summary = try run.measure(records) { line in
      if talk.json || !talk.quiet { try StandardOutput.write(line) }
    }
    if !summary.failed.isEmpty, !talk.quiet {
      for line in summary.lines { StandardError.say(line) }
    }
  }

  /// How many threads work on a folder.
  private var threads: Int { jobs ?? max(1, ProcessInfo.processInfo.activeProcessorCount) }
}

/// A file that grows line by line.
private struct LineFile: ~Copyable {
  private let path: String
  private let handle: FileHandle

  /// Makes the file.
  init(_ path: String) throws {
    guard FileManager.default.createFile(atPath: path, contents: nil),
      let handle = FileHandle(forWritingAtPath: path)
    else { throw Failure(.cannotReadOrWrite, "\(path): cannot be made; check its folder") }
    self.path = path
    self.handle = handle
  }

  deinit { try? handle.close() }

  func write(_ line: Data) throws {
    do {
      try handle.write(contentsOf: line)
    } catch {
      throw Failure(.cannotReadOrWrite, "\(path): cannot be written; check that there is room")
    }
  }
}
