import Foundation

/// A place for what tests write, which goes when they end.
public enum ScratchFolder {
  private static let root: String = {
    let root = FileManager.default.temporaryDirectory
      .appending(path: "ecgworkbench-tests-\(UInt64.random(in: 0...UInt64.max))").path
    // A test that fails leaves by another way than its end.
    atexit { try? FileManager.default.removeItem(atPath: ScratchFolder.root) }
    return root
  }()

  /// A path that nothing has yet.
  public static func path() -> String { "\(root)/\(UInt64.random(in: 0...UInt64.max))" }
}
