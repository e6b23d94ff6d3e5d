public import Foundation

/// Real recordings, found through the environment variable `ECGWORKBENCH_DATA`.
///
/// A suite that needs them is marked `.enabled(if: RealData.isPresent, RealData.hint)`, so that it
/// says 'skipped' where the recordings are absent.
public enum RealData {
  /// The folder that holds `ptb-xl`, `ludb`, `qtdb`, `mitdb` and the others.
  public static let folder: URL? = ProcessInfo.processInfo.environment["ECGWORKBENCH_DATA"]
    .map { URL(fileURLWithPath: $0, isDirectory: true) }
    .flatMap { FileManager.default.fileExists(atPath: $0.path) ? $0 : nil }

  /// Whether there are any.
  public static var isPresent: Bool { folder != nil }

  /// What a skipped test says.
  public static let hint = "set ECGWORKBENCH_DATA to the folder of real recordings"

  /// The path of a record or file in the folder; the caller has checked `isPresent`.
  public static func path(_ relative: String) -> String {
    guard let folder else { preconditionFailure("RealData.path without RealData.isPresent") }
    return folder.appending(path: relative).path
  }

  /// Paths without extension of all records below a subfolder, sorted; `_hr` ends PTB-XL's 500 Hz.
  public static func records(under relative: String, suffix: String = "") -> [String] {
    guard let walk = FileManager.default.enumerator(atPath: path(relative)) else { return [] }
    return walk.compactMap { $0 as? String }
      .filter { $0.hasSuffix(suffix + ".hea") }
      .map { path(relative) + "/" + $0.dropLast(4) }
      .sorted()
  }
}
