import Electrocardiogram
import Foundation
import Measurement

/// A table of measures: one line for each record.
enum MeasureTable: String {
  /// A header and a row of medians; a cell is empty where a measure could not be taken.
  case csv
  /// What `measure RECORD --json` prints, as one line.
  case jsonl

  /// The format that a path's ending names; `nil` if it is another.
  init?(path: String) {
    self.init(rawValue: URL(fileURLWithPath: path).pathExtension.lowercased())
  }

  /// What stands above the records.
  var header: Data? { self == .csv ? Self.line(Self.columns) : nil }

  /// The line of a record.
  func line(_ record: String, _ recording: Recording, _ measures: RecordMeasures) throws -> Data {
    switch self {
    case .csv: Self.line(Self.cells(record, recording, measures))
    case .jsonl: try JSON.line(MeasureReport(recording, measures, record: record))
    }
  }

  /// The line of a record that cannot be measured.
  func line(_ record: String, failure: String) throws -> Data {
    switch self {
    case .csv:
      Self.line([record, failure] + [String](repeating: "", count: Self.columns.count - 2))
    case .jsonl: try JSON.line(["record": record, "error": failure])
    }
  }

  /// Quantities of the whole record, then those of each lead.
  private static let quantities: [(quantity: Quantity, lead: Lead?)] =
    Quantity.allCases.filter { !$0.isPerLead }.map { ($0, nil) }
    + Lead.allCases.flatMap { lead in
      Quantity.allCases.filter(\.isPerLead).map { ($0, lead) }
    }

  /// The names of the columns, with their units.
  static let columns =
    ["record", "error", "sampling_rate_hz", "duration_s", "beats", "pacing_pulses"]
    + quantities.map { quantity, lead in
      [lead?.rawValue, quantity.rawValue, quantity.columnUnit].compactMap { $0 }
        .joined(separator: "_")
    }

  private static func cells(
    _ record: String, _ recording: Recording, _ measures: RecordMeasures
  ) -> [String] {
    // Measures of recorded voltages are not worth more digits than a float32 has.
    func text(_ value: Double?) -> String {
      value.flatMap { $0.isFinite ? "\(Float($0))" : nil } ?? ""
    }
    return [
      record, "", text(recording.samplingRate), text(recording.duration),
      "\(measures.delineation.rPeaks.count)", "\(measures.pulses.count)",
    ] + quantities.map { text(measures.value($0, lead: $1)) }
  }

  /// Cells, in quotes where they need them, and the end of the line.
  private static func line(_ cells: [String]) -> Data {
    let text = cells.map { cell in
      cell.utf8.contains { ",\"\r\n".utf8.contains($0) }
        ? "\"" + cell.replacingOccurrences(of: "\"", with: "\"\"") + "\"" : cell
    }
    return Data((text.joined(separator: ",") + "\n").utf8)
  }
}

extension Quantity {
  /// The unit as a column's name ends with it; `nil` for a plain number.
  fileprivate var columnUnit: String? {
    switch unit {
    case "": nil
    case "1/min": "per_min"
    case "mV·s": "mV_s"
    case "s²": "s2"
    case let unit: unit
    }
  }
}
