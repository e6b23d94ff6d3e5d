import Foundation
import HealthRecords
import Statements

/// A folder of tables in MIMIC-IV's layout that goes with the test.
final class TableFolder {
  let path: String
  /// Three patients with four admissions; names are such that no message could hold them by chance.
  static let tables = [
    "patients": """
    subject_id,gender,anchor_age,anchor_year,anchor_year_group,dod
    91110001,F,52,2180,2014 - 2016,
    91110002,M,71,2150,2014 - 2016,
    91110003,F,30,2110,2014 - 2016,

    """,
    "admissions": """
    subject_id,hadm_id,admittime,dischtime,deathtime
    91110001,92220001,2180-05-06 22:23:00,2180-05-09 17:15:00,
    91110001,92220002,2182-06-26 18:27:00,2182-06-30 18:49:00,
    91110002,92220003,2150-08-05 23:44:00,2150-08-07 17:50:00,
    91110003,92220004,2110-07-23 12:35:00,2110-07-25 17:55:00,

    """,
    "diagnoses_icd": """
    subject_id,hadm_id,seq_num,icd_code,icd_version
    91110002,92220003,1,I10,10
    91110001,92220001,1,4019,9
    91110001,92220001,2,42731,9
    91110001,92220002,1,i10,10
    91110001,92220001,3,4019,9

    """,
    "procedures_icd": """
    subject_id,hadm_id,seq_num,chartdate,icd_code,icd_version
    91110003,92220004,1,2110-07-24,02HV33Z,10

    """,
    "prescriptions": """
    subject_id,hadm_id,drug_type,drug
    91110001,92220001,MAIN,Furosemide
    91110001,92220001,BASE,"5% Dextrose ""D5"", plain"
    91110002,92220003,MAIN,  furosemide
    91110002,92220003,MAIN,Metoprolol  Tartrate

    """,
    "omr": """
    subject_id,chartdate,seq_num,result_name,result_value
    91110001,2180-01-01,1,Weight (Lbs),100
    91110001,2180-05-01,1,Weight (Lbs),150
    91110001,2181-05-01,1,Blood Pressure,135/76
    91110001,2180-04-01,1,eGFR (CKD-EPI),60

    """,
  ]

  init(_ changes: [String: String] = [:], without: [String] = []) throws {
    path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    for (name, text) in Self.tables.merging(changes, uniquingKeysWith: { $1 })
    where !without.contains(name) { try write(Data(text.utf8), to: name + ".csv") }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var store: String { path + "/profiles.sqlite" }

  func write(_ data: Data, to name: String) throws {
    try data.write(to: URL(fileURLWithPath: "\(path)/\(name)"))
  }

  /// Imports what is there.
  func importTables(reports: String? = nil) throws -> ImportReport {
    let tables = MIMICTables(
      folder: path, reports: reports.map { "\(path)/\($0)" }, lexicon: try Lexicon())
    return try HealthRecordImport(tables, to: store)()
  }

  /// The codes of an admission by view.
  func codes(_ admission: String) throws -> [Set<String>] {
    let store = try ProfileStore(path: store)
    let profile = try store.profile(ofAdmission: admission)
    return try ProfileView.allCases.map { view in
      let codes = try store.codes(of: view)
      return Set(profile[view].map { codes[Int($0)].code })
    }
  }
}
