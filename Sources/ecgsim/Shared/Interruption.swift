import Foundation
import Synchronization

/// What happens when a command is interrupted: from the keyboard, or asked to end.
///
/// A thread of its own waits for SIGINT, SIGTERM and SIGHUP, does what was registered, and lets the
/// signal end the process as it would have without us, so that shells see what they expect.
enum Interruption {
  /// Names what was registered.
  typealias Token = UUID

  private struct Registry {
    var actions: [Token: @Sendable () -> Void] = [:]
    var order: [Token] = []
  }

  private static let registry = Mutex(Registry())

  /// Begins to wait; call it before any other thread starts.
  static func watch() {
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    var watched = 0
    for number in [SIGINT, SIGTERM, SIGHUP] {
      var action = sigaction()
      // A signal that the parent has had ignored, as nohup does, stays so.
      guard unsafe sigaction(number, nil, &action) == 0,
        unsafe action.__sigaction_handler.sa_handler == nil
      else { continue }
      unsafe sigaddset(&signals, number)
      watched += 1
    }
    guard watched > 0 else { return }
    unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
    let waited = signals
    Thread.detachNewThread {
      var signals = waited
      var number: Int32 = 0
      while unsafe sigwait(&signals, &number) != 0 {}
      // Held to the end: who publishes or cleans up now would do so beside us.
      registry.withLock { registry in
        for token in registry.order.reversed() { registry.actions[token]?() }
        unsafe pthread_sigmask(SIG_UNBLOCK, &signals, nil)
        kill(getpid(), number)
        // The signal comes at once; 128 and its number is what a shell would make of it.
        sleep(1)
        exit(128 + number)
      }
    }
  }

  /// Has something done before the process ends by a signal; what came last is done first.
  static func whenInterrupted(_ action: @escaping @Sendable () -> Void) -> Token {
    let token = Token()
    registry.withLock { registry in
      registry.actions[token] = action
      registry.order.append(token)
    }
    return token
  }

  /// Takes a registration back.
  static func forget(_ token: Token) {
    registry.withLock { registry in
      registry.actions[token] = nil
      registry.order.removeAll { $0 == token }
    }
  }

  /// Does something that an interruption must not cut in two; the signal waits for its end.
  static func postponed<Result>(_ body: () throws -> sending Result) rethrows -> Result {
    try registry.withLock { _ in try body() }
  }
}
