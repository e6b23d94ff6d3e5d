import Foundation
public import Statements
import Tables

/// MIMIC-IV's tables: `patients`, `admissions`, `diagnoses_icd`, `procedures_icd`, `prescriptions`, `pharmacy`, `omr`.
///
/// Johnson et al., Sci Data 10:1 (2023). They lie in the folder or in `hosp` below it, as `.csv` or `.csv.gz`.
/// ICD-9 and ICD-10 codes are different codes: there is no mapping between them here. A drug is its name in
/// small letters. Titles of codes come from `d_icd_diagnoses` and `d_icd_procedures` where they are there.
public struct MIMICTables: HealthRecordSource {
  /// The folder of the tables.
  public let folder: String
  /// MIMIC-IV-ECG's `machine_measurements.csv`, if reports are linked.
  public let reports: String?
  private let parser: ReportParser

  /// Names a folder.
  ///
  /// - Parameters:
  ///   - folder: Where the tables are.
  ///   - reports: MIMIC-IV-ECG's `machine_measurements.csv` or `.csv.gz`, if reports are to be linked.
  ///   - lexicon: Reads the reports.
  public init(folder: String, reports: String? = nil, lexicon: Lexicon) {
    self.folder = folder
    self.reports = reports
    parser = ReportParser(lexicon)
  }

  /// `mimic-iv-ecg`, whose patients these are.
  public var name: String { "mimic-iv-ecg" }

  private var folders: [String] { [folder, folder + "/hosp"] }

  /// Reads all tables.
  public func read(into collector: RecordCollector) throws {
    try readPatients(collector)
    try readAdmissions(collector)
    try readICD("diagnoses_icd", .diagnoses, collector)
    try readICD("procedures_icd", .procedures, collector)
    let hasPrescriptions = try readDrugs("prescriptions", column: "drug", collector)
    let hasPharmacy = try readDrugs("pharmacy", column: "medication", collector)
    guard hasPrescriptions || hasPharmacy else {
      throw HealthRecordError(
        .unreadable, "\(folder) holds neither prescriptions.csv nor pharmacy.csv, packed or not")
    }
    try readBodies(collector)
    try readTitles("d_icd_diagnoses", .diagnoses, collector)
    try readTitles("d_icd_procedures", .procedures, collector)
    if let reports { try ECGReports(path: reports, parser: parser).read(into: collector) }
  }

  private func readPatients(_ collector: RecordCollector) throws {
    let columns = ["subject_id", "gender", "anchor_age", "anchor_year"]
    try collector.read("patients", in: folders, columns: columns, isNeeded: true) { table, at in
      let name = table[field: at[0]]
      guard !name.isEmpty else { return "names no patient" }
      guard let sex = Field.sex(table[field: at[1]]) else { return "has an unknown gender" }
      guard let age = Field.number(table[field: at[2]]),
        let year = Field.number(table[field: at[3]]),
        (0...130).contains(age), (1800...2500).contains(year)
      else { return "has no possible anchor_age and anchor_year" }
      // Whole years at an admission are then anchor_age and the calendar years since anchor_year.
      let birth = 86_400 * CalendarTime.days(Int(year - age), 1, 1)
      return collector.add(patient: name, .init(sex: sex, birth: birth)) ? nil : "is there twice"
    }
  }

  private func readAdmissions(_ collector: RecordCollector) throws {
    let columns = ["hadm_id", "subject_id", "admittime", "dischtime"]
    try collector.read("admissions", in: folders, columns: columns, isNeeded: true) { table, at in
      let (name, patient) = (table[field: at[0]], table[field: at[1]])
      guard !name.isEmpty, !patient.isEmpty else { return "names no admission or no patient" }
      guard let start = CalendarTime.seconds(table[field: at[2]]),
        let stop = CalendarTime.seconds(table[field: at[3]])
      else { return "has no possible admittime and dischtime" }
      return collector.add(admission: name, of: patient, start: start, stop: stop)
        ? nil : "is there twice"
    }
  }

  private func readICD(
    _ name: String, _ view: ProfileView, _ collector: RecordCollector
  ) throws {
    let columns = ["hadm_id", "subject_id", "icd_code", "icd_version"]
    var code: [UInt8] = []
    try collector.read(name, in: folders, columns: columns, isNeeded: true) { table, at in
      if let problem = Field.icd(table[field: at[2]], version: table[field: at[3]], into: &code) {
        return problem
      }
      return try collector.add(
        code[...], to: view, admission: table[field: at[0]], patient: table[field: at[1]])
    }
  }

  private func readDrugs(
    _ name: String, column: String, _ collector: RecordCollector
  ) throws -> Bool {
    var code: [UInt8] = []
    return try collector.read(
      name, in: folders, columns: ["hadm_id", "subject_id", column]
    ) { table, at in
      if let problem = Field.drug(table[field: at[2]], into: &code) { return problem }
      return try collector.add(
        code[...], to: .medications, admission: table[field: at[0]], patient: table[field: at[1]])
    }
  }

  private func readBodies(_ collector: RecordCollector) throws {
    let columns = ["subject_id", "chartdate", "result_name", "result_value"]
    try collector.read("omr", in: folders, columns: columns) { table, at in
      guard let patient = collector.patients.number(of: table[field: at[0]]) else {
        return "names a patient that the tables lack"
      }
      guard let time = CalendarTime.seconds(table[field: at[1]]) else {
        return "has no possible chartdate"
      }
      guard let kind = table.text(at[2]), let text = table.text(at[3]) else { return "is no UTF-8" }
      guard let values = BodyMeasurement.values(kind, text) else { return "has no possible value" }
      for (kind, value) in values {
        try collector.writer.measurement(patient: patient, time: time, kind: kind, value: value)
      }
      return nil
    }
  }

  private func readTitles(
    _ name: String, _ view: ProfileView, _ collector: RecordCollector
  ) throws {
    let columns = ["icd_code", "icd_version", "long_title"]
    var code: [UInt8] = []
    try collector.read(name, in: folders, columns: columns) { table, at in
      if let problem = Field.icd(table[field: at[0]], version: table[field: at[1]], into: &code) {
        return problem
      }
      guard let title = table.text(at[2]) else { return "is no UTF-8" }
      collector.name(code[...], of: view, title)
      return nil
    }
  }
}
