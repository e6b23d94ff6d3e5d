/// Columns of text, numbers to the right.
struct Table {
  /// What stands over the columns.
  let header: [String]
  private(set) var rows: [[String]] = []

  init(_ header: [String]) { self.header = header }

  /// Adds a row with one cell for each column.
  mutating func add(_ cells: [String]) {
    precondition(cells.count == header.count, "\(cells.count) cells for \(header)")
    rows.append(cells)
  }

  /// The lines of the table.
  var lines: [String] {
    let widths = header.indices.map { column in
      ([header] + rows).map { $0[column].count }.max() ?? 0
    }
    let isNumeric = header.indices.map { column in
      rows.allSatisfy { $0[column].first.map { $0.isNumber || "-−+<>".contains($0) } ?? true }
    }
    return ([header] + rows).map { cells in
      cells.indices.map { column in
        let fill = String(repeating: " ", count: widths[column] - cells[column].count)
        return isNumeric[column] && column > 0 ? fill + cells[column] : cells[column] + fill
      }
      .joined(separator: "  ").trimmingSuffix(while: { $0 == " " })
    }
  }
}

extension String {
  func trimmingSuffix(while predicate: (Character) -> Bool) -> String {
    var text = self[...]
    while let last = text.last, predicate(last) { text.removeLast() }
    return String(text)
  }
}

extension Int {
  /// The number with a noun, such as `1 beat` and `2 beats`.
  func of(_ noun: String) -> String { "\(self) \(noun)\(self == 1 ? "" : "s")" }
}

extension Double {
  /// The number with a fixed number of decimals, whatever the locale.
  func formatted(_ decimals: Int) -> String {
    guard isFinite else { return "-" }
    let scale = (0..<decimals).reduce(1.0) { value, _ in value * 10 }
    let rounded = (abs(self) * scale).rounded()
    guard rounded < 1e15 else { return String(self) }
    let digits = String(Int(rounded))
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    let sign = self < 0 && rounded > 0 ? "-" : ""
    if decimals == 0 { return sign + padded }
    return sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
  }
}
