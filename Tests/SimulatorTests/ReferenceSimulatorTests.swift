import CardiacModel
import Electrocardiogram
import ODESolver
import Simulator
import Testing

@Suite struct ReferenceSimulatorTests {
  let tight = Tolerances(relative: 1e-10, absolute: 1e-12)

  @Test(arguments: [IntegrationMethod.adams, .bdf])
  func theSolutionIsTheClosedForm(method: IntegrationMethod) throws {
    let grid = SampleGrid(rate: 500, count: 1250)
    let tolerances =
      method == .adams ? tight : Tolerances(relative: 1e-8, absolute: 1e-10)
    let simulator = ReferenceSimulator(method: method, tolerances: tolerances)
    for train in [SimulatedTrains.dipole(heartRate: 73), SimulatedTrains.dissociated()] {
      let solved = try simulator.sources(of: train, on: grid)
      let exact = train.exactSources(on: grid)
      let worst = zip(solved, exact).map { abs($0 - $1) }.max()!
      // Local errors of some thousand steps of 1e-10 (BDF 1e-8) add up.
      #expect(worst < (method == .adams ? 1e-7 : 1e-5), "\(worst) mV")
    }
  }

  /// ECGSYN's golden values at 60 bpm with the relaxation on: phase, value, for angles −70°/100°.
  @Test func goldenValuesOfECGSYNAreReproduced() throws {
    let golden: [(Double, Double)] = [
      (-180, -0.005825), (-90, -0.000162), (-70, 0.007036), (-60, 0.004287), (-15, -0.010984),
      (0, 0.041926), (15, -0.016013), (90, 0.012000), (100, 0.013374), (162, -0.005667),
    ]
    let simulator = ReferenceSimulator(method: .adams, tolerances: tight)
    // One turn in 360 samples: sample n is at n − 180 degrees.
    let z = try simulator.sources(
      of: SimulatedTrains.classic(), on: SampleGrid(rate: 360, count: 361))
    for (degrees, value) in golden {
      #expect(abs(z[Int(degrees) + 180] - value) < 6e-7, "\(degrees) degrees")
    }
    #expect(abs(z[360] - z[0]) < 1e-8, "the steady state repeats")
  }

  /// A flat stretch before a narrow wave tempts an adaptive solver to step over it.
  @Test func noBeatIsSteppedOver() throws {
    let clock = PhaseClock(zeroAt: 1, period: 2)
    let wave = GaussianWave(wave: .QRS, phase: 0, amplitude: 1, width: 0.01)
    let train = BeatTrain(
      heart: Heart(basis: .leads([.II]), sources: [Source(waves: [wave])]), atrialClock: clock,
      ventricularClock: clock)
    let loose = Tolerances(relative: 1e-3, absolute: 1e-4)
    let z = try ReferenceSimulator(method: .adams, tolerances: loose)
      .sources(of: train, on: SampleGrid(rate: 500, count: 20_000))
    for beat in 0..<20 { #expect(z[500 + 1000 * beat] > 0.8, "beat \(beat)") }
  }
}
