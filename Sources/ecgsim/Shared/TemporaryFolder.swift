import Foundation
import Synchronization

/// Where a command, and every program that it starts, leaves what it needs for a while.
///
/// One folder for all of it, so that one place is cleared however the command ends.
enum TemporaryFolder {
  private static let folder = Mutex<StagingFolder?>(nil)

  /// Makes the folder and names it in the environment; where that is not possible the usual one stays.
  static func begin() {
    guard let own = StagingFolder(in: FileManager.default.temporaryDirectory.path) else { return }
    unsafe setenv("TMPDIR", own.path, 1)
    folder.withLock { $0 = own }
    atexit { TemporaryFolder.folder.withLock { $0 = nil } }
  }
}
