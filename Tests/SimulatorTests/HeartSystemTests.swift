import CardiacModel
import Electrocardiogram
import RandomNumbers
import Simulator
import TestSupport
import Testing

@testable import ODESolver

@Suite struct HeartSystemTests {
  /// The derivative of the potentials by every parameter, from CVODES and from the closed form.
  @Test func forwardSensitivitiesAreTheDerivativesOfTheClosedForm() throws {
    // Axis Y: its widest kernel is 3e-11 where the circle closes. A wave that is not yet zero there
    // has a kink, whose place moves with the centre, and no sensitivity equation sees that.
    var source = PublishedDipole.adult.sources[1]
    // An ST segment whose edges stand more than ten widths away from where its circle closes.
    source.plateaus = [
      PlateauWave(
        wave: .T, onsetPhase: 0.3, onsetWidth: 0.07, offsetPhase: 1.2, offsetWidth: 0.2,
        amplitude: 0.25)
    ]
    let heart = Heart(basis: .leads([.II]), sources: [source])
    let system = HeartSystem(
      heart: heart, atrialVelocity: 2 * .pi, ventricularVelocity: 2 * .pi)
    let start = -2.5
    let solver = try ODESolver(
      system, method: .adams, tolerances: Tolerances(relative: 1e-12, absolute: 1e-13),
      limits: StepLimits(maximumStep: system.longestSafeStep))
    let times = (1...200).map { Double($0) / 250 }
    // s(0) is the closed form too, so its derivatives are the sensitivities' start.
    func gradient(_ θ: Double) -> [Double] {
      source.waves.flatMap { wave in
        let g = GaussianFormula.valueGradient(
          difference: wrap(θ - wave.phase), amplitude: wave.amplitude, width: wave.width)
        return [g.amplitude, g.phase, g.width]
      }
        + source.plateaus.flatMap { plateau in
          let g = plateau.valueGradient(at: θ)
          return [g.amplitude, g.onsetPhase, g.onsetWidth, g.offsetPhase, g.offsetWidth]
        }
    }
    let initial = gradient(start).flatMap { [0.0, 0.0, $0] as [Double] }
    let state = [start, start, heart.sources[0].value(atrialPhase: start, ventricularPhase: start)]
    let solution = try solver.solveWithSensitivities(
      from: state, startingAt: 0, at: times,
      withRespectTo: (0..<system.parameterCount - 2).map { .parameter($0) },
      sensitivityTolerances: Tolerances(relative: 1e-11, absolute: 1e-12),
      initialSensitivities: initial)
    var (difference, size) = (0.0, 0.0)
    for (output, time) in times.enumerated() {
      let θ = start + 2 * .pi * time
      let exact = gradient(θ)
      for (parameter, value) in exact.enumerated() {
        let solved = solution[output, parameter, 2]
        difference += (solved - value) * (solved - value)
        size += value * value
      }
    }
    #expect((difference / size).squareRoot() < 1e-7)
  }

  @Test func jacobianAgreesWithDifferencesAtRandomStates() {
    var random = Philox(seed: 21)
    let heart = SimulatedTrains.dissociated().heart
    let relaxed = Heart(basis: .dipole, sources: heart.sources, relaxationTime: 0.7)
    let system = HeartSystem(heart: relaxed, atrialVelocity: 5, ventricularVelocity: 7)
    func rates(_ state: [Double]) -> [Double] {
      var rates = [Double](repeating: 0, count: system.dimension)
      var span = rates.mutableSpan
      system.rightHandSide(time: 0, state: state.span, derivative: &span)
      return rates
    }
    for _ in 0..<200 {
      let state = (0..<system.dimension).map { _ in random.normal() }
      for column in 0..<system.dimension {
        let h = 1e-5
        var (up, down) = (state, state)
        up[column] += h
        down[column] -= h
        let difference = zip(rates(up), rates(down)).map { ($0 - $1) / (2 * h) }
        let exact = column.jacobianColumn(of: system, at: state)
        for (one, two) in zip(difference, exact) {
          // Third derivatives reach 1e5: 1e-10 · 1e5 / 6, relative to entries up to 1e4.
          #expect(abs(one - two) < 1e-4 * (1 + abs(two)))
        }
      }
    }
  }
}

extension Int {
  /// This column of a system's Jacobian, whose memory only the solver hands out.
  func jacobianColumn(of system: HeartSystem, at state: [Double]) -> [Double] {
    let n = system.dimension
    var elements = [Double](repeating: 0, count: n * n)
    elements.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      var matrix = MutableMatrix(rows: n, columns: n, elements: base)
      system.jacobian(time: 0, state: state.span, jacobian: &matrix)
    }
    return Array(elements[self * n..<(self + 1) * n])
  }
}
