import Electrocardiogram
import Measurement
import RhythmChecks
import RhythmLibrary
import Testing

@Suite("RulerAccuracy")
struct RulerAccuracyTests {
  private func accuracy(_ name: String, decibels: Double = 20) throws -> RulerAccuracy {
    try RulerAccuracy(
      RhythmCatalogue().rhythm(named: name), seeds: [500, 501], decibels: decibels)
  }

  /// Every fourth preset in the order of their names.
  private func sample() throws -> [String] {
    try RhythmCatalogue().names.sorted().enumerated().filter { $0.offset % 4 == 0 }.map(\.element)
  }

  @Test("at 20 dB intervals are read within 5 ms in the median, P onsets within 8, mV within 0.02")
  func twentyDecibels() throws {
    // Fibrillation of the ventricles has no beats.
    let all = try sample().map { try accuracy($0) }.filter { $0.beats.all > 0 }
    #expect(all.count > 10)
    for one in all {
      #expect(one.records == 2)
      #expect(one.beats.found == one.beats.all && one.beats.all > 3, "\(one.rhythm)")
      for quantity in RulerAccuracy.voltages {
        guard let error = one.medianError(quantity), error > 0.02 else { continue }
        print("\(one.rhythm): \(quantity) \(error) mV")
      }
      // Presets whose own median is beyond stand in the ruler's README.
      for quantity in RulerAccuracy.intervals {
        guard let error = one.medianError(quantity), error > 0.005 else { continue }
        print("\(one.rhythm): \(quantity) \(1000 * error) ms")
      }
    }
    func median(_ errors: [Double]) -> Double {
      errors.isEmpty ? .infinity : errors.map { abs($0) }.sorted()[errors.count / 2]
    }
    for quantity in RulerAccuracy.intervals {
      let error = median(all.flatMap { $0.intervalErrors[quantity] ?? [] })
      #expect(error <= 0.005, "\(quantity) \(error * 1000) ms")
    }
    for quantity in RulerAccuracy.voltages {
      let error = median(all.flatMap { $0.voltageErrors[quantity] ?? [] })
      #expect(error <= 0.02, "\(quantity) \(error) mV")
    }
    let onset = median(all.flatMap { $0.markErrors[MarkKind(.P, .onset)]?.differences ?? [] })
    #expect(onset <= 0.008, "P onset \(onset * 1000) ms")
  }

  @Test("waves that the record cuts are no truth to measure at")
  func cutWaves() throws {
    // A P wave at the edge of this record is cut.
    let one = try RulerAccuracy(
      RhythmCatalogue().rhythm(named: "pacing-failure-to-sense"), seeds: [502], decibels: 20)
    #expect(one.records == 1 && one.beats.all > 5)
  }

  @Test("voltages are read the worse the more noise there is")
  func noise() throws {
    let (quiet, loud) = (
      try accuracy("sinus-rhythm", decibels: 40), try accuracy("sinus-rhythm", decibels: 10)
    )
    for quantity in [Quantity.jLevel, .tAmplitude] {
      #expect((quiet.medianError(quantity) ?? 1) < 0.5 * (loud.medianError(quantity) ?? 0))
    }
    #expect(quiet.medianError(.heartRate) == nil)
  }

  @Test("the same seeds give the same errors")
  func repeatable() throws {
    let (a, b) = (try accuracy("sinus-rhythm"), try accuracy("sinus-rhythm"))
    #expect(a.intervalErrors == b.intervalErrors)
    for quantity in RulerAccuracy.voltages {
      let (x, y) = (a.voltageErrors[quantity] ?? [], b.voltageErrors[quantity] ?? [])
      #expect(!x.isEmpty && x.count == y.count, "\(quantity)")
      // Sums over leads and sources may run in another order.
      #expect(zip(x, y).allSatisfy { abs($0 - $1) < 1e-9 }, "\(quantity)")
    }
    #expect(a.markErrors == b.markErrors)
  }
}
