import Foundation
import ODESolver
import TestSupport
import Testing

@Suite struct AdjointTests {
  static let tolerances = Tolerances(relative: 1e-10, absolute: 1e-12)

  /// G = ∫ k y dt for y' = -k y is y(0) (1 - exp(-kT)), with its derivatives.
  @Test(arguments: IntegrationMethod.allCases)
  func integralLossHasItsClosedFormGradient(method: IntegrationMethod) throws {
    let (rate, end) = (1.3, 2.0)
    let solver = try ODESolver(Decay(rate: rate), method: method, tolerances: Self.tolerances)
    let loss = IntegralLoss(
      value: { _, state in rate * state[0] },
      stateDerivative: { _, _, derivative in derivative[0] = rate },
      parameterDerivative: { _, state, derivative in derivative[0] = state[0] })
    let result = try solver.adjointGradient(
      from: [3], startingAt: 0, at: [end / 2, end], adjointTolerances: Self.tolerances,
      gradientTolerances: Self.tolerances, integralLoss: loss)
    let left = exp(-rate * end)
    // 1000 steps' worth of the tolerance.
    #expect(abs(result.integral - 3 * (1 - left)) < 1e-7)
    #expect(abs(result.parameters[0] - 3 * end * left) < 1e-7)
    #expect(abs(result.initialState[0] - (1 - left)) < 1e-7)
  }

  @Test func outputsAndIntegralAddUp() throws {
    let system = LotkaVolterra(parameters: [1.5, 1, 3, 1.2])
    let solver = try ODESolver(system, method: .adams, tolerances: Self.tolerances)
    let loss = IntegralLoss(
      value: { time, state in state[0] * state[1] * time },
      stateDerivative: { time, state, derivative in
        derivative[0] = state[1] * time
        derivative[1] = state[0] * time
      })
    let times = [0.5, 1, 2]
    func gradient(output: Bool, integral: Bool) throws -> [Double] {
      let result = try solver.adjointGradient(
        from: [1, 0.8], startingAt: 0, at: times, adjointTolerances: Self.tolerances,
        gradientTolerances: Self.tolerances, integralLoss: integral ? loss : nil,
        outputDerivative: output ? { $0.states.map { 2 * $0 } } : nil)
      #expect((result.integral != 0) == integral)
      return result.parameters + result.initialState
    }
    let output = try gradient(output: true, integral: false)
    let integral = try gradient(output: false, integral: true)
    let both = try gradient(output: true, integral: true)
    #expect(relativeDistance(both, zip(output, integral).map { $0 + $1 }) < 1e-8)
    #expect(try gradient(output: false, integral: false).allSatisfy { $0 == 0 })

    // The integral part by differences of an augmented system.
    let differences = try FiniteDifferences.jacobian(
      at: system.parameters + [1, 0.8], relativeStep: 0.01
    ) { point in
      let moved = LotkaVolterra(parameters: Array(point.prefix(4)))
      let augmented = ClosureSystem(dimension: 3) { time, state, derivative in
        try moved.rightHandSide(time: time, state: state, derivative: &derivative)
        derivative[2] = state[0] * state[1] * time
      }
      let solver = try ODESolver(augmented, method: .adams, tolerances: GradientTests.tight)
      let end = try solver.solve(from: point.suffix(2) + [0], startingAt: 0, at: [2]).endState
      return [end[2]]
    }.flatMap { $0 }
    #expect(relativeDistance(integral, differences) < 1e-7)
  }

  @Test func checkpointsCostTimeButNotAccuracy() throws {
    let solver = try ODESolver(
      GaussianBeat.usual, method: .adams, tolerances: Self.tolerances,
      limits: StepLimits(maximumStep: 0.01))
    let times = [0.5, 1]
    let results = try [13, 10_000].map { interval in
      try solver.adjointGradient(
        from: [-.pi, 0.05], startingAt: 0, at: times, adjointTolerances: Self.tolerances,
        gradientTolerances: Self.tolerances, checkpointInterval: interval,
        outputDerivative: \.states)
    }
    #expect(results[0].checkpoints > 10)
    #expect(results[1].checkpoints == 0)
    #expect(relativeDistance(results[0].parameters, results[1].parameters) < 1e-7)
  }

  @Test(arguments: IntegrationMethod.allCases)
  func fewStepsBehindTheLastCheckpointDoNotSpoilTheGradient(method: IntegrationMethod) throws {
    let solver = try ODESolver(GaussianBeat.usual, method: method, tolerances: Self.tolerances)
    func gradient(_ interval: Int) throws -> AdjointGradient {
      try solver.adjointGradient(
        from: [-.pi, 0.05], startingAt: 0, at: [0.5, 0.9], adjointTolerances: Self.tolerances,
        gradientTolerances: Self.tolerances, checkpointInterval: interval,
        outputDerivative: \.states)
    }
    let whole = try gradient(100_000)
    for tail in 0..<16 {
      let result = try gradient(whole.solution.statistics.steps - tail)
      // Both at the tolerance; without care a tail of one step gives 1e-3.
      #expect(relativeDistance(result.parameters, whole.parameters) < 1e-8)
    }
  }

  @Test func aSecondGradientFromTheSameSolverIsTheSame() throws {
    let solver = try ODESolver(
      LotkaVolterra(parameters: [1.5, 1, 3, 1.2]), method: .bdf, tolerances: Self.tolerances)
    func gradient(from state: [Double]) throws -> AdjointGradient {
      try solver.adjointGradient(
        from: state, startingAt: 0, at: [1, 2], adjointTolerances: Self.tolerances,
        gradientTolerances: Self.tolerances, outputDerivative: \.states)
    }
    let first = try gradient(from: [1, 0.8])
    let other = try gradient(from: [0.3, 2])
    let again = try gradient(from: [1, 0.8])
    #expect(again.parameters == first.parameters)
    #expect(again.initialState == first.initialState)
    #expect(other.parameters != first.parameters)
    // The adjoint pass does not disturb the plain solve.
    let plain = try solver.solve(from: [1, 0.8], startingAt: 0, at: [1, 2])
    #expect(relativeDistance(plain.states, first.solution.states) < 1e-8)
  }

  @Test func aSystemWithoutParametersHasAGradientOfItsInitialState() throws {
    struct Growth: DifferentiableSystem {
      var dimension: Int { 1 }
      func rightHandSide(
        time: Double, state: Span<Double>, derivative: inout MutableSpan<Double>
      ) throws { derivative[0] = state[0] }
      func jacobian(time: Double, state: Span<Double>, jacobian: inout MutableMatrix) throws {
        jacobian[0, 0] = 1
      }
    }
    let solver = try ODESolver(Growth(), method: .bdf, tolerances: Self.tolerances)
    let result = try solver.adjointGradient(
      from: [2], startingAt: 0, at: [0, 1], adjointTolerances: Self.tolerances,
      gradientTolerances: Self.tolerances, outputDerivative: { _ in [10, 1] })
    #expect(result.parameters.isEmpty)
    #expect(abs(result.initialState[0] - (10 + exp(1.0))) < 1e-7)
    let sensitivities = try solver.solveWithSensitivities(
      from: [2], startingAt: 0, at: [1], withRespectTo: [.initialState(0)],
      sensitivityTolerances: Self.tolerances)
    #expect(abs(sensitivities[0, 0, 0] - exp(1.0)) < 1e-7)
  }
}
