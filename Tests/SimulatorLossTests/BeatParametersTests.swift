import CardiacModel
import Conduction
import Electrocardiogram
import Foundation
import ODESolver
import RandomNumbers
import RhythmLibrary
import Simulator
import SimulatorLoss
import Tensors
import Testing

@Suite struct BeatParametersTests {
  /// One kernel a record at 10,000 random states.
  struct States {
    static let count = 10_000
    static let time = 0.37
    var waves: [GaussianWave] = []
    var velocities: [Double] = []
    var phases: [Double] = []

    init(seed: UInt64) {
      var random = Philox(seed: seed)
      func uniform(_ low: Double, _ high: Double) -> Double {
        low + (high - low) * random.uniform()
      }
      for index in 0..<Self.count {
        let wave = GaussianWave(
          wave: .QRS, phase: uniform(-Double.pi, Double.pi),
          amplitude: uniform(-2, 2), width: uniform(0.05, 1))
        waves.append(wave)
        velocities.append(uniform(2, 20))
        // A tenth lies within 1e-9 of the seam, on both sides of it.
        phases.append(
          index % 10 == 0
            ? wave.phase + .pi + uniform(-1e-9, 1e-9)
            : uniform(-3 * Double.pi, 3 * Double.pi))
      }
    }

    /// The states as parameters that ask for gradients; at `time` record k has phase `phases[k]`.
    func parameters() throws -> BeatParameters {
      let shape = [Self.count, 1, 1]
      func tensor(_ values: [Double]) throws -> Tensor {
        try Tensor(values, shape: shape).requiringGradient()
      }
      return BeatParameters(
        waves: BeatParameters.Waves(
          amplitudes: try tensor(waves.map(\.amplitude)),
          phases: try tensor(
            waves.indices.map { waves[$0].phase - phases[$0] + velocities[$0] * Self.time }),
          widths: try tensor(waves.map(\.width)), angularVelocities: try tensor(velocities)),
        baselines: try .zeros(shape, dataType: .float64),
        projections: try .ones(shape, dataType: .float64))
    }

    var time: Tensor { get throws { try Tensor([Self.time]) } }

    /// The distance of the closest turn: rounding of 2π decides about a difference at the seam.
    func difference(_ k: Int) -> Double { wrap(phases[k] - waves[k].phase) }
  }

  @Test func theVectorFieldIsTheHeartsAtRandomStates() throws {
    let states = States(seed: 11)
    let beyond = states.phases.indices.map { states.phases[$0] - states.waves[$0].phase }
    #expect(beyond.filter { $0 > .pi }.count > 1000)
    #expect(beyond.filter { $0 < -.pi }.count > 1000)
    let parameters = try states.parameters()
    let rates = try parameters.slopes(at: states.time)
    var worst = 0.0
    for (k, rate) in try rates.doubles().enumerated() {
      let expected = states.velocities[k] * states.waves[k].slope(at: states.phases[k])
      // At the seam the sign of the difference is a matter of rounding: the wave is odd there.
      let scale = states.velocities[k] * abs(states.waves[k].amplitude) / states.waves[k].width
      let near = abs(abs(states.difference(k)) - .pi) < 1e-8
      let error = near ? abs(rate) - abs(expected) : rate - expected
      worst = max(worst, abs(error) / scale)
    }
    #expect(worst < 1e-12)
  }

