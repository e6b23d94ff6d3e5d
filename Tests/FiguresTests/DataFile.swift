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

  /// A text with its class and the place where it begins, in the middle of its height.
  struct Text {
    var style: Int
    var x: Double
    var y: Double
    var text: String
  }

  /// The texts; as they stand in the file, without the quotation marks.
  var texts: [Text] {
    text.split(separator: "\n").compactMap { line in
      let fields = line.split(separator: "\t")
      guard fields.count == 4, fields[3].hasPrefix("\""), let style = Int(fields[0]),
        let x = Double(fields[1]), let y = Double(fields[2])
      else { return nil }
      return Text(style: style, x: x, y: y, text: String(fields[3].dropFirst().dropLast()))
    }
  }

  /// The rows of a section; NaN where the file says so.
  subscript(name: String) -> [[Double]] { sections[name] ?? [] }
}
