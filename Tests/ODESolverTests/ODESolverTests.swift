import Foundation
import ODESolver
import Testing

@Suite struct ODESolverTests {
  /// Errors of many steps add up; a factor of 100 over the tolerance of one step is CVODES' usual.
  static let accumulation = 100.0

  @Test(arguments: IntegrationMethod.allCases)
  func decayFollowsTheExponential(method: IntegrationMethod) throws {
    let solver = try ODESolver(
      Decay(rate: 2), method: method, tolerances: Tolerances(relative: 1e-9, absolute: 1e-12))
    let times = (0...20).map { Double($0) / 10 }
    let solution = try solver.solve(from: [3], startingAt: 0, at: times)
    #expect(solution.times == times)
    #expect(solution[0, 0] == 3)
    for (index, time) in times.enumerated() {
      let exact = 3 * exp(-2 * time)
      #expect(abs(solution[index, 0] - exact) < 1e-9 * Self.accumulation * exact)
    }
    #expect(solution.endTime == 2)
    #expect(solution.endState == Array(solution.state(20)))
  }

  @Test(arguments: IntegrationMethod.allCases)
  func oscillatorFollowsTheCosineInBothDirectionsOfTime(method: IntegrationMethod) throws {
    let solver = try ODESolver(
      Oscillator(angularFrequency: 3), method: method,
      tolerances: Tolerances(relative: 1e-9, absolute: 1e-10))
    for sign in [1.0, -1.0] {
      let times = (1...12).map { sign * Double($0) / 2 }
      let solution = try solver.solve(from: [1, 0.6], startingAt: 0, at: times)
      for (index, time) in times.enumerated() {
        let exact = cos(3 * time) + 0.2 * sin(3 * time)
        // BDF's phase error grows over three periods; 5e-6 of amplitude 1 is 500 times the
        // tolerance of a step, and some 1000 steps are taken.
        #expect(abs(solution[index, 0] - exact) < (method == .adams ? 2e-7 : 5e-6))
      }
    }
  }

  @Test(arguments: [1e-8, 1e-10])
  func robertsonReachesThePublishedSolution(tolerance: Double) throws {
    let solver = try ODESolver(
      Robertson(), method: .bdf,
      tolerances: Tolerances(
        relative: tolerance, absolute: [1e-6, 1e-10, 1].map { $0 * tolerance }))
    let solution = try solver.solve(
      from: Robertson.initialState, startingAt: 0, at: [Robertson.referenceTime])
    for (value, reference) in zip(solution.endState, Robertson.reference) {
      // More than a thousand steps, each with an error of the tolerance.
      #expect(abs(value / reference - 1) < 1000 * tolerance)
    }
    #expect(solution.statistics.steps > 1000)
    #expect(solution.statistics.jacobianEvaluations > 0)
  }

  @Test func vanDerPolReachesThePublishedSolution() throws {
    let solver = try ODESolver(
      VanDerPol(), method: .bdf, tolerances: Tolerances(relative: 1e-9, absolute: 1e-10))
    let solution = try solver.solve(
      from: VanDerPol.initialState, startingAt: 0, at: [VanDerPol.referenceTime])
    for (value, reference) in zip(solution.endState, VanDerPol.reference) {
      #expect(abs(value / reference - 1) < 1e-9 * Self.accumulation)
    }
  }

  @Test(arguments: IntegrationMethod.allCases)
  func gaussianBeatFollowsItsClosedForm(method: IntegrationMethod) throws {
    let beat = GaussianBeat.usual
    let solver = try ODESolver(
      beat, method: method, tolerances: Tolerances(relative: 1e-10, absolute: 1e-12),
      limits: StepLimits(maximumStep: 0.02))
    let times = (0..<500).map { Double($0) / 500 }
    let solution = try solver.solve(from: [-.pi, 0.05], startingAt: 0, at: times)
    let worst = times.indices.map { index in
      abs(solution[index, 1] - beat.potential(at: times[index], phase: -.pi, start: 0.05))
    }.max()
    // In millivolts: 100 steps' worth of 1e-10 of a beat of 1 mV.
    #expect(try #require(worst) < 1e-10 * Self.accumulation)
  }

