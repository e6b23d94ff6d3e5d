import Foundation

/// What was printed, which must have arrived.
enum StandardOutput {
  /// Hands over what is still held back.
  ///
  /// - Throws: a failure if anything that was printed could not be written, as on a full disk.
  static func finish() throws {
    // All streams: this one is not known to the compiler as safe from other threads.
    guard fflush(nil) != 0 else { return }
    throw Failure(
      .cannotReadOrWrite,
      "standard output: cannot be written; check where it is led and that there is room")
  }
}
