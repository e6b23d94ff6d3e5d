import CardiacModel
import Electrocardiogram
import ODESolver
import RandomNumbers
import Simulator
import Testing

@Suite struct BatchSimulatorTests {
  static let trains = [
    SimulatedTrains.dipole(heartRate: 60), SimulatedTrains.dipole(heartRate: 117),
    SimulatedTrains.dissociated(), SimulatedTrains.eightLeads(seed: 4), SimulatedTrains.classic(),
  ]

  @Test(arguments: trains.indices)
  func everyPathAgreesWithTheReference(index: Int) throws {
    let train = Self.trains[index]
    let grid = SampleGrid(rate: 500, count: 1667)
    let reference = try ReferenceSimulator(
      method: .adams, tolerances: Tolerances(relative: 1e-10, absolute: 1e-12)
    ).leads(of: train, on: grid)
    let batch = BatchSimulator(grid: grid).simulate([train])
    let worst = zip(reference, batch).map { abs($0 - Double($1)) }.max()!
    // The required limit is 1e-4 mV; single precision leaves some 1e-6.
    #expect(worst < 5e-6, "\(worst) mV")
  }

  /// The kernel's Gaussian against the Swift formula at random states, relative to its height.
  @Test func theKernelIsTheFormula() {
    var random = Philox(seed: 31)
    for _ in 0..<300 {
      let clock = PhaseClock(
        phaseAtStart: random.normal(), angularVelocity: 2 + 10 * random.uniform())
      let source = Source(
        waves: [
          GaussianWave(
            wave: .QRS, phase: 3 * random.normal(), amplitude: 1,
            width: 0.02 + 1.5 * random.uniform())
        ])
      let train = BeatTrain(
        heart: Heart(basis: .leads([.V1]), sources: [source]), atrialClock: clock,
        ventricularClock: clock)
      let grid = SampleGrid(rate: 100 + 900 * random.uniform(), count: 700)
      let exact = train.exactSources(on: grid)
      let batch = BatchSimulator(grid: grid).simulate([train])
      for (one, two) in zip(exact, batch) { #expect(abs(one - Double(two)) < 1e-6) }
    }
  }

  @Test func thePlateauIsTheFormula() {
    var random = Philox(seed: 32)
    for _ in 0..<200 {
      let clock = PhaseClock(phaseAtStart: random.normal(), angularVelocity: 2 * .pi)
      let onset = random.normal()
      let source = Source(
        waves: [],
        plateaus: [
          PlateauWave(
            wave: .T, onsetPhase: onset, onsetWidth: 0.02 + 0.3 * random.uniform(),
            offsetPhase: onset + 0.2 + random.uniform(),
            offsetWidth: 0.02 + 0.4 * random.uniform(), amplitude: 1)
        ])
      let train = BeatTrain(
        heart: Heart(basis: .leads([.V2]), sources: [source]), atrialClock: clock,
        ventricularClock: clock)
      let grid = SampleGrid(rate: 500, count: 1100)
      let batch = BatchSimulator(grid: grid).simulate([train])
      // A position of 200 samples is known to 8e-6 samples, and an edge may be 1.6 samples wide.
      for (one, two) in zip(train.exactSources(on: grid), batch) {
        #expect(abs(one - Double(two)) < 2e-6)
      }
    }
  }

  @Test func limbLeadLawsHoldInMemory() {
    let grid = SampleGrid(rate: 500, count: 1000)
    for train in [SimulatedTrains.dipole(), SimulatedTrains.eightLeads(seed: 9)] {
      let all = BatchSimulator(grid: grid).simulate([train])
      for n in 0..<grid.count {
        func lead(_ lead: Lead) -> Float { all[Lead.allCases.firstIndex(of: lead)! * 1000 + n] }
        #expect(abs(lead(.I) + lead(.III) - lead(.II)) <= 1e-6)
        #expect(abs(lead(.aVR) + lead(.aVL) + lead(.aVF)) <= 1e-6)
        #expect(abs(lead(.aVR) + (lead(.I) + lead(.II)) / 2) <= 1e-6)
      }
    }
  }

  @Test func resultsDoNotDependOnWhatWasSimulatedBefore() {
    let simulator = BatchSimulator(grid: SampleGrid(rate: 500, count: 500))
    let alone = simulator.simulate([SimulatedTrains.dipole(heartRate: 81)])
    _ = simulator.simulate([SimulatedTrains.dissociated()])
    let again = simulator.simulate([
      SimulatedTrains.dipole(), SimulatedTrains.dipole(heartRate: 81),
    ])
    #expect(alone == Array(again[6000...]))
  }

  @Test func eachHeartSaysItsIntegrator() {
    #expect(BatchSimulator.integrator(for: SimulatedTrains.dipole().heart) == .exactFlow)
    #expect(BatchSimulator.integrator(for: SimulatedTrains.classic().heart) == .exponential)
  }

  /// The R wave keeps its height when the grid is refined and when the record is longer.
  @Test func theRWaveDependsNeitherOnStepNorOnLength() {
    func highest(rate: Double, seconds: Double) -> Float {
      let grid = SampleGrid(rate: rate, count: Int(rate * seconds))
      return BatchSimulator(grid: grid).simulate([SimulatedTrains.dipole()])
        .prefix(grid.count).max()!
    }
    let base = highest(rate: 1000, seconds: 2)
    #expect(abs(highest(rate: 2000, seconds: 2) - base) < 1e-3)
    #expect(abs(highest(rate: 1000, seconds: 120) - base) < 1e-5)
  }
}

@Suite struct StimulusTests {
  /// Σx/rate = amplitude · width at every sampling rate and position, whatever the pulse's width.
  @Test(arguments: [100.0, 250, 500, 1000, 8000])
  func theAreaIsKept(rate: Double) {
    for width in [0.0001, 0.0004, 0.002] {
      for time in [0.2, 0.20037, 0.2011] {
        var train = SimulatedTrains.dipole()
        train.stimuli = [
          Stimulus(
            pulse: PacingPulse(time: time, width: width, chamber: .rightVentricle),
            amplitudes: [3, -1, 0.5])
        ]
        let grid = SampleGrid(rate: rate, count: Int(rate))
        let plain = SimulatedTrains.dipole().exactSources(on: grid)
        let paced = train.exactSources(on: grid)
        let area = (0..<grid.count).reduce(0) { $0 + paced[$1] - plain[$1] } / rate
        #expect(abs(area - 3 * width) < 1e-12)
        let batch = BatchSimulator(grid: grid)
        let (one, two) = (batch.simulate([train]), batch.simulate([SimulatedTrains.dipole()]))
        let batchArea = (0..<grid.count).reduce(0.0) { $0 + Double(one[$1] - two[$1]) } / rate
        let expected = width * (3 * 0.632 + 0.235 + 0.5 * 0.059)  // lead I
        #expect(abs(batchArea - expected) < 1e-6)
      }
    }
  }
}
