import Foundation

/// A hidden folder beside the files that a command makes, in which they lie until they are whole.
///
/// It goes with its owner, also when the command is interrupted. A command that was killed leaves its
/// folder; the next one that writes there removes it: the owner holds a lock on its folder as long as
/// it lives, so a folder that can be locked is nobody's.
final class StagingFolder: Sendable {
  /// Where it is.
  let path: String
  /// Owned; carries the lock.
  private let descriptor: Int32
  private let interruption: Interruption.Token

  private static let prefix = ".ecgsim-"

  /// Makes a folder, and removes those that killed commands left.
  ///
  /// - Returns: `nil` if nothing can be written in the folder.
  init?(in folder: String) {
    Self.removeAbandoned(in: folder)
    // Another command may take the folder for abandoned before it is locked; then comes the next.
    for _ in 0..<10 {
      let path = folder + "/" + Self.prefix + UUID().uuidString
      let interruption = Interruption.whenInterrupted {
        // A program that we have started may be writing there until it notices.
        for _ in 0..<20 where unsafe access(path, F_OK) == 0 {
          try? FileManager.default.removeItem(atPath: path)
          usleep(10_000)
        }
      } making: {
        unsafe mkdir(path, 0o777) == 0
      }
      guard let interruption else { return nil }
      if let descriptor = Self.lock(path) {
        self.path = path
        self.descriptor = descriptor
        self.interruption = interruption
        return
      }
      Interruption.forget(interruption)
    }
    return nil
  }

  /// Locks a folder that was just made; `nil` if another command took it for abandoned.
  private static func lock(_ path: String) -> Int32? {
    let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    // Where locks are not possible nobody else can lock it either.
    let isLocked = flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK
    if isLocked, unsafe access(path, F_OK) == 0 { return descriptor }
    _ = close(descriptor)
    return nil
  }

  deinit {
    Interruption.forget(interruption)
    try? FileManager.default.removeItem(atPath: path)
    _ = close(descriptor)
  }

  /// Removes the folders of commands that no longer live.
  private static func removeAbandoned(in folder: String) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for name in names where name.hasPrefix(prefix) {
      guard UUID(uuidString: String(name.dropFirst(prefix.count))) != nil else { continue }
      let path = folder + "/" + name
      let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      guard descriptor >= 0 else { continue }
      defer { _ = close(descriptor) }
      guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { continue }
      try? FileManager.default.removeItem(atPath: path)
    }
  }
}
