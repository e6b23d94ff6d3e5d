public import Electrocardiogram
import Foundation

/// An array `[leads, samples]` of float32 in millivolts, written a stretch of all leads at a time.
///
/// Each lead's samples stand together in the file, so that a stretch is put into as many places.
public final class NPYRecordStream: RecordStream {
  private let path: String
  private let frame: RecordFrame
  private let dataStart: Int
  /// Owned; closed by `finish` or `deinit`.
  private var descriptor: Int32
  private var count = 0

  /// Creates the file.
  ///
  /// - Throws: `cannotWrite`.
  public init(path: String, _ frame: RecordFrame) throws(RecordFileError) {
    self.path = path
    self.frame = frame
    let header = try NPYHeader.bytes(
      .float32, shape: [frame.channels.count, frame.sampleCount], file: path)
    dataStart = header.count
    descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw failure(errno) }
    try put(header, at: 0)
  }

  deinit { if descriptor >= 0 { _ = close(descriptor) } }

  /// Puts a stretch into its places.
  ///
  /// - Precondition: no more samples than the frame says.
  /// - Throws: `cannotWrite`.
  public func append(_ stretch: Recording) throws(RecordFileError) {
    precondition(
      count + stretch.sampleCount <= frame.sampleCount, "more than \(frame.sampleCount) samples")
    for (lead, channel) in stretch.channels.enumerated() {
      var bytes: [UInt8] = []
      NumPyArray.Values.float32(channel.millivolts.map { Float($0) })
        .append(to: &bytes, as: .float32)
      try put(bytes, at: dataStart + 4 * (lead * frame.sampleCount + count))
    }
    count += stretch.sampleCount
  }

  /// Completes the file; annotations and comments have no place in it.
  public func finish(
    annotations: [Annotation], comments: [String]
  ) throws(RecordFileError) {
    let status = close(descriptor)
    descriptor = -1
    guard status == 0 else { throw failure(errno) }
  }

  private func put(_ bytes: [UInt8], at place: Int) throws(RecordFileError) {
    guard lseek(descriptor, off_t(place), SEEK_SET) == place else { throw failure(errno) }
    let problem = WholeFiles.write(bytes, to: descriptor)
    guard problem == 0 else { throw failure(problem) }
  }

  private func failure(_ number: Int32) -> RecordFileError {
    RecordFileError(
      .cannotWrite, file: path, "cannot be written", advice: "check that its folder has room",
      underlying: SystemError(number: number))
  }
}
