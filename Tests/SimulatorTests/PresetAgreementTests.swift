import CardiacModel
import Conduction
import Electrocardiogram
import ODESolver
import RandomNumbers
import RhythmLibrary
import Simulator
import Testing

@Suite struct PresetAgreementTests {
  /// Worst difference of batch and CVODES (rtol 1e-10) over 3 s of every preset at three rates.
  @Test func everyPresetIsTheSameFromBothSimulators() throws {
    let catalogue = try RhythmCatalogue()
    let grid = SampleGrid(rate: 500, count: 1500)
    let batch = BatchSimulator(grid: grid)
    let reference = ReferenceSimulator(
      method: .adams, tolerances: Tolerances(relative: 1e-10, absolute: 1e-12))
    #expect(catalogue.names.count >= 4)
    for name in catalogue.names {
      let rhythm = try catalogue.rhythm(named: name)
      let rates = rhythm.rate.perMinute
      for rate in [rates.lowerBound, rhythm.rate.defaultPerMinute, rates.upperBound] {
        var train = Self.train(rhythm, rate: rate)
        // Pulses are added after integration by both and would only be compared with themselves.
        train.stimuli = []
        let exact = try reference.leads(of: train, on: grid)
        let worst = zip(exact, batch.simulate([train])).map { abs($0 - Double($1)) }.max() ?? 1
        // The limit asked for is 1e-4 mV; single precision leaves a hundredth of it.
        #expect(worst < 5e-6, "\(name) at \(rate)/min: \(worst) mV")
      }
    }
  }

  /// Three seconds of a rhythm; of one that repeats no cycle, its own beat again and again.
  private static func train(_ rhythm: Rhythm, rate: Double) -> BeatTrain {
    let rr = 60 / rate
    if let conduction = try? SteadyConduction(
      rhythm, rrInterval: rr, firstRPeak: 0.4, atrialShift: 0.3, duration: 3)
    {
      return BeatTrain(conduction, duration: 3)
    }
    let clock = PhaseClock(zeroAt: 0.4, period: rr)
    return BeatTrain(
      heart: rhythm.heart(rrInterval: rr, ppInterval: rr),
      atrialClock: PhaseClock(zeroAt: 0.2, period: rr), ventricularClock: clock)
  }

  @Test func pulsesAppearAtEverySamplingRateWithTheirArea() throws {
    let rhythm = try RhythmCatalogue().rhythm(named: "ventricular-pacing")
    let stimulus = try #require(rhythm.pacing?.stimuli.first)
    for rate in [250.0, 500, 1000] {
      let conduction = try SteadyConduction(
        rhythm, rrInterval: 1, firstRPeak: 0.4, atrialShift: 0, duration: 2)
      let train = BeatTrain(conduction, duration: 2)
      var unpaced = train
      unpaced.stimuli = []
      #expect(train.stimuli.count == 2)
      let batch = BatchSimulator(grid: SampleGrid(rate: rate, count: Int(2 * rate)))
      let (paced, plain) = (batch.simulate([train]), batch.simulate([unpaced]))
      // Lead II of the dipole (X, Y, Z) by Dower: both pulses together.
      let count = Int(2 * rate)
      let area = (count..<2 * count).reduce(0.0) { $0 + Double(paced[$1] - plain[$1]) } / rate
      let height = zip([0.235, 1.066, -0.132], stimulus.amplitudes).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(abs(area - 2 * height * stimulus.width) < 1e-7 * max(1, abs(height)))
    }
  }

  @Test func oneSeedGivesOneBeatAndAnotherSeedAnother() throws {
    let rhythm = try RhythmCatalogue().rhythm(named: "sinus-rhythm")
    func beat(_ seed: UInt64?, record: UInt32 = 0) throws -> [Double] {
      try SingleBeat(
        rhythm, heartRatePerMinute: 70, samplingRate: 500,
        varying: seed.map { Philox(seed: $0, record: record) }
      ).simulate(with: .batch)
    }
    #expect(try beat(1) == beat(1))
    #expect(try beat(1) != beat(2))
    #expect(try beat(1, record: 0) != beat(1, record: 1))
    #expect(try beat(nil) != beat(1))
  }
}
