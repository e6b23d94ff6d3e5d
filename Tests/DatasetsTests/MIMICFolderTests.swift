import Electrocardiogram
import Foundation
import RecordFiles
import Statements
import Testing

@testable import Datasets

@Suite struct MIMICFolderTests {
  /// A folder of two recordings, one of them absent; leads in the set's own order.
  private func folder(patients: Bool) throws -> String {
    let path = FileManager.default.temporaryDirectory.appending(
      path: "mimic-\(UInt64.random(in: 0...UInt64.max))"
    ).path
    let inner = "files/p1000/p10000032/s40689238"
    try FileManager.default.createDirectory(
      atPath: "\(path)/\(inner)", withIntermediateDirectories: true)
    try """
    subject_id,study_id,file_name,ecg_time,path
    10000032,40689238,40689238,2180-07-23 08:44:00,\(inner)/40689238
    10000032,44458630,44458630,2180-07-23 09:54:00,files/p1000/p10000032/s44458630/44458630
    """.write(toFile: path + "/record_list.csv", atomically: true, encoding: .utf8)
    try """
    subject_id,study_id,cart_id,report_0,report_1,report_2,rr_interval
    10000032,40689238,6848296,Sinus rhythm,"Possible inferior infarct, old",Abnormal ECG,659
    """.write(toFile: path + "/machine_measurements.csv", atomically: true, encoding: .utf8)
    if patients {
      try "subject_id,gender,anchor_age\n10000032,F,52\n".write(
        toFile: path + "/patients.csv", atomically: true, encoding: .utf8)
    }
    let order: [Lead] = [.I, .II, .III, .aVR, .aVF, .aVL, .V1, .V2, .V3, .V4, .V5, .V6]
    let recording = Recording(
      name: "40689238", samplingRate: 500,
      channels: order.map { lead in
        Channel(
          name: lead.rawValue,
          millivolts: [Double](
            repeating: Double(Lead.allCases.firstIndex(of: lead) ?? 0), count: 10))
      })
    try RecordWriter.write(recording, to: "\(path)/\(inner)/40689238", as: .wfdb)
    return path
  }

  @Test func reportsPatientsAndFilesMeet() throws {
    let path = try folder(patients: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let records = try MIMICFolder(path: path).records()
    #expect(records.count == 1)
    let record = try #require(records.first)
    #expect(record.name == "40689238" && record.patient == "10000032" && record.fold == nil)
    #expect(record.ageYears == 52 && record.sex == .female)
    #expect(record.report == "Sinus rhythm. Possible inferior infarct, old. Abnormal ECG")
    let statements = ReportParser(try Lexicon())(record.report ?? "").statements
    #expect(
      statements.map(\.description)
        == ["sinus-rhythm", "possible old inferior infarction", "abnormal"])
    let recording = try RecordReader.read(record.path)
    #expect(recording.channels[4].lead == .aVF)
  }

  @Test func withoutPatientsAgeAndSexAreUnknown() throws {
    let path = try folder(patients: false)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let record = try #require(try MIMICFolder(path: path).records().first)
    #expect(record.ageYears == nil && record.sex == nil)
  }

  @Test func listsWithoutRecordingsAreRefused() throws {
    let path = try folder(patients: false)
    defer { try? FileManager.default.removeItem(atPath: path) }
    try FileManager.default.removeItem(atPath: path + "/files")
    let error = #expect(throws: DatasetError.self) { try MIMICFolder(path: path).records() }
    #expect(error?.code == .empty)
  }
}
