import Foundation
import Synchronization

/// What happens when a command is interrupted: from the keyboard, or asked to end.
///
/// The handler of SIGINT, SIGTERM and SIGHUP wakes a thread that waits for it; that does what was
/// registered, and lets the signal end the process as it would have without us, so that shells see what
/// they expect. (Waiting for blocked signals would not do: libraries such as OpenBLAS start threads
/// before `main`, and a signal that one of those does not block ends the process at once.)
enum Interruption {
  /// Names what was registered.
  typealias Token = UUID

  private struct Registry {
    var actions: [Token: @Sendable () -> Void] = [:]
    var order: [Token] = []

    mutating func add(_ action: @escaping @Sendable () -> Void) -> Token {
      let token = Token()
      actions[token] = action
      order.append(token)
      return token
    }
  }

  private static let registry = Mutex(Registry())
  /// The end of a pipe into which the handler writes the signal's number.
  private static let wake = Atomic<Int32>(-1)

  /// Begins to wait.
  static func watch() {
    var ends: [Int32] = [0, 0]
    guard unsafe pipe(&ends) == 0 else { return }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    wake.store(ends[1], ordering: .sequentiallyConsistent)
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    for number in [SIGINT, SIGTERM, SIGHUP] {
      var action = sigaction()
      // A signal that the parent has had ignored, as nohup does, stays so.
      guard unsafe sigaction(number, nil, &action) == 0,
        unsafe action.__sigaction_handler.sa_handler == nil
      else { continue }
      unsafe action.__sigaction_handler.sa_handler = { number in
        let before = errno
        var byte = UInt8(truncatingIfNeeded: number)
        _ = unsafe write(Interruption.wake.load(ordering: .sequentiallyConsistent), &byte, 1)
        errno = before
      }
      action.sa_flags = SA_RESTART
      unsafe sigaction(number, &action, nil)
      unsafe sigaddset(&signals, number)
    }
    // A parent may have left them blocked.
    unsafe pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    let reading = ends[0]
    Thread.detachNewThread {
      var byte: UInt8 = 0
      while unsafe read(reading, &byte, 1) != 1 {}
      end(by: Int32(byte))
    }
  }

  /// Does what was registered and lets a signal end the process.
  private static func end(by number: Int32) {
    // Held to the end: who publishes or cleans up now would do so beside us.
    registry.withLock { registry in
      for token in registry.order.reversed() { registry.actions[token]?() }
      _ = signal(number, SIG_DFL)
      kill(getpid(), number)
      // The signal comes at once; 128 and its number is what a shell would make of it.
      sleep(1)
      // Not what would run at an end of our own: the lock is held.
      _exit(128 + number)
    }
  }

  /// Goes on only if no interruption is being dealt with: what has failed by it needs no words.
  ///
  /// From the keyboard a signal reaches a program that we have started as well, and that may tell us
  /// of its end before our own handler has run.
  static func settle() {
    usleep(20_000)
    registry.withLock { _ in }
  }

  /// Has something done before the process ends by a signal; what came last is done first.
  static func whenInterrupted(_ action: @escaping @Sendable () -> Void) -> Token {
    registry.withLock { $0.add(action) }
  }

  /// Makes something and has it taken away before the process ends by a signal.
  ///
  /// - Parameters:
  ///   - action: Takes it away.
  ///   - make: Makes it, and tells whether it could; no signal comes between this and the registration.
  /// - Returns: The registration; `nil`, and none, if nothing was made.
  static func whenInterrupted(
    _ action: @escaping @Sendable () -> Void, making make: () -> Bool
  ) -> Token? {
    registry.withLock { make() ? $0.add(action) : nil }
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
