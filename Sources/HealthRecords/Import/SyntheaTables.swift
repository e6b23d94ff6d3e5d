import Foundation
import Statements
import Tables

/// Synthea's CSV output: `patients`, `encounters`, `conditions`, `medications`, `procedures`, `observations`.
///
/// Walonoski et al., JAMIA 25:230 (2018). An encounter is an admission. Diagnoses and procedures are SNOMED CT
/// codes, medications RxNorm codes.
public struct SyntheaTables: HealthRecordSource {
  /// The folder of the tables.
  public let folder: String

  /// Names a folder.
  public init(folder: String) { self.folder = folder }

  /// `synthea`.
  public var name: String { "synthea" }

  /// Reads all tables.
  public func read(into collector: RecordCollector) throws {
    let folders = [folder]
    try collector.read(
      "patients", in: folders, columns: ["Id", "GENDER", "BIRTHDATE"], isNeeded: true
    ) { table, at in
      guard !table[field: at[0]].isEmpty else { return "names no patient" }
      guard let sex = Field.sex(table[field: at[1]]) else { return "has an unknown gender" }
      guard let birth = CalendarTime.seconds(table[field: at[2]]) else {
        return "has no possible birth date"
      }
      return collector.add(patient: table[field: at[0]], .init(sex: sex, birth: birth))
        ? nil : "is there twice"
    }
    try collector.read(
      "encounters", in: folders, columns: ["Id", "PATIENT", "START", "STOP"], isNeeded: true
    ) { table, at in
      guard !table[field: at[0]].isEmpty, !table[field: at[1]].isEmpty else {
        return "names no encounter or no patient"
      }
      guard let start = CalendarTime.seconds(table[field: at[2]]) else {
        return "has no possible start"
      }
      // An encounter may still go on.
      let stop = table[field: at[3]].isEmpty ? start : CalendarTime.seconds(table[field: at[3]])
      guard let stop else { return "has no possible end" }
      return collector.add(
        admission: table[field: at[0]], of: table[field: at[1]], start: start, stop: stop)
        ? nil : "is there twice"
    }
    try readCodes("conditions", .diagnoses, "snomed", collector)
    try readCodes("medications", .medications, "rxnorm", collector)
    try readCodes("procedures", .procedures, "snomed", collector)
    try readBodies(collector)
  }

  private func readCodes(
    _ name: String, _ view: ProfileView, _ system: String, _ collector: RecordCollector
  ) throws {
    let columns = ["ENCOUNTER", "PATIENT", "CODE", "DESCRIPTION"]
    var code: [UInt8] = []
    try collector.read(name, in: [folder], columns: columns, isNeeded: true) { table, at in
      if let problem = Field.code(table[field: at[2]], system: system, into: &code) {
        return problem
      }
      guard let title = table.text(at[3]) else { return "is no UTF-8" }
      return try collector.add(
        code[...], to: view, admission: table[field: at[0]], patient: table[field: at[1]],
        title: title)
    }
  }

  private func readBodies(_ collector: RecordCollector) throws {
    let columns = ["PATIENT", "DATE", "CODE", "VALUE", "UNITS"]
    try collector.read("observations", in: [folder], columns: columns) { table, at in
      guard let patient = collector.patients.number(of: table[field: at[0]]) else {
        return "names a patient that the tables lack"
      }
      guard let time = CalendarTime.seconds(table[field: at[1]]) else {
        return "has no possible date"
      }
      guard let code = table.text(at[2]), let value = table.text(at[3]),
        let units = table.text(at[4])
      else { return "is no UTF-8" }
      // Most observations are of other things than the body's size and pressure.
      if let found = BodyMeasurement.value(loinc: code, value, units: units) {
        try collector.writer.measurement(
          patient: patient, time: time, kind: found.kind, value: found.value)
      }
      return nil
    }
  }
}
