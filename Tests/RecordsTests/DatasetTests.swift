import Conduction
import Foundation
import Noise
import Records
import RhythmLibrary
import Testing

@Suite struct DatasetTests {
  private func specification(_ text: String) throws -> DatasetSpecification {
    try DatasetSpecification(parsing: text, file: "spec.yaml")
  }

  @Test func aSpecificationSaysEverything() throws {
    let all = try specification(
      """
      rhythms: {sinus-rhythm: 5, atrial-fibrillation: 1}
      count: 12
      durationSeconds: 20
      samplingRateHertz: 250
      lowRateCopies: false
      noise: {baseline: {snrDecibels: 20}, powerline: {rmsMillivolts: 0.01, mainsHertz: 60}}
      patients: {ageYears: [30, 40], femaleFraction: 0.25}
      variability: {rrDeviationSeconds: 0.04, lowToHighRatio: 2}
      respirationPerMinute: 12
      """)
    #expect(all.rhythms.map(\.name) == ["sinus-rhythm", "atrial-fibrillation"])
    #expect(all.rhythms.map(\.weight) == [5, 1] && all.count == 12)
    #expect(all.duration == 20 && all.samplingRate == 250 && !all.hasLowRateCopies)
    #expect(all.noise.levels.count == 2 && all.noise.mainsHertz == 60)
    #expect(all.patients.ageYears == 30...40 && all.patients.femaleFraction == 0.25)
    #expect(all.variability?.standardDeviation == 0.04 && all.breathsPerMinute == 12)
    let least = try specification("rhythms: [sinus-rhythm]")
    #expect(least.count == 1000 && least.duration == 10 && least.samplingRate == 500)
    #expect(least.hasLowRateCopies && least.noise.levels.isEmpty)
  }

  @Test(arguments: [
    ("rhythm: [a]", ["spec.yaml:1: ", "'rhythm' is no key", "durationSeconds"]),
    ("count: 5", ["'rhythms' is absent"]),
    ("rhythms: []", ["names none"]),
    ("rhythms: {a: 0}", ["names none"]),
    ("rhythms: {a: -1}", ["weight of a", "'-1'"]),
    ("rhythms: [a, a]", ["one twice"]),
    ("rhythms: [a]\ncount: 1.5", ["spec.yaml:2: ", "count is '1.5'", "a whole number"]),
    ("rhythms: [a]\ndurationSeconds: 0", ["durationSeconds is '0'", "from 1.0 to 604800.0"]),
    ("rhythms: [a]\nsamplingRateHertz: fast", ["samplingRateHertz is 'fast'"]),
    ("rhythms: [a]\nlowRateCopies: 1", ["lowRateCopies is '1'", "true or false"]),
    ("rhythms: [a]\nnoise: {hum: {snrDecibels: 3}}", ["spec.yaml:2: ", "no noise 'hum'"]),
    ("rhythms: [a]\nnoise: loud", ["noise: ", "mapping"]),
    ("rhythms: [a]\npatients: {ages: 3}", ["patients: ", "'ages' is no key"]),
    ("rhythms: [a]\npatients: {ageYears: [50, 20]}", ["ageYears", "50.0 is more than 20.0"]),
    ("rhythms: [a]\npatients: {ageYears: 50}", ["list of two"]),
    ("rhythms: [a]\npatients: {femaleFraction: 2}", ["femaleFraction is '2'"]),
    ("rhythms: [a]\nvariability: {lowToHighRatio: 1}", ["'rrDeviationSeconds' is absent"]),
    ("rhythms: [a]\nrespirationPerMinute: 60", ["respirationPerMinute is '60'", "22.5"]),
    ("- a", ["no mapping"]), ("a: [", ["no YAML"]), ("", ["no mapping"]),
  ])
  func whatASpecificationCannotSayIsToldWithItsPlace(text: String, words: [String]) {
    let error = #expect(throws: RecordError.self) { try specification(text) }
    #expect(error?.code == .badSpecification)
    for word in words {
      #expect(error?.description.contains(word) ?? false, "\(word): \(error?.description ?? "")")
    }
  }

  @Test func rhythmsComeInTheirWeightsAndIndicesAreAllMade() throws {
    let plan = try DatasetPlan(
      try specification("rhythms: {sinus-rhythm: 3, sinus-bradycardia: 1, stemi-anterior: 0}"),
      count: 1000, seed: 1, try RhythmCatalogue())
    let names = (0..<400).map { plan.record($0).name }
    let share = Double(names.count { $0 == "sinus-rhythm" }) / 400
    // Three standard errors.
    #expect(abs(share - 0.75) < 0.065 && !names.contains("stemi-anterior"))
    for total in [1, 3, 7, 1000] {
      let all = (1...total).flatMap { Array(plan.indices(ofShard: $0, of: total)) }
      #expect(all == Array(0..<1000))
    }
  }

  @Test func sha256IsThatOfItsStandard() {
    // FIPS 180-4, examples; the last is a million times 'a'.
    let examples = [
      "": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      "abc": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq":
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
    ]
    for (text, hash) in examples { #expect(SHA256.digest(of: Array(text.utf8)) == hash) }
    var million = SHA256()
    for size in [1, 63, 64, 65, 127, 9680, 90_000, 900_000] {
      million.update([UInt8](repeating: UInt8(ascii: "a"), count: size))
    }
    #expect(
      million.digest() == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }
}
