import Foundation

/// Writes a file a piece at a time; nothing but a buffer stays in memory.
///
/// Not whole until `finish`: write into a place that nobody reads and move the file from there.
public final class FileStream {
  private let path: String
  private var buffer: [UInt8] = []
  /// Owned; closed by `finish` or `deinit`.
  private var descriptor: Int32

  private static let bufferSize = 1 << 16

  /// Creates the file.
  ///
  /// - Parameter path: Where; what is there is replaced.
  /// - Throws: `cannotWrite`.
  public init(path: String) throws(RecordFileError) {
    self.path = path
    descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw failure(errno) }
  }

  deinit { if descriptor >= 0 { _ = close(descriptor) } }

  /// Appends what a body adds to the bytes that it is given.
  ///
  /// - Throws: `cannotWrite`.
  public func append(_ body: (inout [UInt8]) -> Void) throws(RecordFileError) {
    body(&buffer)
    if buffer.count >= Self.bufferSize { try flush() }
  }

  /// Completes the file.
  ///
  /// - Parameter start: Bytes to put over the first ones, which stood for them until now.
  /// - Throws: `cannotWrite`.
  public func finish(replacingStart start: [UInt8] = []) throws(RecordFileError) {
    try flush()
    if !start.isEmpty {
      guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw failure(errno) }
      buffer = start
      try flush()
    }
    let status = close(descriptor)
    descriptor = -1
    guard status == 0 else { throw failure(errno) }
  }

  private func flush() throws(RecordFileError) {
    let problem = WholeFiles.write(buffer, to: descriptor)
    guard problem == 0 else { throw failure(problem) }
    buffer.removeAll(keepingCapacity: true)
  }

  private func failure(_ number: Int32) -> RecordFileError {
    RecordFileError(
      .cannotWrite, file: path, "cannot be written", advice: "check that its folder has room",
      underlying: SystemError(number: number))
  }
}