  @Test func itsGradientsAreTheHeartsAtRandomStates() throws {
    let states = States(seed: 12)
    let parameters = try states.parameters()
    let waves = parameters.waves
    let inputs = [waves.amplitudes, waves.phases, waves.widths, waves.angularVelocities]
    let gradients = try parameters.slopes(at: states.time).sum()
      .gradients(withRespectTo: inputs).map { try #require($0).doubles() }
    var worst = 0.0
    for k in 0..<States.count {
      let (wave, ω, Δ) = (states.waves[k], states.velocities[k], states.difference(k))
      if abs(abs(Δ) - .pi) < 1e-8 { continue }  // the sign there is a matter of rounding
      let known = GaussianFormula.slopeGradient(
        difference: Δ, amplitude: wave.amplitude, width: wave.width)
      let curvature = GaussianFormula.curvature(
        difference: Δ, amplitude: wave.amplitude, width: wave.width)
      let slope = GaussianFormula.slope(
        difference: Δ, amplitude: wave.amplitude, width: wave.width)
      let expected = [
        ω * known.amplitude, ω * known.phase, ω * known.width,
        slope + ω * States.time * curvature,
      ]
      // The largest factors of a formula: α ω/b³.
      let scale = 20 * max(1, abs(wave.amplitude) * ω) / pow(wave.width, 3)
      for (mine, theirs) in zip(gradients, expected) {
        worst = max(worst, abs(mine[k] - theirs) / scale)
      }
    }
    #expect(worst < 1e-13)
  }

  /// Presets of which a single beat is like all others.
  static let presets = ((try? RhythmCatalogue().rhythms()) ?? []).filter {
    (try? SingleBeat($0, heartRatePerMinute: 70, samplingRate: 500, varying: nil)) != nil
  }.map(\.name)

  @Test(arguments: presets)
  func everyPresetHasItsOwnRatesAndValues(name: String) throws {
    let rhythm = try RhythmCatalogue().rhythm(named: name)
    let beat = try SingleBeat(
      rhythm, heartRatePerMinute: 70, samplingRate: 500, varying: Philox(seed: 3))
    let train = beat.train
    let parameters = try BeatParameters([train], dataType: .float64)
    let r = train.ventricularClock.firstTime(of: 0)
    let times = (0..<200).map { Double($0) * 0.004 - 0.3 }
    let slopes = try parameters.slopes(at: Tensor(times)).doubles()
    let values = try (parameters.waveValues(at: Tensor(times)) + parameters.levels()).doubles()
    var worst = (slope: 0.0, value: 0.0)
    for (row, lead) in Lead.allCases.enumerated() {
      let weights = try #require(train.weights(of: lead))
      for (n, time) in times.enumerated() {
        let (a, v) = (train.atrialClock, train.ventricularClock)
        var (slope, value) = (0.0, 0.0)
        for (weight, source) in zip(weights, train.heart.sources) {
          let (θA, θV) = (a.phase(at: r + time), v.phase(at: r + time))
          let s = source.slopes(atrialPhase: θA, ventricularPhase: θV)
          slope += weight * (s.atrial * a.angularVelocity + s.ventricular * v.angularVelocity)
          value += weight * source.value(atrialPhase: θA, ventricularPhase: θV)
        }
        worst.slope = max(worst.slope, abs(slopes[row * times.count + n] - slope))
        worst.value = max(worst.value, abs(values[row * times.count + n] - value))
      }
    }
    // Values of millivolts and rates of up to some hundred mV/s, in double precision.
    #expect(worst.slope < 1e-10 && worst.value < 1e-12)
  }

  @Test func heartsOfDifferentKindsShareABatch() throws {
    let catalogue = try RhythmCatalogue()
    let trains = try ["sinus-rhythm", "stemi-anterior"].map {
      try SingleBeat(
        try catalogue.rhythm(named: $0), heartRatePerMinute: 60, samplingRate: 500, varying: nil
      ).train
    }
    let fewer = BeatTrain(
      heart: Heart(
        basis: .leads(Lead.independent),
        sources: Lead.independent.map { _ in
          Source(
            baseline: 0.1,
            waves: [GaussianWave(wave: .QRS, phase: 0, amplitude: 1, width: 0.1)])
        }),
      atrialClock: PhaseClock(zeroAt: 0.2, period: 1),
      ventricularClock: PhaseClock(zeroAt: 0.4, period: 1))
    let times = try Tensor([-0.2, 0, 0.01, 0.3])
    let all = trains + [fewer]
    let together = try BeatParameters(all, dataType: .float64)
    let joint = try together.waveValues(at: times)
    for (k, train) in all.enumerated() {
      let alone = try BeatParameters([train], dataType: .float64).waveValues(at: times)
      #expect(try joint.select(0, at: k).distance(to: alone.squeezed(0)) < 1e-14)
    }
  }

  @Test func theFlowUnderRelaxationIsThatOfCVODES() throws {
    let source = ClassicBeat(
      waves: [
        ClassicWave(wave: .P, strength: 1.2, width: 0.25, phase: -.pi / 3),
        ClassicWave(wave: .QRS, strength: -5, width: 0.1, phase: -.pi / 12),
        ClassicWave(wave: .QRS, strength: 30, width: 0.1, phase: 0),
        ClassicWave(wave: .QRS, strength: -7.5, width: 0.1, phase: .pi / 12),
        ClassicWave(wave: .T, strength: 0.75, width: 0.4, phase: .pi / 2),
      ], angularVelocity: 2 * .pi
    ).source()
    let heart = Heart(basis: .leads([.II]), sources: [source], relaxationTime: 1)
    let clock = PhaseClock(zeroAt: 0.4, period: 1)
    let train = BeatTrain(heart: heart, atrialClock: clock, ventricularClock: clock)
    let simulator = ReferenceSimulator(
      method: .adams, tolerances: .init(relative: 1e-12, absolute: 1e-14))
    let beat = try simulator.leads(of: train, on: SampleGrid(rate: 100, count: 100))
    let parameters = try BeatParameters([train], leads: [.II], dataType: .float64)
    let z = try Tensor(beat, shape: [1, 1, 100])
    let times = try Tensor((0..<99).map { Double($0) / 100 - 0.4 })
    let ahead = try parameters.flow(from: z.slice(2, 0..<99), at: times, over: 0.01)
    #expect(try ahead.distance(to: z.slice(2, 1..<100)) < 1e-9)
    // Without the relaxation's terms the same step misses by λ Δt z, 2.5e-4 mV here.
    var undamped = parameters
    undamped.relaxationRates = nil
    let missed = try undamped.flow(from: z.slice(2, 0..<99), at: times, over: 0.01)
    #expect(try missed.distance(to: z.slice(2, 1..<100)) > 1e-4)
  }
}

extension Tensor {
  /// The largest distance of two elements.
  func distance(to other: Tensor) throws -> Double {
    try (self - other).magnitude().largest().number()
  }
}
