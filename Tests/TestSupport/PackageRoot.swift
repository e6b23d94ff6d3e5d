public import Foundation

/// The package's own folder, found from where this file was compiled.
public enum PackageRoot {
  /// Folder that holds `Package.swift`.
  public static let url = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// A path below the package's folder.
  public static func path(_ relative: String) -> String { url.appending(path: relative).path }
}
