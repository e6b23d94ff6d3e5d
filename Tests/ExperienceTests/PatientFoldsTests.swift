import Electrocardiogram
import Experience
import Foundation
import HealthRecords
import Statements
import TestSupport
import Testing

/// Over the real tables: nobody is found by themself, and nobody of a test fold is found at all.
@Suite(.enabled(if: RealData.isPresent, "\(RealData.hint)")) struct PatientFoldsTests {
  @Test func nobodyFindsThemselfOrATestPatient() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let tables = MIMICTables(folder: RealData.path("ehr/mimic-iv-demo"), lexicon: try Lexicon())
    _ = try HealthRecordImport(tables, to: path)()
    let store = try ProfileStore(path: path)
    let names = try store.patientNames()
    let folds = names.map { PatientFold.fold(ofPatient: "mimic-iv-ecg/\($0)") }
    var profiles: [Profile] = []
    try store.forEachProfile { profiles.append($0) }
    let index = try ProfileIndex(store)
    #expect(
      index.count == profiles.count { folds[$0.patient] <= 8 } && index.count < profiles.count)
    var queried = 0
    for profile in profiles {
      let found = index.nearest(to: ProfileQuery(profile), count: 196)
      for neighbour in found {
        let patient = profiles[neighbour.admission].patient
        #expect(patient != profile.patient && folds[patient] <= 8)
      }
      // Nobody else is missing.
      let weights = SimilarityWeights()
      let expected = profiles.count { other in
        other.patient != profile.patient && folds[other.patient] <= 8
          && weights.similarity(ProfileQuery(profile), other) > 0
      }
      #expect(found.count == expected)
      queried += found.isEmpty ? 0 : 1
    }
    #expect(queried > 150)
    let all = try ProfileIndex(store, folds: Set(1...10))
    #expect(all.count == profiles.count)
  }
}
