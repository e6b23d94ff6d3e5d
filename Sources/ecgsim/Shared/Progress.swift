import Foundation

/// Progress of long work on standard error: one moving line on a terminal, plain lines elsewhere.
final class Progress {
  private let total: Int
  private let quiet: Bool
  private let start = ContinuousClock.now
  private var lastPlain = ContinuousClock.now
  private let isTerminal = isatty(STDERR_FILENO) != 0

  init(total: Int, quiet: Bool) {
    self.total = total
    self.quiet = quiet
  }

  /// Tells how much is done; elsewhere than on a terminal at most every ten seconds.
  func report(_ done: Int, of what: String) {
    guard !quiet, total > 1 else { return }
    let elapsed = ContinuousClock.now - start
    let left = elapsed / Double(max(done, 1)) * Double(total - done)
    let text = "\(done)/\(total) \(what), \(Int(left / .seconds(1))) s left"
    if isTerminal {
      let end = done == total ? "\r\u{1B}[K" : ""
      FileHandle.standardError.write(Data("\r\u{1B}[K\(text)\(end)".utf8))
    } else if ContinuousClock.now - lastPlain > .seconds(10) {
      lastPlain = ContinuousClock.now
      FileHandle.standardError.write(Data((text + "\n").utf8))
    }
  }
}
