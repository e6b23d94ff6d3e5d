import Foundation
import Statements
import TestSupport
import Testing

@testable import HealthRecords

@Suite struct MIMICTablesTests {
  @Test func admissionsBecomeSetsOfCodes() throws {
    let folder = try TableFolder()
    let report = try folder.importTables()
    #expect(report.complaints == [] && report.patients == 3 && report.admissions == 4)
    #expect(
      try folder.codes("92220001") == [
        ["icd9:4019", "icd9:42731"], ["drug:furosemide", "drug:5% dextrose \"d5\", plain"], [], [],
      ])
    #expect(try folder.codes("92220002") == [["icd10:I10"], [], [], []])
    #expect(
      try folder.codes("92220003")
        == [["icd10:I10"], ["drug:furosemide", "drug:metoprolol tartrate"], [], []])
    #expect(try folder.codes("92220004") == [[], [], ["icd10:02HV33Z"], []])
    #expect(report.codes == [3, 3, 1, 0] && report.members == [4, 4, 1, 0])
    let store = try ProfileStore(path: folder.store)
    #expect(try store.codes(of: .diagnoses).map(\.admissions).reduce(0, +) == 4)
    #expect(store.admissionCount == 4 && store.patientCount == 3 && store.source == "mimic-iv-ecg")
  }

  @Test func agesFollowFromTheAnchor() throws {
    let folder = try TableFolder()
    _ = try folder.importTables()
    let store = try ProfileStore(path: folder.store)
    let profile = try store.profile(ofAdmission: "92220002")
    // anchor_age 52 in 2180, admitted in 2182.
    #expect(profile.sex == .female && profile.ageYears.map { $0.rounded(.down) } == 54)
  }

  @Test func theLastMeasuresUntilTheEndOfTheAdmissionCount() throws {
    let folder = try TableFolder()
    _ = try folder.importTables()
    let store = try ProfileStore(path: folder.store)
    let first = try store.measurements(ofAdmission: 0)
    #expect(first == ["weightKilograms": 150 * 0.45359237, "eGFR (CKD-EPI)": 60])
    let second = try store.measurements(ofAdmission: 1)
    #expect(second["systolicMillimetresOfMercury"] == 135)
    #expect(second["diastolicMillimetresOfMercury"] == 76)
  }

  @Test func reportsBelongToTheAdmissionDuringWhichTheyWereMade() throws {
    let folder = try TableFolder()
    try folder.write(
      Data(
        """
        subject_id,study_id,cart_id,ecg_time,report_0,report_1,report_2
        91110001,1,9,2180-05-07 10:00:00,Sinus rhythm,Left bundle branch block,
        91110001,2,9,2180-05-08 10:00:00,Sinus rhythm,"no ST elevation, old inferior infarct",
        91110001,3,9,2181-01-01 10:00:00,Atrial fibrillation,,
        91119999,4,9,2181-01-01 10:00:00,Atrial fibrillation,,

        """.utf8), to: "machine_measurements.csv")
    let report = try folder.importTables(reports: "machine_measurements.csv")
    #expect(
      try folder.codes("92220001")[3] == [
        "sinus-rhythm", "left-bundle-branch-block", "no st-elevation", "old inferior infarction",
      ])
    #expect(try folder.codes("92220002")[3] == [])
    let store = try ProfileStore(path: folder.store)
    #expect(try store.reports(ofAdmission: 0).map(\.name) == ["1", "2"])
    let table = try #require(report.tables.last)
    #expect(table.taken == 3 && table.leftOut == ["names a patient that the tables lack": 1])
  }

  @Test func titlesComeFromTheDictionariesOfCodes() throws {
    let folder = try TableFolder([
      "d_icd_diagnoses":
        "icd_code,icd_version,long_title\n4019,9,\"Hypertension, unspecified\"\n0010,9,Cholera\n"
    ])
    _ = try folder.importTables()
    let codes = try ProfileStore(path: folder.store).codes(of: .diagnoses)
    #expect(codes.first { $0.code == "icd9:4019" }?.title == "Hypertension, unspecified")
    #expect(!codes.contains { $0.code == "icd9:0010" })
  }

  /// Each bad row costs itself, is told by line and reason, and no message holds anything of it.
  @Test func badRowsAreNamedAndTheRestGoesIn() throws {
    let rows = [
      "91110001,92220001,1,4019,9", "91110001,92220001,2,42731", "91110001,92220001,3,4280,11",
      "91110001,92220001,4,4280,", "91110001,92229999,5,4280,9", "91110002,92220001,6,4280,9",
      "91110001,92220001,7,,9", "91110001,92220001,8,4?80,9", "91110001,,9,4280,9",
      "91110001,92220001,\"10,4280,9", "91110001,92220001,11,25000,9", "91110001,9222",
    ]
    let head = "subject_id,hadm_id,seq_num,icd_code,icd_version\n"
    let folder = try TableFolder(["diagnoses_icd": head + rows.joined(separator: "\n")])
    var drugs = Data("subject_id,hadm_id,drug_type,drug\n91110001,92220001,MAIN,Zylo".utf8)
    drugs.append(0xE9)
    drugs += Data("ine\n91110001,92220001,MAIN,\n91110001,92220001,MAIN,Aspirin\n".utf8)
    try folder.write(drugs, to: "prescriptions.csv")
    let report = try folder.importTables()
    #expect(
      try folder.codes("92220001")
        == [["icd9:4019", "icd9:25000"], ["drug:aspirin"], [], []])
    let table = try #require(report.tables.first { $0.name == "diagnoses_icd.csv" })
    #expect(table.taken == 2 && table.leftOutCount == 10)
    #expect(
      table.firstLines == [
        "4 fields, 5 columns": [3], "has an unknown ICD version": [4, 5],
        "names an admission that the table of admissions lacks": [6],
        "names another patient than the table of admissions": [7], "has no ICD code": [8, 9],
        "names no admission": [10], "a quote is not closed": [11], "2 fields, 5 columns": [13],
      ])
    #expect(report.complaints.contains { $0.contains("its last line has no end") })
    let drugTable = try #require(report.tables.first { $0.name == "prescriptions.csv" })
    #expect(drugTable.leftOut == ["is no UTF-8": 1, "names no drug": 1])
    for complaint in report.complaints {
      for secret in ["9111", "9222", "4280", "42731", "Zylo"] {
        #expect(!complaint.contains(secret), "\(complaint)")
      }
    }
  }

  @Test func tablesThatAreMissingOrOthersAreNamed() throws {
    for name in ["patients", "admissions", "diagnoses_icd", "procedures_icd", "prescriptions"] {
      let folder = try TableFolder(without: [name])
      let error = #expect(throws: HealthRecordError.self) { try folder.importTables() }
      #expect(error?.code == .unreadable && error?.message.contains(name) == true)
      #expect(!FileManager.default.fileExists(atPath: folder.store), "whole or not at all")
      let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(left.allSatisfy { $0.hasSuffix(".csv") }, "nothing is left behind")
    }
    let folder = try TableFolder(["admissions": "a,b\n1,2\n"])
    let error = #expect(throws: HealthRecordError.self) { try folder.importTables() }
    #expect(error?.code == .malformed && error?.message.contains("hadm_id") == true)
  }

  @Test func pharmacyStandsInForPrescriptions() throws {
    let folder = try TableFolder(
      ["pharmacy": "subject_id,hadm_id,medication\n91110001,92220001,Heparin\n"],
      without: ["prescriptions"])
    _ = try folder.importTables()
    #expect(try folder.codes("92220001")[1] == ["drug:heparin"])
  }

  @Test func packedTablesAndAFolderHospAreFoundAndACutOneKeepsWhatItHas() throws {
    let folder = try TableFolder()
    let hosp = folder.path + "/hosp"
    try FileManager.default.createDirectory(atPath: hosp, withIntermediateDirectories: true)
    var drugs = "subject_id,hadm_id,drug_type,drug\n"
    for number in 0..<20_000 { drugs += "91110001,92220001,MAIN,Drug \(number * 7919 % 100_003)\n" }
    try folder.write(Data(drugs.utf8), to: "prescriptions.csv")
    for name in TableFolder.tables.keys {
      try FileManager.default.moveItem(
        atPath: "\(folder.path)/\(name).csv", toPath: "\(hosp)/\(name).csv")
      #expect(try Shell.run("/usr/bin/env", ["gzip", "\(hosp)/\(name).csv"]).status == 0)
    }
    #expect(try folder.importTables().complaints == [])
    #expect(try folder.codes("92220001")[1].count == 20_000)
    let packed = try Data(contentsOf: URL(fileURLWithPath: hosp + "/prescriptions.csv.gz"))
    try folder.write(packed.prefix(packed.count / 2), to: "hosp/prescriptions.csv.gz")
    let report = try folder.importTables()
    #expect(report.complaints.contains { $0.contains("ends within its compressed content") })
    #expect(try (1000..<20_000).contains(folder.codes("92220001")[1].count))
    #expect(try folder.codes("92220003")[0] == ["icd10:I10"])
  }

  @Test func onlyTheOwnerCanReadTheStore() throws {
    let folder = try TableFolder()
    _ = try folder.importTables()
    let attributes = try FileManager.default.attributesOfItem(atPath: folder.store)
    #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
  }

  /// Every row of the published demo goes in.
  @Test(.enabled(if: RealData.isPresent, "\(RealData.hint)"))
  func theRealTablesImportCompletely() throws {
    let store = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: store) }
    let tables = MIMICTables(
      folder: RealData.path("ehr/mimic-iv-demo"), lexicon: try Lexicon())
    let report = try HealthRecordImport(tables, to: store)()
    #expect(report.complaints == [])
    // Rows as Python's csv module counts them.
    #expect(
      Dictionary(uniqueKeysWithValues: report.tables.map { ($0.name, $0.taken) }) == [
        "patients.csv": 70, "admissions.csv": 196, "diagnoses_icd.csv": 3348,
        "procedures_icd.csv": 540, "prescriptions.csv": 13_861, "omr.csv": 2511,
      ])
    // Different codes, and different drug names in small letters, by the same module.
    #expect(report.patients == 70 && report.admissions == 196)
    #expect(report.codes == [1239, 539, 282, 0])
  }
}
