import CardiacModel
import Electrocardiogram
import Foundation
import Simulator
import Testing

@Suite struct BatchLimitsTests {
  /// The samples of a grid that lie within 6.2 widths of a wave or of one of its repetitions, one by
  /// one: what must be computed, to which whole vectors add at most fifteen a wave and period.
  @Test func exponentialsAreThoseWithinReachUpToWholeVectors() {
    let grid = SampleGrid(rate: 500, count: 2000)
    let train = SimulatedTrains.dipole(heartRate: 75)
    var needed = 0
    var vectors = 0
    for source in train.heart.sources {
      for wave in source.waves {
        let clock = wave.wave.isAtrial ? train.atrialClock : train.ventricularClock
        let reach = min(6.2 * wave.width, .pi)
        for sample in 0..<grid.count {
          let phase = clock.phaseAtStart + clock.angularVelocity * Double(sample) / grid.rate
          let distance = (phase - wave.phase).remainder(dividingBy: 2 * .pi)
          if abs(distance) < reach { needed += 1 }
        }
        vectors += 6  // Five periods of 0.8 s in four seconds, and the one before.
      }
    }
    let count = BatchSimulator(grid: grid).exponentialCount(of: train)
    #expect(count >= needed && count <= needed + 15 * vectors, "\(count), \(needed) needed")
  }

  @Test func theLimitComputesWhatTheKernelsFormulaGives() {
    // 2^(-u^2), u = start/16 + lane/32, all sixteen starts.
    var sum = 0.0
    for start in 0..<16 {
      for lane in 0..<128 {
        let u = 0.0625 * Double(start) + 0.03125 * Double(lane)
        sum += exp2(-u * u)
      }
    }
    let got = BatchSimulator.exponentials(rounds: 32)
    #expect(got.count == 32 * 128)
    // 4,096 terms of single precision.
    #expect(abs(Double(got.sum) / (2 * sum) - 1) < 1e-5, "\(got.sum), \(2 * sum)")
    #expect(BatchSimulator.exponentials(rounds: 0).sum == 0)
  }
}
