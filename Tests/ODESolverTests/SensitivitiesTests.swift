import Foundation
import ODESolver
import TestSupport
import Testing

@Suite struct SensitivitiesTests {
  static let tolerances = Tolerances(relative: 1e-10, absolute: 1e-12)

  @Test(arguments: IntegrationMethod.allCases)
  func decayHasItsClosedFormSensitivities(method: IntegrationMethod) throws {
    let solver = try ODESolver(Decay(rate: 2), method: method, tolerances: Self.tolerances)
    let times = [0.0, 0.25, 0.5, 1]
    let result = try solver.solveWithSensitivities(
      from: [3], startingAt: 0, at: times, withRespectTo: [.initialState(0), .parameter(0)],
      sensitivityTolerances: Self.tolerances)
    #expect(result.variables == [.initialState(0), .parameter(0)])
    for (index, time) in times.enumerated() {
      // 100 steps' worth of the tolerance.
      #expect(abs(result.solution[index, 0] - 3 * exp(-2 * time)) < 3e-8)
      #expect(abs(result[index, 0, 0] - exp(-2 * time)) < 1e-8)
      #expect(abs(result[index, 1, 0] + 3 * time * exp(-2 * time)) < 1e-8)
    }
    #expect(result.endSensitivities == Array(result.sensitivities.suffix(2)))
  }

  @Test func robertsonAgreesWithDifferencesWhereItIsStiff() throws {
    let tolerances = Tolerances(relative: 1e-11, absolute: [1e-15, 1e-19, 1e-14])
    func system(_ scales: [Double]) -> Robertson {
      Robertson(parameters: zip(Robertson().parameters, scales).map { $0 * $1 })
    }
    let solver = try ODESolver(system([1, 1, 1]), method: .bdf, tolerances: tolerances)
    let result = try solver.solveWithSensitivities(
      from: Robertson.initialState, startingAt: 0, at: [40],
      withRespectTo: (0..<3).map { .parameter($0) },
      sensitivityTolerances: Tolerances(relative: 1e-10, absolute: [1e-12, 1e-18, 1e-21]))
    let differences = try FiniteDifferences.jacobian(at: [1, 1, 1], relativeStep: 0.02) {
      let moved = try ODESolver(system($0), method: .bdf, tolerances: tolerances)
      return try moved.solve(from: Robertson.initialState, startingAt: 0, at: [40]).endState
    }
    for (variable, parameter) in Robertson().parameters.enumerated() {
      let scaled = (0..<3).map { result[0, variable, $0] * parameter }
      // Differences of values with an error near 1e-9 over steps of 1e-3.
      #expect(relativeDistance(scaled, differences[variable]) < 1e-6)
    }
  }

  @Test func aRestartContinuesWhereTheSensitivitiesWere() throws {
    let solver = try ODESolver(
      GaussianBeat.usual, method: .adams, tolerances: Self.tolerances,
      limits: StepLimits(maximumStep: 0.02))
    let variables: [SensitivityVariable] = [.parameter(0), .parameter(5), .initialState(1)]
    func solve(
      _ state: [Double], _ start: Double, _ end: Double, _ initial: [Double]?
    ) throws -> SensitivitySolution {
      try solver.solveWithSensitivities(
        from: state, startingAt: start, at: [end], withRespectTo: variables,
        sensitivityTolerances: Self.tolerances, initialSensitivities: initial)
    }
    let whole = try solve([-.pi, 0.05], 0, 1, nil)
    let first = try solve([-.pi, 0.05], 0, 0.45, nil)
    let second = try solve(first.solution.endState, 0.45, 1, first.endSensitivities)
    #expect(relativeDistance(second.endSensitivities, whole.endSensitivities) < 1e-8)
  }

  @Test func sensitivitiesAtATerminalEventAreThoseOfItsTime() throws {
    let solver = try ODESolver(Decay(rate: 2), method: .bdf, tolerances: Self.tolerances)
    let half = Event(.falling, isTerminal: true) { _, state in state[0] - 0.5 }
    let result = try solver.solveWithSensitivities(
      from: [1], startingAt: 0, at: [5], withRespectTo: [.parameter(0)],
      sensitivityTolerances: Self.tolerances, events: [half])
    let time = log(2.0) / 2
    #expect(abs(result.solution.endTime - time) < 1e-8)
    #expect(result.sensitivities.isEmpty)
    // ∂y/∂k = -t exp(-kt)
    #expect(abs(result.endSensitivities[0] + time / 2) < 1e-8)
  }

  @Test func sensitivityTolerancesDecideTheAccuracyOfSensitivities() throws {
    // The decay's state is easy; its sensitivity to the rate, t exp(-kt), is what needs the steps.
    let errors = try [1e-4, 1e-10].map { tolerance in
      let solver = try ODESolver(
        Decay(rate: 1), method: .adams, tolerances: Tolerances(relative: 1e-3, absolute: 1e-3))
      let result = try solver.solveWithSensitivities(
        from: [1], startingAt: 0, at: [1], withRespectTo: [.parameter(0)],
        sensitivityTolerances: Tolerances(relative: tolerance, absolute: [tolerance]))
      return abs(result.endSensitivities[0] + exp(-1.0))
    }
    #expect(errors[1] < errors[0] / 1000)
    #expect(errors[1] < 1e-7)
  }

  @Test func anotherListOfVariablesTakesAnotherIntegrator() throws {
    let solver = try ODESolver(
      LotkaVolterra(parameters: [1.5, 1, 3, 1.2]), method: .adams, tolerances: Self.tolerances)
    func solve(_ variables: [SensitivityVariable]) throws -> [Double] {
      try solver.solveWithSensitivities(
        from: [1, 0.8], startingAt: 0, at: [2], withRespectTo: variables,
        sensitivityTolerances: Self.tolerances
      ).endSensitivities
    }
    let both = try solve([.parameter(1), .parameter(3)])
    let swapped = try solve([.parameter(3), .parameter(1)])
    let single = try solve([.parameter(3)])
    #expect(relativeDistance(Array(swapped.prefix(2)), Array(both.suffix(2))) < 1e-8)
    #expect(relativeDistance(single, Array(both.suffix(2))) < 1e-8)
  }
}
