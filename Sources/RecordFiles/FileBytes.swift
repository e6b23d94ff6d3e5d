import Foundation

/// Whole files as bytes.
enum FileBytes {
  /// Largest header, table or annotation file read, in bytes.
  static let textLimit = 1 << 30
  /// Largest signal or array file read, in bytes: a week of 12 leads at 1 kHz is 14.5 GB.
  static let binaryLimit = 1 << 35

  /// Reads a regular file to its end.
  ///
  /// - Throws: `cannotRead` if it is absent, no regular file or larger than the limit.
  static func read(_ path: String, limit: Int = binaryLimit) throws(RecordFileError) -> [UInt8] {
    let (descriptor, size) = try open(path, limit)
    defer { _ = close(descriptor) }
    var failed = false
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      while count < size {
        let step = unsafe Foundation.read(
          descriptor, buffer.baseAddress.map { unsafe $0 + count }, size - count)
        if step < 0 && errno == EINTR { continue }
        failed = step < 0
        if step <= 0 { break }
        count += step
      }
    }
    guard !failed else { throw failure(path, "cannot be read") }
    return bytes
  }

  /// Checks that a path is a regular file that can be read.
  ///
  /// - Throws: `cannotRead` as `read` does.
  static func check(_ path: String, limit: Int = binaryLimit) throws(RecordFileError) {
    _ = close(try open(path, limit).descriptor)
  }

  private static func open(
    _ path: String, _ limit: Int
  ) throws(RecordFileError) -> (descriptor: Int32, size: Int) {
    let descriptor = unsafe Foundation.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw failure(path, "cannot be opened") }
    do throws(RecordFileError) {
      return (descriptor, try size(of: descriptor, path, limit))
    } catch {
      _ = close(descriptor)
      throw error
    }
  }

  private static func size(
    of descriptor: Int32, _ path: String, _ limit: Int
  ) throws(RecordFileError) -> Int {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw failure(path, "has no status") }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw RecordFileError(
        .cannotRead, file: path, "is not a regular file", advice: "name a file")
    }
    let size = Int(status.st_size)
    guard size <= limit else {
      throw RecordFileError(
        .cannotRead, file: path, "is \(size) bytes long, more than the limit of \(limit)",
        advice: "check that it is the right file")
    }
    return size
  }

  /// Whether a path is a folder.
  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Whether a file of this name can be opened for reading.
  static func exists(_ path: String) -> Bool { unsafe access(path, R_OK) == 0 }

  private static func failure(_ path: String, _ problem: String) -> RecordFileError {
    RecordFileError(
      .cannotRead, file: path, problem, advice: "check the path and its permissions",
      underlying: SystemError(number: errno))
  }
}

/// A failed system call.
struct SystemError: Error, CustomStringConvertible {
  /// The call's `errno`.
  let number: Int32
  /// The system's words for it.
  var description: String { unsafe String(cString: strerror(number)) }
}
