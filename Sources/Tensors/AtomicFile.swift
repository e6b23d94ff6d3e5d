import Foundation
import Glibc

/// A file that appears under its name when it is complete, and not before.
///
/// Bytes go to a file of another name in the same folder; `commit` brings them to the disk and moves it
/// over the old one. Whatever happens earlier, the old file stays and the new one is removed.
struct AtomicFile: ~Copyable {
  /// Where it will appear.
  let path: String
  /// The system's number of the open file; owned, closed in `deinit`.
  let descriptor: Int32
  private let temporary: String
  private var committed = false

  /// Begins a file.
  init(path: String) throws(TensorError) {
    self.path = path
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    temporary = folder + "/.\(UUID().uuidString).part"
    descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      committed = true
      throw Self.error(.cannotWrite, path)
    }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
    if !committed { unlink(temporary) }
  }

  /// Appends bytes.
  borrowing func write(_ bytes: [UInt8]) throws(TensorError) {
    try bytes.span.withUnsafeBytes { buffer throws(TensorError) in
      try Self.write(buffer, to: descriptor, of: path)
    }
  }

  /// Appends bytes to the open file.
  static func write(
    _ bytes: UnsafeRawBufferPointer, to descriptor: Int32, of path: String
  ) throws(TensorError) {
    var done = 0
    while done < bytes.count {
      // A single call takes at most 2 GiB.
      let count = Glibc.write(
        descriptor, bytes.baseAddress?.advanced(by: done), min(bytes.count - done, 1 << 30))
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw error(.cannotWrite, path) }
      done += count
    }
  }

  /// Makes the file appear.
  consuming func commit() throws(TensorError) {
    guard fsync(descriptor) == 0, rename(temporary, path) == 0 else {
      throw Self.error(.cannotWrite, path)
    }
    committed = true
    // The folder remembers the new name only when it is on the disk too.
    let folder = open(URL(fileURLWithPath: path).deletingLastPathComponent().path, O_RDONLY)
    guard folder >= 0 else { throw Self.error(.cannotWrite, path) }
    defer { close(folder) }
    guard fsync(folder) == 0 else { throw Self.error(.cannotWrite, path) }
  }

  /// What the system refused just now.
  static func error(_ code: TensorError.Code, _ path: String) -> TensorError {
    let reason = POSIXErrorCode(rawValue: errno).map { POSIXError($0) }
    let verb = code == .cannotRead ? "read" : "written"
    return TensorError(
      code, "\(path) cannot be \(verb): \(String(cString: strerror(errno)))", underlying: reason)
  }
}