  @Test(arguments: IntegrationMethod.allCases)
  func errorFallsWithTolerance(method: IntegrationMethod) throws {
    let exponents = [4, 6, 8, 10]
    let errors = try exponents.map { exponent in
      let tolerance = pow(10, -Double(exponent))
      let solver = try ODESolver(
        Oscillator(angularFrequency: 2), method: method,
        tolerances: Tolerances(relative: tolerance, absolute: tolerance))
      let solution = try solver.solve(from: [1, 0], startingAt: 0, at: [5])
      return abs(solution.endState[0] - cos(10.0))
    }
    for (coarse, fine) in zip(errors, errors.dropFirst()) { #expect(fine < coarse / 5) }
    // Six decades of tolerance; local error control gives at least tolerance^(p/(p+1)), less what
    // changes of order cost.
    #expect(errors[3] < errors[0] * 1e-3)
  }

  @Test(arguments: IntegrationMethod.allCases)
  func errorOfAFixedStepOfOrderOneHalvesWithTheStep(method: IntegrationMethod) throws {
    // Loose tolerances never reject a step, and bounds leave no choice of it.
    let errors = try [0.01, 0.005, 0.0025].map { step in
      let solver = try ODESolver(
        Oscillator(angularFrequency: 1), method: method,
        tolerances: Tolerances(relative: 0.1, absolute: 0.1),
        limits: StepLimits(
          initialStep: step, minimumStep: step, maximumStep: step, maximumOrder: 1))
      let solution = try solver.solve(from: [1, 0], startingAt: 0, at: [2])
      #expect(abs(Double(solution.statistics.steps) * step - 2) < 1e-9)
      return abs(solution.endState[0] - cos(2.0))
    }
    // The next term of the expansion changes the ratio by about one step, 0.01.
    for (coarse, fine) in zip(errors, errors.dropFirst()) {
      #expect(abs(log2(coarse / fine) - 1) < 0.05)
    }
  }

  @Test(arguments: IntegrationMethod.allCases, [2, 3, 4])
  func stepsGrowWithAccuracyAsTheOrderOfTheFormulaSays(
    method: IntegrationMethod, order: Int
  ) throws {
    // y = exp(sin t) is smooth and not stiff.
    let system = ClosureSystem(dimension: 1) { time, state, derivative in
      derivative[0] = cos(time) * state[0]
    }
    func steps(_ tolerance: Double) throws -> Double {
      let solver = try ODESolver(
        system, method: method,
        tolerances: Tolerances(relative: tolerance, absolute: tolerance),
        limits: StepLimits(maximumOrder: order))
      let solution = try solver.solve(from: [1], startingAt: 0, at: [20])
      #expect(solution.statistics.lastOrder == order)
      return Double(solution.statistics.steps)
    }
    // The local error is of order p + 1, so three decades of it cost 10^(3/(p + 1)) times the
    // steps; that steps change by certain factors only blurs this by less than half an order.
    let exponent = try 3 / log10(steps(1e-9) / steps(1e-6))
    #expect(abs(exponent - Double(order + 1)) < 0.5)
  }

  @Test func aSolverStartsAgainWithNewStateTimeAndParameters() throws {
    let tolerances = Tolerances(relative: 1e-10, absolute: 1e-12)
    let solver = try ODESolver(Decay(rate: 1), method: .adams, tolerances: tolerances)
    let first = try solver.solve(from: [1], startingAt: 0, at: [1, 2])
    solver.system.rate = 5
    let second = try solver.solve(from: [2], startingAt: 7, at: [7.5])
    #expect(abs(second.endState[0] - 2 * exp(-2.5)) < 1e-9)
    solver.system.rate = 1
    let third = try solver.solve(from: [1], startingAt: 0, at: [1, 2])
    // The same problem again gives the same bits: nothing of the other solve is left.
    #expect(third.states == first.states)
    #expect(third.statistics == first.statistics)
  }

  @Test func theSystemIsNeverAskedForTimesBeyondTheLastOutput() throws {
    let system = ClosureSystem(dimension: 1) { time, state, derivative in
      if time > 1 { throw BeyondTheEnd() }
      derivative[0] = state[0]
    }
    for method in IntegrationMethod.allCases {
      let solver = try ODESolver(
        system, method: method, tolerances: Tolerances(relative: 1e-6, absolute: 1e-8))
      let solution = try solver.solve(from: [1], startingAt: 0, at: [0.3, 1])
      #expect(abs(solution.endState[0] - exp(1.0)) < 1e-4)
    }
  }

  private struct BeyondTheEnd: Error {}

  @Test func theExampleOfTheReadmeRuns() throws {
    let decay = ClosureSystem(dimension: 1) { _, state, derivative in
      derivative[0] = -2 * state[0]
    }
    let solver = try ODESolver(
      decay, method: .adams, tolerances: Tolerances(relative: 1e-8, absolute: 1e-10))
    let solution = try solver.solve(from: [3], startingAt: 0, at: [0.5, 1])
    // The digits that the README shows.
    #expect(abs(solution[1, 0] - 0.406006) < 1e-6)
  }

  @Test func noOutputTimesGiveTheInitialStateBack() throws {
    let solver = try ODESolver(
      Decay(rate: 1), method: .adams, tolerances: Tolerances(relative: 1e-6, absolute: 1e-8))
    for times in [[], [4.0]] {
      let solution = try solver.solve(from: [3], startingAt: 4, at: times)
      #expect(solution.times == times)
      #expect(solution.endState == [3])
      #expect(solution.endTime == 4)
      #expect(solution.statistics.steps == 0)
    }
  }
}
