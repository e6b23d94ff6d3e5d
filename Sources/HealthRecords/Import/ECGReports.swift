import Foundation
import Statements
import Tables

/// The carts' reports of MIMIC-IV-ECG, linked to the admission during which the ECG was made.
///
/// Gow et al., PhysioNet, 2023: `machine_measurements.csv` with `subject_id`, `study_id`, `ecg_time` and the
/// sentences `report_0` to `report_17`.
struct ECGReports {
  let path: String
  let parser: ReportParser

  /// Reads the table.
  func read(into collector: RecordCollector) throws {
    let needed = ["subject_id", "study_id", "ecg_time"]
    var sentences: [Int] = []
    try collector.read(path, columns: needed) { table, at in
      if sentences.isEmpty {
        sentences = table.columns.indices.filter { table.columns[$0].hasPrefix("report_") }
      }
      guard let time = CalendarTime.seconds(table[field: at[2]]) else {
        return "has no possible ecg_time"
      }
      guard let name = table.text(at[1]), !name.isEmpty else { return "names no study" }
      var parts: [String] = []
      for place in sentences where !table[field: place].isEmpty {
        guard let text = table.text(place) else { return "is no UTF-8" }
        parts.append(text)
      }
      let text = parts.joined(separator: ". ")
      return try collector.add(
        report: text, name: name, patient: table[field: at[0]], time: time, parser(text).statements)
    }
  }
}
