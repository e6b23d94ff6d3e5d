import CardiacModel
import Electrocardiogram
import Foundation
import RandomNumbers
import RhythmLibrary
import Simulator
import SimulatorLoss
import Tensors
import Testing

@Suite struct LossTests {
  /// Simulated beats of presets as the beat decoder would make them, and their parameters.
  struct Beats {
    static let rPeak = 20
    static let rate = 102.4
    let values: Tensor
    let parameters: BeatParameters

    init(_ names: [String] = ["sinus-rhythm", "stemi-anterior"]) throws {
      let catalogue = try RhythmCatalogue()
      let trains = try names.map {
        try SingleBeat(
          try catalogue.rhythm(named: $0), heartRatePerMinute: 72, samplingRate: 500,
          varying: Philox(seed: 5)
        ).train
      }
      // The batch engine draws the same beats, from 20 samples before R.
      let rows = trains.map { train in
        var moved = train
        let shift = Double(Self.rPeak) / Self.rate - train.ventricularClock.firstTime(of: 0)
        for clock in [\BeatTrain.atrialClock, \.ventricularClock] {
          moved[keyPath: clock] = PhaseClock(
            phaseAtStart: train[keyPath: clock].phase(at: -shift),
            angularVelocity: train[keyPath: clock].angularVelocity)
        }
        moved.stimuli = []
        return BatchSimulator(grid: SampleGrid(rate: Self.rate, count: 61)).simulate([moved])
      }
      values = try Tensor(rows.flatMap { $0.map { Double($0) } }, shape: [names.count, 12, 61])
      parameters = try BeatParameters(trains, dataType: .float64)
    }

    var ones: Tensor {
      get throws { try .ones([values.size(0)], dataType: .float64) }
    }
  }

  let exact = EulerLoss(samplingRate: Beats.rate, rPeak: Beats.rPeak)

  @Test func aBeatOfTheSimulatorCostsNothing() throws {
    let beats = try Beats()
    // Single precision of the batch engine: 5e-6 mV times 102.4 Hz, beside slopes of 10 mV/s.
    let loss = try exact(beats.values, beats.parameters, weights: beats.ones).number()
    #expect(loss < 1e-8)
    var euler = exact
    euler.step = .euler
    // An Euler step of 10 ms cuts the R wave's corners: its own beat is far from free.
    #expect(try euler(beats.values, beats.parameters, weights: beats.ones).number() > 0.05)
  }

  @Test func theEulerStepBecomesExactAtHighRates() throws {
    let rhythm = try RhythmCatalogue().rhythm(named: "sinus-rhythm")
    let train = try SingleBeat(rhythm, heartRatePerMinute: 60, samplingRate: 500, varying: nil)
      .train
    let parameters = try BeatParameters([train], dataType: .float64)
    let losses = try [500.0, 1000, 2000].map { rate in
      let count = Int(0.6 * rate) + 1
      let times = try Tensor((0..<count).map { Double($0) / rate - 0.2 })
      let beat = try parameters.waveValues(at: times) + parameters.levels()
      return try EulerLoss(samplingRate: rate, rPeak: Int(0.2 * rate), step: .euler)(
        beat, parameters, weights: .ones([1], dataType: .float64)
      ).number()
    }
    // The step's error is of first order in Δt, its square of second.
    #expect(abs(losses[0] / losses[1] - 4) < 0.3)
    #expect(abs(losses[1] / losses[2] - 4) < 0.1)
  }

  @Test func thePublishedFormIsItsFormula() throws {
    let beats = try Beats(["sinus-rhythm"])
    let published = EulerLoss(
      samplingRate: Beats.rate, rPeak: Beats.rPeak, step: .euler, isNormalised: false)
    let loss = try published(beats.values * 1.1, beats.parameters, weights: beats.ones).number()
    let h = try (beats.values * 1.1).doubles()
    let times = try Tensor((0..<60).map { Double($0 - Beats.rPeak) / Beats.rate })
    let f = try beats.parameters.slopes(at: times).doubles()
    var sum = 0.0
    for lead in 0..<12 {
      for n in 0..<60 {
        let rate = (h[lead * 61 + n + 1] - h[lead * 61 + n]) * Beats.rate
        sum += pow(rate - f[lead * 60 + n], 2)
      }
    }
    #expect(abs(loss - sum / (12 * 60)) < 1e-9 * loss)
  }

  @Test func normalisedLossesDoNotKnowTheUnit() throws {
    let beats = try Beats()
    let noise = try TensorGenerator(seed: 1).copyOfNormal([2, 12, 61])
    func loss(_ unit: Double) throws -> Double {
      var parameters = beats.parameters
      parameters.waves.amplitudes = try parameters.waves.amplitudes * unit
      if var plateaus = parameters.plateaus {
        plateaus.amplitudes = try plateaus.amplitudes * unit
        parameters.plateaus = plateaus
      }
      return try exact(
        (beats.values + 0.1 * noise) * unit, parameters, weights: beats.ones
      ).number()
    }
    // Apart from the constant of 1e-6 mV²/s² that keeps silence finite.
    #expect(abs(try loss(1) / loss(50) - 1) < 1e-4)
    #expect(try loss(1) > 0.1)
  }

  @Test func recordsWeighWhatTheyAreTold() throws {
    let beats = try Beats()
    let wrong = try beats.values * 1.5
    let each = try [[1.0, 0], [0, 1], [0.25, 0.5]].map {
      try exact(wrong, beats.parameters, weights: Tensor($0)).number()
    }
    #expect(each[0] > 0.01 && each[1] > 0.01)
    #expect(abs(each[2] - (0.25 * each[0] + 0.5 * each[1])) < 1e-12)
  }

  @Test(arguments: InterLeadLoss.Parents.allCases)
  func lawfulBeatsObeyTheLaws(parents: InterLeadLoss.Parents) throws {
    let beats = try Beats()
    let loss = InterLeadLoss(parents, exact)
    let lawful = try loss(beats.values, beats.parameters, weights: beats.ones).number()
    var rows = try beats.values.split(1, into: 12)
    rows[4] = try rows[4] * 3
    let broken = try Tensor.concatenation(of: rows, along: 1)
    let unlawful = try loss(broken, beats.parameters, weights: beats.ones).number()
    // Single precision of the batch engine, as above.
    #expect(lawful < 1e-7)
    #expect(unlawful > 0.01)
  }

  @Test func theSimulatorsParentsDoNotSeeTheGeneratedOnes() throws {
    // Leads that obey all laws and are another heart's: only the published form objects.
    let beats = try Beats(["sinus-rhythm"])
    func loss(_ parents: InterLeadLoss.Parents) throws -> Double {
      try InterLeadLoss(parents, exact)(beats.values * 1.5, beats.parameters, weights: beats.ones)
        .number()
    }
    #expect(try loss(.output) < 1e-10)
    // Half of every rate is left over: a quarter of the energy.
    #expect(try loss(.simulator) > 0.1)
  }
}

extension TensorGenerator {
  /// Normal numbers in double precision, from the generator's start.
  func copyOfNormal(_ shape: [Int]) throws -> Tensor {
    var generator = self
    return try generator.normal(shape, dataType: .float64)
  }
}
