import CardiacModel
import RandomNumbers
import RhythmLibrary
import Testing

@testable import Simulator

@Suite struct DrawnOscillationTests {
  func drawn(_ oscillation: Oscillation, seed: UInt64 = 1) -> DrawnOscillation {
    var random = Philox(seed: seed)
    return DrawnOscillation(oscillation, share: 0.5, using: &random)
  }

  @Test func oneHarmonicIsASineOfItsFrequency() {
    let wave = drawn(Oscillation(amplitudes: [1, 0, 0], frequency: 4...6))
    for time in stride(from: 0.0, to: 1, by: 0.01) {
      // The middle of the range is 5 Hz: half a turn later the sign is opposite.
      #expect(abs(wave.unitValue(at: time) + wave.unitValue(at: time + 0.1)) < 1e-9)
    }
    let highest = stride(from: 0.0, to: 0.2, by: 0.0001).map(wave.unitValue).max() ?? 0
    // 2/π, from samples that miss the peak by less than a thousandth of a turn.
    #expect(abs(highest - 2 / .pi) < 1e-4)
  }

  @Test func aSeedGivesAWaveAndAnotherSeedAnother() {
    let oscillation = Oscillation(
      amplitudes: [0, 0, 1], frequency: 5...7, harmonics: 3, heightSwing: 0.3,
      heightRate: 0.1...0.3, frequencySwing: 0.3, frequencyRate: 0.1...0.3)
    #expect(drawn(oscillation) == drawn(oscillation))
    #expect(drawn(oscillation, seed: 2) != drawn(oscillation))
    let values = stride(from: 0.0, to: 20, by: 0.002).map(drawn(oscillation).unitValue)
    // A saw-tooth of three harmonics reaches 1.18 at most, its height 1.3.
    #expect((values.max() ?? 0) < 1.18 * 1.3 && (values.max() ?? 0) > 0.9)
  }

  @Test func recordsHoldTheirOscillations() throws {
    let rhythm = try RhythmCatalogue().rhythm(named: "ventricular-fibrillation-coarse")
    var random = Philox(seed: 5)
    let waves = rhythm.drawnOscillations(using: &random)
    #expect(waves.count == rhythm.oscillations.count)
    let train = EventTrain(basis: .dipole, activations: [], oscillations: waves)
    let grid = SampleGrid(rate: 500, count: 1000)
    let exact = train.exactSources(on: grid)
    let leads = BatchSimulator(grid: grid).simulate(train)
    // Lead V6 is the last row; Dower's row of it.
    for sample in stride(from: 0, to: 1000, by: 37) {
      let v6 =
        0.831 * exact[sample] + 0.076 * exact[1000 + sample] + 0.230 * exact[2000 + sample]
      // Single precision.
      #expect(abs(Double(leads[11 * 1000 + sample]) - v6) < 1e-5)
    }
  }
}
