import Foundation

/// A folder that a command makes for its files, and takes away again if none came into it.
final class OutputFolder: Sendable {
  /// The folders that were not there before, the innermost first.
  private let made: [String]
  private let interruption: Interruption.Token

  /// Makes a folder, with those around it, or finds it there.
  ///
  /// - Parameters:
  ///   - path: The folder.
  ///   - option: What the user named it with.
  /// - Throws: A failure if it cannot be made.
  init(_ path: String, for option: String) throws {
    var made: [String] = []
    var url = URL(fileURLWithPath: path, isDirectory: true)
    while !FileManager.default.fileExists(atPath: url.path), url.path != "/" {
      made.append(url.path)
      url.deleteLastPathComponent()
    }
    let interruption = Interruption.whenInterrupted { [made] in
      Self.remove(made)
    } making: {
      let isThere: ()? = try? FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true)
      if isThere == nil { Self.remove(made) }
      return isThere != nil
    }
    guard let interruption else {
      throw Failure(
        .cannotReadOrWrite, "\(option) \(path): the folder cannot be made; name another")
    }
    self.made = made
    self.interruption = interruption
  }

  deinit {
    Interruption.forget(interruption)
    Self.remove(made)
  }

  /// Removes what is empty.
  private static func remove(_ folders: [String]) { for folder in folders { unsafe rmdir(folder) } }
}
