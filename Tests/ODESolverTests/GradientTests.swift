import Foundation
import ODESolver
import TestSupport
import Testing

/// Gradients of the same loss three ways: forward sensitivities, adjoint, finite differences.
@Suite struct GradientTests {
  /// Tolerances of the check: nothing but rounding is below.
  static let tight = Tolerances(relative: 1e-12, absolute: 1e-13)

  /// Rounding and tolerance of some 1e4 steps at 1e-12 leave 1e-8; differences of step 1e-3 add as
  /// much.
  static let agreement = 1e-6

  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let make: @Sendable ([Double]) -> any DifferentiableSystem
    let parameters: [Double]
    let initialState: [Double]
    let times: [Double]
    let method: IntegrationMethod
  }

  static let cases: [Case] = IntegrationMethod.allCases.flatMap { method in
    [
      Case(
        testDescription: "Lotka-Volterra, \(method)",
        make: { LotkaVolterra(parameters: $0) }, parameters: [1.5, 1, 3, 1.2],
        initialState: [1, 0.8], times: [0, 0.7, 1.9, 4, 5.5], method: method),
      Case(
        testDescription: "Gaussian beat, \(method)",
        make: { GaussianBeat(parameters: $0) }, parameters: GaussianBeat.usual.parameters,
        initialState: [-.pi, 0.05], times: (1...20).map { Double($0) / 20 }, method: method),
    ]
  }

  /// L = Σ_k Σ_i w_i sin(y_i(t_k) + k), so that every output and component counts differently.
  static func loss(_ solution: Solution) -> Double {
    var sum = 0.0
    for output in solution.times.indices {
      for component in 0..<solution.dimension {
        sum += Double(component + 1) * sin(solution[output, component] + Double(output))
      }
    }
    return sum
  }

  /// ∂L/∂y, shape `[T, n]`.
  static func lossDerivative(_ solution: Solution) -> [Double] {
    solution.times.indices.flatMap { output in
      (0..<solution.dimension).map { component in
        Double(component + 1) * cos(solution[output, component] + Double(output))
      }
    }
  }

  @Test(arguments: cases)
  func forwardSensitivitiesAdjointAndDifferencesAgree(_ problem: Case) throws {
    try check(problem, problem.make(problem.parameters))
  }

  private func check<System: DifferentiableSystem>(_ problem: Case, _ system: System) throws {
    let limits = StepLimits(maximumStep: 0.02, maximumSteps: 1_000_000)
    let solver = try ODESolver(
      system, method: problem.method, tolerances: Self.tight, limits: limits)
    let (n, count) = (problem.initialState.count, problem.parameters.count)

    let variables =
      (0..<count).map { SensitivityVariable.parameter($0) }
      + (0..<n).map { SensitivityVariable.initialState($0) }
    let forward = try solver.solveWithSensitivities(
      from: problem.initialState, startingAt: 0, at: problem.times, withRespectTo: variables,
      sensitivityTolerances: Self.tight)
    let weights = Self.lossDerivative(forward.solution)
    let forwardGradient = variables.indices.map { variable in
      problem.times.indices.reduce(0) { sum, output in
        (0..<n).reduce(sum) {
          $0 + weights[output * n + $1] * forward[output, variable, $1]
        }
      }
    }

    let adjoint = try solver.adjointGradient(
      from: problem.initialState, startingAt: 0, at: problem.times, adjointTolerances: Self.tight,
      gradientTolerances: Self.tight, outputDerivative: Self.lossDerivative)
    let adjointGradient = adjoint.parameters + adjoint.initialState

    let differences = try FiniteDifferences.jacobian(
      at: problem.parameters + problem.initialState, relativeStep: 0.01, floor: 0.1
    ) { point in
      let moved = problem.make(Array(point.prefix(count)))
      return [Self.loss(try solution(problem, moved, from: Array(point.suffix(n)), limits: limits))]
    }.flatMap { $0 }

    #expect(relativeDistance(forwardGradient, differences) < Self.agreement)
    #expect(relativeDistance(adjointGradient, differences) < Self.agreement)
    #expect(relativeDistance(adjointGradient, forwardGradient) < Self.agreement)
  }

  private func solution<System: DifferentiableSystem>(
    _ problem: Case, _ system: System, from initialState: [Double], limits: StepLimits
  ) throws -> Solution {
    let solver = try ODESolver(
      system, method: problem.method, tolerances: Self.tight, limits: limits)
    return try solver.solve(from: initialState, startingAt: 0, at: problem.times)
  }
}
