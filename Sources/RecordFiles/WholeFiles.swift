import Foundation

/// Writes files whole or not at all.
enum WholeFiles {
  /// Writes all files beside their places, then moves them there in the order given.
  ///
  /// A reader sees the old content or the new one, never a part. If the disk fills or the process
  /// ends before the first move, nothing has changed. A record's header comes last, so that it never
  /// announces files that are not there.
  ///
  /// - Throws: `cannotWrite` with the file and the system's reason.
  static func write(_ files: [(path: String, bytes: [UInt8])]) throws(RecordFileError) {
    var temporary: [String] = []
    defer { for path in temporary { _ = unsafe unlink(path) } }
    for (path, bytes) in files {
      let (folder, name) = split(path)
      guard !name.isEmpty else {
        throw RecordFileError(
          .cannotWrite, file: path, "names no file", advice: "give a file name")
      }
      let place = "\(folder).\(name).\(UInt64.random(in: 0...UInt64.max)).tmp"
      let descriptor = unsafe open(place, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      guard descriptor >= 0 else { throw failure(path, "cannot be created", errno) }
      temporary.append(place)
      let problem = fill(descriptor, bytes)
      guard close(descriptor) == 0, problem == 0 else {
        throw failure(path, "cannot be written", problem == 0 ? errno : problem)
      }
    }
    for ((path, _), place) in zip(files, temporary) {
      guard unsafe rename(place, path) == 0 else {
        throw failure(path, "cannot be put in its place", errno)
      }
    }
    for folder in Set(files.map { split($0.path).folder }) { synchronise(folder) }
  }

  /// Writes and synchronises; returns the system's error number or 0.
  private static func fill(_ descriptor: Int32, _ bytes: [UInt8]) -> Int32 {
    let problem = write(bytes, to: descriptor)
    guard problem == 0 else { return problem }
    return fsync(descriptor) == 0 ? 0 : errno
  }

  /// Writes all bytes at the descriptor's place; returns the system's error number or 0.
  static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
    var written = 0
    while written < bytes.count {
      let step = unsafe bytes.withUnsafeBytes {
        unsafe Foundation.write(
          descriptor, $0.baseAddress.map { unsafe $0 + written }, bytes.count - written)
      }
      if step < 0 && errno == EINTR { continue }
      if step < 0 { return errno }
      written += step
    }
    return 0
  }

  /// Makes the moves durable; some file systems cannot, and the files are complete without it.
  private static func synchronise(_ folder: String) {
    let descriptor = unsafe open(folder.isEmpty ? "." : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    _ = fsync(descriptor)
    _ = close(descriptor)
  }

  /// The folder with its closing slash, empty for the working folder, and the file's name.
  static func split(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return ("", path) }
    return (String(path[...slash]), String(path[path.index(after: slash)...]))
  }

  private static func failure(_ path: String, _ problem: String, _ number: Int32) -> RecordFileError
  {
    RecordFileError(
      .cannotWrite, file: path, problem, advice: "check that the folder exists and has room",
      underlying: SystemError(number: number))
  }
}
