import Foundation

/// The finished records of a run that is not yet whole, so that the next run goes on from there.
///
/// A file beside the output. It begins with the settings of the run; then comes a frame for each
/// record in the order in which they were finished: lengths, checksum, key and outcome. A process that
/// is killed while it writes leaves half a frame, which the next one cuts off. One run at a time holds
/// the file's lock.
public final class FitJournal {
  /// Where it is.
  public let path: String
  /// Frames by their record's key.
  private var frames: [String: Frame] = [:]
  private var end: UInt64
  /// Owned; carries the lock.
  private let descriptor: Int32
  /// Whether it holds this run, and nobody else writes it.
  private var isOurs = false

  private struct Frame {
    let offset: UInt64
    let count: Int
    let checksum: UInt64
  }

  private static let title = "ECGWorkbench unfinished fits, format 1\n"
  /// Length of the key, length of the outcome, checksum of both.
  private static let headLength = 24

  /// Opens a journal, or begins one.
  ///
  /// - Parameters:
  ///   - path: Where.
  ///   - settings: One line that says everything on which the fits depend.
  /// - Throws: `FitError` with code `inaccessible`, also while another run holds it; `otherRun` if it
  ///   belongs to a run with other settings.
  public init(path: String, settings: String) throws(FitError) {
    self.path = path
    let head = Array((Self.title + settings + "\n").utf8)
    descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw Self.failure(path, "cannot be written") }
    end = UInt64(head.count)
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      throw FitError(
        code: .inaccessible,
        message: "\(path): another run is at work on this output; wait for it or name another file")
    }
    try begin(with: head)
    try restore()
    isOurs = true
  }

  /// A journal of nothing goes with its run; what turned out to be another's stays.
  deinit {
    if isOurs, frames.isEmpty { remove() }
    _ = close(descriptor)
  }

  /// Whether a record is finished.
  public func contains(_ key: String) -> Bool { frames[key] != nil }

  /// Appends a record's outcome.
  ///
  /// - Throws: `FitError` with code `inaccessible`.
  public func append(_ key: String, _ outcome: [UInt8]) throws(FitError) {
    let content = Array(key.utf8) + outcome
    let checksum = Self.checksum(content)
    var frame = ByteWriter()
    frame.append(key.utf8.count)
    frame.append(outcome.count)
    frame.append(Int(Int64(bitPattern: checksum)))
    try write(frame.bytes + content)
    frames[key] = Frame(
      offset: end + UInt64(Self.headLength + key.utf8.count), count: outcome.count,
      checksum: checksum)
    end += UInt64(Self.headLength + content.count)
  }

  /// A finished record's outcome.
  ///
  /// - Throws: `FitError` with code `inaccessible` if the file is no longer what was written.
  public func outcome(of key: String) throws(FitError) -> RecordOutcome {
    guard let frame = frames[key] else { preconditionFailure("\(key) is not finished") }
    let bytes = try read(frame.count, at: frame.offset)
    guard Self.checksum(Array(key.utf8) + bytes) == frame.checksum,
      let outcome = SeriesCoding.decode(bytes)
    else {
      throw FitError(
        code: .inaccessible, message: "\(path): was changed while it was in use; remove it")
    }
    return outcome
  }

  /// Removes the file, when what it was for is done.
  public func remove() { _ = unsafe unlink(path) }

  /// Checks what the file begins with, or writes it.
  private func begin(with head: [UInt8]) throws(FitError) {
    let found = try read(min(head.count, Int(try size())), at: 0)
    if found == head { return }
    // Killed before the settings were written: nothing was done then.
    guard head.starts(with: found) else {
      throw FitError(
        code: .otherRun,
        message: "\(path): holds a run with other options or of another version; give the same "
          + "options to go on with it, or remove it to begin anew")
    }
    guard ftruncate(descriptor, 0) == 0, lseek(descriptor, 0, SEEK_SET) == 0 else {
      throw Self.failure(path, "cannot be written")
    }
    try write(head)
  }

  /// Finds the whole frames and cuts off what follows them.
  private func restore() throws(FitError) {
    let size = try size()
    while end + UInt64(Self.headLength) <= size {
      var head = ByteReader(try read(Self.headLength, at: end))
      guard let keyCount = head.integer(), let count = head.integer(), let sum = head.integer(),
        keyCount >= 0, count >= 0, let length = UInt64(exactly: keyCount &+ count),
        end + UInt64(Self.headLength) + length <= size
      else { break }
      let start = end + UInt64(Self.headLength)
      let content = try read(Int(length), at: start)
      let checksum = UInt64(bitPattern: Int64(sum))
      guard Self.checksum(content) == checksum else { break }
      let key = String(decoding: content[..<keyCount], as: UTF8.self)
      frames[key] = Frame(offset: start + UInt64(keyCount), count: count, checksum: checksum)
      end = start + length
    }
    guard ftruncate(descriptor, off_t(end)) == 0, lseek(descriptor, off_t(end), SEEK_SET) >= 0
    else { throw Self.failure(path, "cannot be written") }
  }

  private func size() throws(FitError) -> UInt64 {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw Self.failure(path, "cannot be read") }
    return UInt64(status.st_size)
  }

  private func read(_ count: Int, at offset: UInt64) throws(FitError) -> [UInt8] {
    var failed = false
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let step = unsafe pread(
          descriptor, buffer.baseAddress.map { unsafe $0 + filled }, count - filled,
          off_t(offset) + off_t(filled))
        if step < 0 && errno == EINTR { continue }
        failed = step <= 0
        if failed { break }
        filled += step
      }
    }
    if failed { throw Self.failure(path, "cannot be read") }
    return bytes
  }

  private func write(_ bytes: [UInt8]) throws(FitError) {
    var written = 0
    while written < bytes.count {
      let step = unsafe bytes.withUnsafeBytes {
        unsafe Foundation.write(
          descriptor, $0.baseAddress.map { unsafe $0 + written }, bytes.count - written)
      }
      if step < 0 && errno == EINTR { continue }
      guard step > 0 else { throw full }
      written += step
    }
  }

  /// What is finished stays, and a frame cut short is cut off by the next run.
  private var full: FitError {
    FitError(
      code: .inaccessible,
      message: "\(path): cannot be written (\(unsafe String(cString: strerror(errno)))); the "
        + "\(frames.count) records in it are kept: make room and give the same command again")
  }

  /// Fowler, Noll and Vo's hash 1a of 64 bits: enough to notice half a frame.
  private static func checksum(_ bytes: [UInt8]) -> UInt64 {
    bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }

  private static func failure(_ path: String, _ problem: String) -> FitError {
    FitError(
      code: .inaccessible,
      message: "\(path): \(problem) (\(unsafe String(cString: strerror(errno)))); check that its "
        + "folder exists and has room")
  }
}
