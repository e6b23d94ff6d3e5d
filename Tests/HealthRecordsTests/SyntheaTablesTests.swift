import Foundation
import HealthRecords
import TestSupport
import Testing

@Suite struct SyntheaTablesTests {
  @Test(.enabled(if: RealData.isPresent, "\(RealData.hint)"))
  func everyRowGoesIn() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let tables = SyntheaTables(folder: RealData.path("ehr/synthea"))
    let report = try HealthRecordImport(tables, to: path)()
    #expect(report.complaints == [])
    // Rows as Python's csv module counts them.
    #expect(
      Dictionary(uniqueKeysWithValues: report.tables.map { ($0.name, $0.taken) }) == [
        "patients.csv": 11, "encounters.csv": 388, "conditions.csv": 273, "medications.csv": 173,
        "procedures.csv": 889, "observations.csv": 3626,
      ])
    let store = try ProfileStore(path: path)
    #expect(store.admissionCount == 388 && store.patientCount == 11)
    let titles = try store.codes(of: .medications).compactMap(\.title)
    #expect(titles.contains("Amoxicillin 500 MG Oral Tablet"))
    var ages: [Double] = []
    try store.forEachProfile { if let age = $0.ageYears { ages.append(age) } }
    #expect(ages.count == 388 && ages.allSatisfy { (0...120).contains($0) })
  }
}
