import Foundation
import RecordFiles

/// Hashes of files, as `sha256sum -c` reads them: hexadecimal digits, two blanks, the path.
struct Manifest {
  /// Hash by path within the data set.
  private(set) var hashes: [String: String] = [:]

  init() {}

  /// Reads a manifest.
  ///
  /// - Throws: `RecordError` for lines that are none of a manifest.
  init(parsing text: String, file: String) throws(RecordError) {
    for (number, line) in text.split(separator: "\n").enumerated() {
      let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
      let path = parts.count == 2 ? String(parts[1].drop { $0 == " " }) : ""
      guard parts.count == 2, parts[0].count == 64, !path.isEmpty, !path.hasPrefix("/"),
        !path.split(separator: "/").contains("..")
      else {
        throw RecordError(
          .otherDataset, "\(file):\(number + 1): is no line of a manifest; make it again")
      }
      hashes[path] = String(parts[0])
    }
  }

  mutating func add(_ path: String, _ hash: String) { hashes[path] = hash }

  mutating func add(_ other: Manifest) { hashes.merge(other.hashes) { $1 } }

  /// The lines, in the order of the paths.
  var text: String {
    hashes.sorted { $0.key < $1.key }.map { "\($1)  \($0)\n" }.joined()
  }
}
