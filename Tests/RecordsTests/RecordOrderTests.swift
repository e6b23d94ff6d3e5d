import Conduction
import Noise
import Records
import RhythmLibrary
import Simulator
import Testing

@Suite struct RecordOrderTests {
  private func refuses(
    _ code: RecordError.Code, _ words: [String], at location: SourceLocation = #_sourceLocation,
    _ change: (inout RecordOrder) throws -> Void
  ) throws {
    var order = try Orders.order("sinus-rhythm")
    try order.check()
    try change(&order)
    let error = #expect(throws: RecordError.self, sourceLocation: location) { try order.check() }
    #expect(error?.code == code, sourceLocation: location)
    for word in words {
      #expect(
        error?.description.contains(word) ?? false, "\(word) in \(error?.description ?? "")",
        sourceLocation: location)
    }
  }

  @Test func whatCannotBeIsRefusedWithItsValues() throws {
    try refuses(.badOrder, ["no rhythm"]) { $0.parts = [] }
    for duration in [0.5, 1e6, .nan] {
      try refuses(.badOrder, ["\(duration) s", "1 to 604800"]) { $0.duration = duration }
    }
    for rate in [49.0, 30_000, .infinity] {
      try refuses(.badOrder, ["\(rate) samples", "50 to 20000"]) { $0.samplingRate = rate }
    }
    try refuses(.badOrder, ["30.0 breaths", "10.5 to 22.5"]) { $0.breathsPerMinute = 30 }
    try refuses(.badRate, ["60.0 to 100.0", "101.0"]) { $0.parts[0].ratePerMinute = 101 }
    for start in [0.0, -1, 10, 11, .nan] {
      try refuses(.badOrder, ["\(start) s", "before the record's end"]) {
        $0.parts.append(.init(start: start, rhythm: try Orders.rhythm("sinus-rhythm")))
      }
    }
    try refuses(.badRate, ["sinus-bradycardia", "99.0"]) {
      $0.parts.append(
        .init(start: 5, rhythm: try Orders.rhythm("sinus-bradycardia"), ratePerMinute: 99))
    }
    try refuses(.badOrder, ["0.2 s", "0.12"]) {
      $0.variability = RRSpectrum(standardDeviation: 0.2, lowToHighRatio: 1)
    }
    try refuses(.badOrder, ["LF/HF of 1000.0", "0.01 to 100"]) {
      $0.variability = RRSpectrum(standardDeviation: 0.02, lowToHighRatio: 1000)
    }
    try refuses(.badOrder, ["atrial-fibrillation", "no sinus node"]) {
      $0.parts[0].rhythm = try Orders.rhythm("atrial-fibrillation")
      $0.variability = RRSpectrum(standardDeviation: 0.02, lowToHighRatio: 1)
    }
  }

  @Test func patientsAreDrawnFromTheirRange() throws {
    var order = try Orders.order("sinus-rhythm")
    order.patients.ageYears = 30...40
    order.patients.femaleFraction = 0.25
    let patients = (0..<2000).map { PlannedRecord(order, seed: 1, index: $0).patient }
    #expect(Set(patients.map(\.ageYears)) == Set((30...40).map(Double.init)))
    let women = Double(patients.count { $0.sex == .female }) / 2000
    // Three standard errors.
    #expect(abs(women - 0.25) < 0.03)
  }

  @Test func variationRatesAndBreathAreWhatWasAsked() throws {
    var order = try Orders.order("sinus-rhythm")
    #expect(PlannedRecord(order, seed: 1).course.stages[0].ratePerMinute == 70)
    let (a, b) = (PlannedRecord(order, seed: 1), PlannedRecord(order, seed: 2))
    #expect(a.course.stages[0].rhythm.beat != b.course.stages[0].rhythm.beat)
    order.rates = .drawn
    let rates = (0..<20).map {
      PlannedRecord(order, seed: 1, index: $0).course.stages[0].ratePerMinute
    }
    #expect(Set(rates).count == 20 && rates.allSatisfy { (61...99).contains($0) })
    order.varies = false
    let plain = PlannedRecord(order, seed: 1)
    #expect(plain.course.stages[0].ratePerMinute == 70)
    #expect(
      plain.course.stages[0].rhythm.beat
        == PlannedRecord(order, seed: 2).course.stages[0].rhythm.beat)
    order.breathsPerMinute = 18
    #expect(PlannedRecord(order, seed: 1).course.breath?.perMinute == 18)
  }
}
