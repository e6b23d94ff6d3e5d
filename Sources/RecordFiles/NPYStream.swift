import Foundation

/// Writes an `.npy` file whose length is not known beforehand, a few rows at a time.
///
/// The header keeps room for the number of rows, which is put there at the end: until `finish` the
/// file is none. Nothing but a buffer stays in memory.
public final class NPYStream {
  private let path: String
  private let element: NPYElement
  private let axes: [Int]
  private var rows = 0
  private var buffer: [UInt8]
  /// Owned; closed by `finish` or `deinit`.
  private var descriptor: Int32

  private static let headerLength = 256
  private static let bufferSize = 1 << 16

  /// Creates the file.
  ///
  /// - Parameters:
  ///   - path: Where; what is there is replaced.
  ///   - element: What rows consist of.
  ///   - axes: Length of each axis after the first; none for one element a row.
  /// - Throws: `cannotWrite`.
  public init(
    path: String, element: NPYElement, axes: [Int] = []
  ) throws(RecordFileError) {
    self.path = path
    self.element = element
    self.axes = axes
    buffer = try NPYHeader.bytes(
      element, shape: [0] + axes, length: Self.headerLength, file: path)
    descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw failure(errno) }
  }

  deinit { if descriptor >= 0 { _ = close(descriptor) } }

  /// Appends rows.
  ///
  /// - Precondition: whole rows of the file's element.
  /// - Throws: `cannotWrite`.
  public func append(_ values: NumPyArray.Values) throws(RecordFileError) {
    let width = axes.reduce(1, *)
    precondition(
      width == 0 ? values.count == 0 : values.count % width == 0,
      "\(values.count) values are no rows of \(axes)")
    rows += width == 0 ? 0 : values.count / width
    values.append(to: &buffer, as: element)
    if buffer.count >= Self.bufferSize { try flush() }
  }

  /// Completes the file.
  ///
  /// - Throws: `cannotWrite`.
  public func finish() throws(RecordFileError) {
    try flush()
    buffer = try NPYHeader.bytes(
      element, shape: [rows] + axes, length: Self.headerLength, file: path)
    guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw failure(errno) }
    try flush()
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
