import Foundation

/// A set of numbers that are given in any order and taken in ascending order, each once.
///
/// External merge sort (Knuth, The Art of Computer Programming 3, 5.4): a buffer is sorted when it is full
/// and written to a file that has no name any more, so that memory does not grow with the set.
final class SortedRuns {
  /// Numbers that are sorted in memory.
  private let capacity: Int
  private var buffer: [UInt64] = []
  /// Where sorted numbers lie in the file, in numbers.
  private var runs: [Range<Int>] = []
  private let folder: String
  /// Owned, opened with the first run and closed in `deinit`.
  private var file: Int32 = -1

  /// Begins with none.
  ///
  /// - Parameters:
  ///   - folder: Where the file is made.
  ///   - capacity: Numbers that are kept in memory.
  init(folder: String, capacity: Int = 1 << 22) {
    precondition(capacity > 0, "room for \(capacity) numbers")
    self.folder = folder
    self.capacity = capacity
  }

  deinit { if file >= 0 { _ = close(file) } }

  /// Adds a number.
  ///
  /// - Precondition: It is not the largest that there is.
  func insert(_ number: UInt64) throws(HealthRecordError) {
    precondition(number < .max, "the largest number marks an end")
    if buffer.count == capacity { try spill() }
    buffer.append(number)
  }

  /// Visits all numbers, ascending, each once, and forgets them.
  func drain(_ visit: (UInt64) throws(HealthRecordError) -> Void) throws(HealthRecordError) {
    sortBuffer()
    var readers = runs.map { Run($0) }
    if !buffer.isEmpty { readers.append(Run(loaded: buffer)) }
    buffer = []
    runs = []
    // Heads lie apart from what is loaded; the largest number stands for none.
    var heads: [UInt64] = []
    for index in readers.indices { heads.append(try load(&readers[index])) }
    var last = UInt64.max
    while true {
      var place = 0
      for index in heads.indices where heads[index] < heads[place] { place = index }
      guard !heads.isEmpty, heads[place] != .max else { return }
      if heads[place] != last { try visit(heads[place]) }
      last = heads[place]
      heads[place] = try load(&readers[place])
    }
  }

  /// Sorted numbers and how far they were taken.
  private struct Run {
    /// What is still in the file.
    var rest: Range<Int>
    /// What was read of it.
    var loaded: [UInt64] = []
    /// The place of the next number among those that were read.
    var next = 0

    init(_ range: Range<Int>) { rest = range }
    init(loaded: [UInt64]) {
      rest = 0..<0
      self.loaded = loaded
    }
  }

  private func sortBuffer() {
    buffer.sort()
    var kept = 0
    for index in buffer.indices where index == 0 || buffer[index] != buffer[kept - 1] {
      buffer[kept] = buffer[index]
      kept += 1
    }
    buffer.removeSubrange(kept...)
  }

  private func spill() throws(HealthRecordError) {
    sortBuffer()
    if file < 0 {
      let path = "\(folder)/.runs-\(UInt64.random(in: 0...UInt64.max))"
      file = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
      guard file >= 0 else { throw failure("cannot make a file in \(folder)") }
      _ = unsafe unlink(path)
    }
    let start = runs.last?.upperBound ?? 0
    let (file, size) = (file, 8 * buffer.count)
    var done = 0
    while done < size {
      let step = unsafe buffer.withUnsafeBytes {
        unsafe pwrite(file, $0.baseAddress.map { unsafe $0 + done }, size - done, 8 * start + done)
      }
      if step < 0 && errno == EINTR { continue }
      guard step > 0 else { throw failure("cannot write to \(folder); is the disk full?") }
      done += step
    }
    runs.append(start..<start + buffer.count)
    buffer.removeAll(keepingCapacity: true)
  }

  /// Takes the next number of a run, the largest number if there is none.
  private func load(_ run: inout Run) throws(HealthRecordError) -> UInt64 {
    if run.next == run.loaded.count { try readOn(&run) }
    guard run.next < run.loaded.count else { return .max }
    run.next += 1
    return run.loaded[run.next - 1]
  }

  private func readOn(_ run: inout Run) throws(HealthRecordError) {
    guard !run.rest.isEmpty else { return }
    let count = min(run.rest.count, 1 << 15)
    let (file, start) = (file, 8 * run.rest.lowerBound)
    var numbers = [UInt64](repeating: 0, count: count)
    var done = 0
    while done < 8 * count {
      let step = unsafe numbers.withUnsafeMutableBytes {
        unsafe pread(file, $0.baseAddress.map { unsafe $0 + done }, 8 * count - done, start + done)
      }
      if step < 0 && errno == EINTR { continue }
      guard step > 0 else { throw failure("cannot read back from \(folder)") }
      done += step
    }
    run.loaded = numbers
    run.next = 0
    run.rest = run.rest.lowerBound + count..<run.rest.upperBound
  }

  private func failure(_ message: String) -> HealthRecordError {
    unsafe HealthRecordError(.unwritable, "\(message) (\(String(cString: strerror(errno))))")
  }
}
