import Foundation
import Populations
import RandomNumbers
import RhythmLibrary
import TestSupport
import Testing

@Suite struct LearnedRhythmTests {
  @Test func drawnBeatsAreLikeThoseLearnedFrom() throws {
    let records = try SamplePatients.records(40)
    let learned = try LearnedRhythm(class: "NORM", from: records, origin: "a test")
    #expect(learned.population.patients + learned.leftOut == 40 && learned.population.hasP)
    let drawn = (0..<60).map { number in
      PopulationSampler.values(
        learned.rhythm, using: Philox(seed: 1, record: UInt32(number)))
    }
    var random = Philox(seed: 2)
    let comparison = PopulationComparison(
      drawn, records.map(\.values), using: &random, draws: 50)
    func distance(_ name: String) -> Double {
      comparison.rows.first { $0.measure.name == name }?.distance.value ?? .infinity
    }
    // Groups of 40 and 60 that are alike stay below 0.28 in 19 of 20 measures (1.36 √(1/40 + 1/60)).
    for name in ["rrInterval", "qtInterval", "rAmplitude V5", "sAmplitude V1", "tAmplitude V2"] {
      #expect(distance(name) < 0.28, "\(name)")
    }
  }

  @Test func theFileHoldsNoPatient() throws {
    let records = try SamplePatients.records(12)
    let text = try LearnedRhythm(class: "NORM", from: records, origin: "a test").rhythm.yaml
    let parameters = text.components(separatedBy: "correlations:")[0]
    let numbers = Set(
      parameters.split { !"-.0123456789e".contains($0) }.compactMap { Double($0) })
    for record in records {
      // Of a patient's own 191 numbers a few are by chance among the file's, with five decimals each.
      let own = (record.fit?.parameters ?? []).map { ($0 * 1e5).rounded() / 1e5 }
      #expect(own.count > 150 && own.count { numbers.contains($0) } < 20)
    }
  }

  @Test func aPatientCountsOnceAndOtherClassesAreNotTheClass() throws {
    let records = try SamplePatients.records(12) + SamplePatients.records(12, class: "MI")
    let learned = try LearnedRhythm(class: "NORM", from: records, origin: "a test")
    // Both twelve are the same patients.
    #expect(learned.population.patients + learned.leftOut == 12)
    let unknown = #expect(throws: PopulationError.self) {
      try LearnedRhythm(class: "HYP", from: records, origin: "a test")
    }
    #expect(unknown?.code == .unknownClass && "\(unknown!)".contains("MI, NORM"))
    let few = #expect(throws: PopulationError.self) {
      try LearnedRhythm(class: "NORM", from: Array(records.prefix(9)), origin: "a test")
    }
    #expect(few?.code == .tooFew)
  }

  @Test func filesAreNamedAsRhythmsAre() {
    #expect(LearnedRhythm.fileName("NORM") == "patients-norm")
    #expect(LearnedRhythm.fileName("STD_") == "patients-std-")
  }
}

@Suite struct PopulationComparisonTests {
  @Test func theDistanceIsTheLargestOfTheDistributionFunctions() {
    #expect(PopulationComparison.distance([1, 2, 3], [1, 2, 3]) == 0)
    #expect(PopulationComparison.distance([1, 2], [3, 4]) == 1)
    // F reaches 0.75 before G reaches 0.25.
    #expect(PopulationComparison.distance([1, 2, 3, 10], [3.5, 4, 5, 6]) == 0.75)
    #expect(PopulationComparison.distance([1, 1, 1, 2], [1, 2, 2, 2]) == 0.5)
  }

  /// SciPy's two-sample statistic of the same numbers.
  @Test(.enabled(if: OraclePython.isPresent, "\(OraclePython.hint)"))
  func theDistanceIsSciPys() throws {
    var random = Philox(seed: 4)
    let a = (0..<37).map { _ in (10 * random.normal()).rounded() / 10 }
    let b = (0..<53).map { _ in (10 * random.normal() + 3).rounded() / 10 }
    let script = """
      from scipy.stats import ks_2samp
      print(ks_2samp(\(a), \(b)).statistic)
      """
    let result = try OraclePython.run(script)
    let theirs = try #require(Double(result.trimmingCharacters(in: .whitespacesAndNewlines)))
    #expect(abs(PopulationComparison.distance(a, b) - theirs) < 1e-12)
  }
}
