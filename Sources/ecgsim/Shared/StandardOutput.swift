import Foundation

/// What was printed, which must have arrived.
enum StandardOutput {
  /// Prints bytes at once.
  ///
  /// - Throws: a failure if they cannot be written.
  static func write(_ bytes: Data) throws {
    do { try FileHandle.standardOutput.write(contentsOf: bytes) } catch { throw unwritable }
  }

  private static let unwritable = Failure(
    .cannotReadOrWrite,
    "standard output: cannot be written; check where it is led and that there is room")

  /// Hands over what is still held back.
  ///
  /// - Throws: a failure if anything that was printed could not be written, as on a full disk.
  static func finish() throws {
    // All streams: this one is not known to the compiler as safe from other threads.
    guard fflush(nil) != 0 else { return }
    throw unwritable
  }
}

/// What is said beside the results.
enum StandardError {
  /// Says a line, if anybody can hear it: that nobody can is no reason to stop.
  static func say(_ line: String) { write("ecgsim: \(line)\n") }

  /// Writes text as it is.
  static func write(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }
}
