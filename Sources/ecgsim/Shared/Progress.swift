import Foundation
import Synchronization

/// Progress of long work on standard error: one moving line on a terminal, plain lines elsewhere.
final class Progress: Sendable {
  private struct State {
    var done: Int
    var lastPlain = ContinuousClock.now
  }

  private let total: Int
  private let quiet: Bool
  /// What was done before the clock started.
  private let alreadyDone: Int
  private let start = ContinuousClock.now
  private let isTerminal = isatty(STDERR_FILENO) != 0
  private let state: Mutex<State>

  init(total: Int, quiet: Bool, alreadyDone: Int = 0) {
    self.total = total
    self.quiet = quiet
    self.alreadyDone = alreadyDone
    state = Mutex(State(done: alreadyDone))
  }

  /// Tells how much is done; elsewhere than on a terminal at most every ten seconds.
  func report(_ done: Int, of what: String) {
    state.withLock { state in
      state.done = done
      tell(&state, what)
    }
  }

  /// Tells that one more is done.
  func step(of what: String) {
    state.withLock { state in
      state.done += 1
      tell(&state, what)
    }
  }

  private func tell(_ state: inout State, _ what: String) {
    guard !quiet, total > 1 else { return }
    let elapsed = ContinuousClock.now - start
    let left = elapsed / Double(max(state.done - alreadyDone, 1)) * Double(total - state.done)
    let text = "\(state.done)/\(total) \(what), \(Int(left / .seconds(1))) s left"
    if isTerminal {
      let end = state.done == total ? "\r\u{1B}[K" : ""
      StandardError.write("\r\u{1B}[K\(text)\(end)")
    } else if ContinuousClock.now - state.lastPlain > .seconds(10) {
      state.lastPlain = ContinuousClock.now
      StandardError.write(text + "\n")
    }
  }
}
