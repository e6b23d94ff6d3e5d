import Foundation
import Statements

/// MIMIC-IV-ECG as published: `record_list.csv`, `machine_measurements.csv` and `files/`.
///
/// Gow et al., PhysioNet, 2023. The cart's report is the fields `report_0` to `report_17`. Age and sex are not in
/// the set; a `patients.csv` of MIMIC-IV beside the tables gives `anchor_age` and `gender`. Recordings that the
/// folder lacks are left out of the list. Leads are read by name: the files' order is not PTB-XL's.
public struct MIMICFolder: RecordSource {
  /// Where it is.
  public let path: String

  /// Names a folder.
  public init(path: String) { self.path = path }

  /// `mimic-iv-ecg`.
  public var name: String { "mimic-iv-ecg" }

  /// Lists the recordings that are there, in the order of the list.
  public func records() throws(DatasetError) -> [SourceRecord] {
    let list = try TextTable(path: path + "/record_list.csv")
    let reports = try reports()
    let patients = try patients()
    var found: [SourceRecord] = []
    for row in list.rows.indices {
      guard let file = try list.field(row, "path"), let study = try list.field(row, "study_id"),
        let subject = try list.field(row, "subject_id")
      else {
        throw DatasetError(
          .malformed, "\(path)/record_list.csv: row \(row + 1) lacks a study, subject or path")
      }
      guard FileManager.default.fileExists(atPath: "\(path)/\(file).hea") else { continue }
      let patient = patients[subject]
      found.append(
        SourceRecord(
          name: study, path: "\(path)/\(file)", patient: subject, ageYears: patient?.age,
          sex: patient?.sex, report: reports[study]))
    }
    guard !found.isEmpty else {
      throw DatasetError(
        .empty, "\(path) has a list but none of its recordings; is the folder 'files' there?")
    }
    return found
  }

  /// Reports by study; the cart's sentences joined as sentences.
  private func reports() throws(DatasetError) -> [String: String] {
    let table = try TextTable(path: path + "/machine_measurements.csv")
    let columns = (0...17).map { "report_\($0)" }.filter(table.columns.contains)
    var found: [String: String] = [:]
    for row in table.rows.indices {
      guard let study = try table.field(row, "study_id") else { continue }
      var sentences: [String] = []
      for column in columns {
        if let sentence = try table.field(row, column) { sentences.append(sentence) }
      }
      found[study] = sentences.joined(separator: ". ")
    }
    return found
  }

  private func patients() throws(DatasetError) -> [String: (age: Double?, sex: Condition.Sex?)] {
    let file = path + "/patients.csv"
    guard FileManager.default.fileExists(atPath: file) else { return [:] }
    let table = try TextTable(path: file)
    let sexes: [String: Condition.Sex] = ["F": .female, "M": .male]
    var found: [String: (age: Double?, sex: Condition.Sex?)] = [:]
    for row in table.rows.indices {
      guard let subject = try table.field(row, "subject_id") else { continue }
      found[subject] = (
        try table.field(row, "anchor_age").flatMap(Double.init),
        try table.field(row, "gender").flatMap { sexes[$0] }
      )
    }
    return found
  }
}
