import Foundation

/// The sections of a data file that a script of `Plots/` draws, as numbers.
struct DataFile {
  private var sections: [String: [[Double]]] = [:]
  let text: String

  init(path: String) throws {
    text = try String(contentsOfFile: path, encoding: .utf8)
    for section in text.components(separatedBy: "\n\n\n") {
      let lines = section.split(separator: "\n").drop { $0.hasPrefix("# Data") }
      guard let name = lines.first?.dropFirst(2) else { continue }
      sections[String(name)] = lines.dropFirst()
        .map { $0.split(separator: "\t").compactMap { Double($0) } }
    }
  }

  /// The rows of a section; NaN where the file says so.
  subscript(name: String) -> [[Double]] { sections[name] ?? [] }
}
