public import ArgumentParser
import Foundation
public import Records

/// The file that `record` writes, and the truth beside it.
struct RecordFile {
  let format: RecordFormat
  /// As the record's writer takes it: without ending for WFDB.
  let path: String

  /// Takes the format that was asked for, else that of the path's ending, else WFDB.
  ///
  /// - Throws: `ValidationError` where both are given and differ.
  init(path: String, format: RecordFormat?) throws {
    let ending = URL(fileURLWithPath: path).pathExtension.lowercased()
    let own: RecordFormat? = ending == "hea" ? .wfdb : RecordFormat(rawValue: ending)
    if let format, let own, format != own {
      throw ValidationError(
        "--output \(path) is a name of \(own.rawValue), --format asks for \(format.rawValue)")
    }
    let chosen = format ?? own ?? .wfdb
    self.format = chosen
    if chosen == .wfdb {
      self.path = ending == "hea" ? String(path.dropLast(4)) : path
    } else {
      self.path = own == nil ? path + chosen.ending : path
    }
    guard let last = path.split(separator: "/", omittingEmptySubsequences: false).last,
      !last.isEmpty
    else { throw ValidationError("--output \(path) names no file") }
  }

  /// Where the truth lies; JSON holds it itself.
  var truthPath: String? {
    guard format != .json else { return nil }
    return String(path.dropLast(format.ending.count)) + ".truth.json"
  }

  /// All files, in words.
  var written: [String] {
    (format == .wfdb ? [path + ".hea", path + ".dat", path + ".atr"] : [path])
      + [truthPath].compactMap { $0 }
  }
}

extension RecordFormat: ExpressibleByArgument {}
