import Foundation
import ODESolver
import Testing

/// Every limit changes what the solver does.
@Suite struct StepLimitsTests {
  static let tolerances = Tolerances(relative: 1e-6, absolute: 1e-8)

  private func solve(
    _ limits: StepLimits, _ method: IntegrationMethod = .adams
  ) throws -> Solution {
    let solver = try ODESolver(
      Oscillator(angularFrequency: 1), method: method, tolerances: Self.tolerances, limits: limits)
    return try solver.solve(from: [1, 0], startingAt: 0, at: [10])
  }

  @Test func maximumStepBoundsEveryStep() throws {
    let free = try solve(StepLimits())
    let bounded = try solve(StepLimits(maximumStep: 0.01))
    #expect(free.statistics.steps < 500)
    #expect(bounded.statistics.steps >= 1000)
  }

  @Test func aPulseIsNotSteppedOverWithAMaximumStep() throws {
    // A Gaussian of area 1 and width 1e-3 at t = 50, far from where anything else happens.
    let pulse = ClosureSystem(dimension: 1) { time, _, derivative in
      let u = (time - 50) / 1e-3
      derivative[0] = exp(-u * u / 2) / (1e-3 * (2 * Double.pi).squareRoot())
    }
    func end(_ limits: StepLimits) throws -> Double {
      let solver = try ODESolver(
        pulse, method: .adams, tolerances: Self.tolerances, limits: limits)
      return try solver.solve(from: [0], startingAt: 0, at: [100]).endState[0]
    }
    #expect(try abs(end(StepLimits())) < 0.5)
    #expect(try abs(end(StepLimits(maximumStep: 2e-3)) - 1) < 1e-4)
  }

  @Test func initialStepIsTaken() throws {
    let solver = try ODESolver(
      Decay(rate: 1), method: .adams, tolerances: Self.tolerances,
      limits: StepLimits(initialStep: 1e-7, maximumStep: 1e-7))
    for sign in [1.0, -1.0] {
      let solution = try solver.solve(from: [1], startingAt: 0, at: [sign * 1e-6])
      #expect(solution.statistics.steps == 10)
    }
  }

  @Test func minimumStepEndsInAnErrorWhereLessIsNeeded() throws {
    let error = #expect(throws: SolverError.self) { try solve(StepLimits(minimumStep: 0.5)) }
    #expect(error?.code == .stepTooSmall || error?.code == .noConvergence)
  }

  @Test func maximumOrderBoundsTheOrder() throws {
    for method in IntegrationMethod.allCases {
      #expect(try solve(StepLimits(), method).statistics.lastOrder > 2)
      #expect(try solve(StepLimits(maximumOrder: 2), method).statistics.lastOrder <= 2)
    }
    // BDF has 5 at most, whatever is asked for.
    #expect(try solve(StepLimits(maximumOrder: 12), .bdf).statistics.lastOrder <= 5)
  }

  @Test func maximumStepsCountsBetweenTwoOutputs() throws {
    let limits = StepLimits(maximumStep: 0.1, maximumSteps: 60)
    #expect(throws: SolverError.self) { try solve(limits) }
    let solver = try ODESolver(
      Oscillator(angularFrequency: 1), method: .adams, tolerances: Self.tolerances, limits: limits)
    let solution = try solver.solve(from: [1, 0], startingAt: 0, at: [2, 4, 6, 8, 10])
    #expect(solution.statistics.steps > 60)
  }

  @Test func absoluteTolerancesHoldForEachComponent() throws {
    // Two decays of very different size: with one absolute tolerance the small one is lost.
    let system = ClosureSystem(dimension: 2) { time, state, derivative in
      derivative[0] = cos(time)
      derivative[1] = 1e-9 * cos(20 * time) * 20
    }
    func error(_ tolerances: Tolerances) throws -> Double {
      let solver = try ODESolver(system, method: .adams, tolerances: tolerances)
      let end = try solver.solve(from: [0, 0], startingAt: 0, at: [3]).endState
      return abs(end[1] * 1e9 - sin(60))
    }
    let common = try error(Tolerances(relative: 1e-6, absolute: 1e-6))
    let each = try error(Tolerances(relative: 1e-6, absolute: [1e-6, 1e-15]))
    #expect(common > 100 * each)
    #expect(each < 1e-4)
  }
}
