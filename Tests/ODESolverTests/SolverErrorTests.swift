import Foundation
import Testing

@testable import ODESolver

/// Every error provoked once, with what its message must name.
@Suite struct SolverErrorTests {
  static let tolerances = Tolerances(relative: 1e-8, absolute: 1e-10)
  struct Trouble: Error {}

  /// Runs a solve that must fail and returns its error.
  static func error<System: ODESystem>(
    of system: System, _ method: IntegrationMethod = .adams, from state: [Double] = [1],
    startingAt start: Double = 0, at times: [Double] = [2], tolerances: Tolerances = tolerances,
    limits: StepLimits = StepLimits(), events: [Event] = []
  ) throws -> SolverError {
    let solver = try ODESolver(system, method: method, tolerances: tolerances, limits: limits)
    return try #require(throws: SolverError.self) {
      try solver.solve(from: state, startingAt: start, at: times, events: events)
    }
  }

  /// A system of one state.
  static func scalar(_ function: @escaping (Double, Double) throws -> Double) -> ClosureSystem {
    ClosureSystem(dimension: 1) { time, state, derivative in
      derivative[0] = try function(time, state[0])
    }
  }

  /// No solve is known to give a status beside the documented ones.
  @Test func aStatusThatNobodyKnowsIsPassedOn() {
    let situation = SolverError.Situation(
      time: 1.5, target: 2, lastStep: 0.1, maximumSteps: 10, isBackward: false, isStuck: false)
    let error = SolverError(status: -77, situation: situation, failure: nil, detail: nil)
    #expect(error.code == .unexpected(status: -77))
    #expect(error.description.contains("-77") && error.description.contains("t = 1.5"))
  }

  @Test func tooMuchWorkNamesTheTimeReachedAndTheLimit() throws {
    let error = try Self.error(
      of: Oscillator(angularFrequency: 100), from: [1, 0],
      limits: StepLimits(maximumSteps: 50))
    #expect(error.code == .tooMuchWork)
    let time = try #require(error.time)
    #expect(time > 0 && time < 2)
    #expect(error.message.contains("50 steps"))
    #expect(error.message.contains("t = \(time) on the way to t = 2.0"))
    #expect(error.message.contains("Raise StepLimits.maximumSteps"))
    #expect(try #require(error.detail).contains("mxstep"))
    #expect(error.description.contains(error.message))
    #expect(error.underlying == nil)
  }

  @Test func tolerancesBelowRoundingAreTooMuchAccuracy() throws {
    let error = try Self.error(
      of: Decay(rate: 1), tolerances: Tolerances(relative: 1e-18, absolute: 0))
    #expect(error.code == .tooMuchAccuracy)
    #expect(error.message.contains("Loosen them"))
  }

  @Test func aSingularityStopsTheSolveWhereItIs() throws {
    // y = 1/(1 - t) has no value at 1.
    let error = try Self.error(
      of: Self.scalar { _, y in y * y }, limits: StepLimits(minimumStep: 1e-9))
    #expect(error.code == .stepTooSmall)
    #expect(abs(try #require(error.time) - 1) < 1e-4)
    #expect(error.message.contains("singularity"))
  }

  @Test func stepsTooSmallToChangeTheTimeEndTheSolve() throws {
    // A jump of slope that never lets the error test pass, far from t = 0, where rounding is
    // coarse.
    let system = Self.scalar { time, y in time > 1e6 + 0.5 ? -1e30 * y : 0 }
    let error = try Self.error(of: system, startingAt: 1e6, at: [1e6 + 1])
    #expect(error.code == .stepTooSmall)
  }

  @Test func functionalIterationFailsOnStiffProblems() throws {
    let system = Self.scalar { time, y in -1e6 * (y - cos(time)) }
    let error = try Self.error(of: system, limits: StepLimits(initialStep: 0.1, minimumStep: 0.1))
    #expect(error.code == .noConvergence)
    #expect(error.message.contains("Use .bdf"))
    #expect(error.time == 0)
  }

  @Test(arguments: IntegrationMethod.allCases)
  func aThrownErrorArrivesAsUnderlying(method: IntegrationMethod) throws {
    let system = Self.scalar { time, y in
      if time > 0.5 { throw Trouble() }
      return -y
    }
    let error = try Self.error(of: system, method)
    #expect(error.code == .rightHandSideFailed)
    #expect(error.underlying is Trouble)
    #expect(try #require(error.time) <= 0.5)
    #expect(error.message.contains("the right-hand side failed at t = "))
    #expect(error.description.contains("Trouble"))
  }

  @Test func aThrowAtTheStartNamesTheStart() throws {
    let error = try Self.error(of: Self.scalar { _, _ in throw Trouble() }, startingAt: 0.25)
    #expect(error.code == .rightHandSideFailed)
    #expect(error.time == 0.25)
  }

  @Test func aRejectedStepIsRetriedSmaller() throws {
    // The square root forbids the overshoot below zero that a large step takes.
    var rejections = 0
    let system = Self.scalar { _, y in
      guard y >= 0 else {
        rejections += 1
        throw StepRejection("negative \(y)")
      }
      return -y.squareRoot() * 2
    }
    // y = (1 - t)² touches zero at 1: stop before.
    let solver = try ODESolver(
      system, method: .adams, tolerances: Tolerances(relative: 1e-2, absolute: 1e-4))
    let solution = try solver.solve(from: [1], startingAt: 0, at: [0.99])
    #expect(rejections > 0)
    // A hundred times the absolute tolerance.
    #expect(abs(solution.endState[0] - 1e-4) < 1e-2)
  }

  @Test func rejectionsWithoutEndArriveAsUnderlying() throws {
    let system = Self.scalar { time, y in
      if time > 0.5 { throw StepRejection("nothing beyond 0.5") }
      return -y
    }
    let error = try Self.error(of: system)
    #expect(error.code == .rightHandSideFailed)
    #expect(error.underlying is StepRejection)
    #expect(abs(try #require(error.time) - 0.5) < 0.01)
    #expect(error.description.contains("nothing beyond 0.5"))
  }

  @Test func aDerivativeThatIsNotFiniteNamesItsComponent() throws {
    let system = ClosureSystem(dimension: 2) { time, _, derivative in
      derivative[0] = 1
      derivative[1] = time < 0.5 ? 1 : .nan
    }
    let error = try Self.error(of: system, .bdf, from: [1, 1])
    #expect(error.code == .rightHandSideFailed)
    #expect(error.description.contains("component 1 of the right-hand side is nan"))
  }

  @Test func eventFunctionsFailByName() throws {
    let throwing = Event(.either, isTerminal: true) { time, _ in
      if time > 0.5 { throw Trouble() }
      return 1
    }
    let thrown = try Self.error(of: Decay(rate: 1), events: [throwing])
    #expect(thrown.code == .eventFunctionFailed)
    #expect(thrown.underlying is Trouble)
    let infinite = Event(.either, isTerminal: true) { time, _ in time > 0.5 ? .infinity : 1 }
    let notFinite = try Self.error(of: Decay(rate: 1), events: [infinite])
    #expect(notFinite.code == .eventFunctionFailed)
    #expect(notFinite.description.contains("component 0 of the event function is inf"))
  }

  @Test func inputThatIsNotFiniteIsNamed() throws {
    let state = try Self.error(of: Decay(rate: 1), from: [.nan])
    #expect(state.code == .invalidInput)
    #expect(state.message.contains("Component 0 of the initial state is nan"))
    let start = try Self.error(of: Decay(rate: 1), startingAt: .infinity)
    #expect(start.code == .invalidInput)
    #expect(start.message.contains("inf"))
    let output = try Self.error(of: Decay(rate: 1), at: [1, .nan])
    #expect(output.code == .invalidInput)
  }

  @Test func anOutputTimeWithinRoundingOfTheStartIsInvalid() throws {
    let error = try Self.error(of: Decay(rate: 1), startingAt: 1, at: [1 + Double.ulpOfOne])
    #expect(error.code == .invalidInput)
    #expect(try #require(error.detail).contains("too close"))
  }

  @Test func aZeroWeightIsInvalid() throws {
    let error = try Self.error(
      of: Self.scalar { _, _ in 0 }, from: [0], tolerances: Tolerances(relative: 1e-6, absolute: 0))
    #expect(error.code == .invalidInput)
    #expect(error.message.contains("positive absolute tolerance"))
  }

  @Test func aMatrixThatDoesNotFitIsOutOfMemory() throws {
    // 4.5 million squared doubles are more than 47 bits of address.
    let error = #expect(throws: SolverError.self) {
      try ODESolver(
        ClosureSystem(dimension: 4_500_000) { _, _, _ in }, method: .bdf,
        tolerances: Self.tolerances)
    }
    #expect(error?.code == .outOfMemory)
    #expect(error?.message.contains("4500000") == true)
  }
}

/// Errors of derivatives and losses.
@Suite struct DerivativeErrorTests {
  /// A decay whose derivatives fail from a time on.
  struct Failing: DifferentiableSystem {
    enum Place { case jacobian, parameterJacobian }
    var place: Place
    var throwsError: Bool
    var dimension: Int { 1 }
    var parameterCount: Int { 1 }

    func rightHandSide(
      time: Double, state: Span<Double>, derivative: inout MutableSpan<Double>
    ) throws { derivative[0] = -state[0] }

    func jacobian(time: Double, state: Span<Double>, jacobian: inout MutableMatrix) throws {
      jacobian[0, 0] = try value(-1, .jacobian, time)
    }

    func parameterJacobian(
      time: Double, state: Span<Double>, jacobian: inout MutableMatrix
    ) throws { jacobian[0, 0] = try value(-state[0], .parameterJacobian, time) }

    private func value(_ value: Double, _ place: Place, _ time: Double) throws -> Double {
      guard place == self.place, time > 0.5 else { return value }
      if throwsError { throw SolverErrorTests.Trouble() }
      return .nan
    }
  }

  static let tolerances = SolverErrorTests.tolerances

  @Test(arguments: [true, false]) func jacobianFailsInNewton(throwsError: Bool) throws {
    let error = try SolverErrorTests.error(
      of: Failing(place: .jacobian, throwsError: throwsError), .bdf)
    try check(error, throwsError: throwsError, "jacobian")
  }

  @Test(arguments: [Failing.Place.jacobian, .parameterJacobian], [true, false])
  func derivativesFailInSensitivities(place: Failing.Place, throwsError: Bool) throws {
    let solver = try ODESolver(
      Failing(place: place, throwsError: throwsError), method: .adams, tolerances: Self.tolerances)
    let error = try #require(throws: SolverError.self) {
      try solver.solveWithSensitivities(
        from: [1], startingAt: 0, at: [1], withRespectTo: [.parameter(0)],
        sensitivityTolerances: Self.tolerances)
    }
    try check(
      error, throwsError: throwsError, place == .jacobian ? "jacobian" : "parameter Jacobian")
    #expect(try #require(error.time) <= 0.5)
  }

  @Test(arguments: [Failing.Place.jacobian, .parameterJacobian], [true, false])
  func derivativesFailInTheBackwardPass(place: Failing.Place, throwsError: Bool) throws {
    let solver = try ODESolver(
      Failing(place: place, throwsError: throwsError), method: .adams, tolerances: Self.tolerances)
    let error = try #require(throws: SolverError.self) {
      try solver.adjointGradient(
        from: [1], startingAt: 0, at: [1], adjointTolerances: Self.tolerances,
        gradientTolerances: Self.tolerances, outputDerivative: { _ in [1] })
    }
    try check(
      error, throwsError: throwsError, place == .jacobian ? "jacobian" : "parameter Jacobian")
    #expect(error.message.contains("in the backward pass"))
    #expect(error.time == 1)
  }

  private func check(_ error: SolverError, throwsError: Bool, _ name: String) throws {
    #expect(error.code == .derivativeFailed)
    #expect(error.message.contains("the \(name) failed at t = "))
    if throwsError {
      #expect(error.underlying is SolverErrorTests.Trouble)
    } else {
      #expect(error.description.contains("element [0, 0] of the \(name) is nan"))
    }
  }

  @Test func tooMuchWorkInTheBackwardPassSaysSo() throws {
    // The forward pass takes fewer steps than the limit, the restarted adjoint needs more.
    let solver = try ODESolver(
      GaussianBeat.usual, method: .adams, tolerances: Tolerances(relative: 1e-3, absolute: 1e-3),
      limits: StepLimits(maximumSteps: 150))
    let tight = Tolerances(relative: 1e-12, absolute: 1e-14)
    let error = try #require(throws: SolverError.self) {
      try solver.adjointGradient(
        from: [-.pi, 0], startingAt: 0, at: [1], adjointTolerances: tight,
        gradientTolerances: tight, outputDerivative: \.states)
    }
    #expect(error.code == .tooMuchWork)
    #expect(error.message.contains("on the way to t = 0.0 in the backward pass"))
    #expect(try #require(error.time) < 1)
  }

  @Test func aLossThatThrowsArrivesAsUnderlying() throws {
    let solver = try ODESolver(Decay(rate: 1), method: .adams, tolerances: Self.tolerances)
    func error(
      _ integral: IntegralLoss? = nil, _ output: ((Solution) throws -> [Double])? = nil
    ) throws -> SolverError {
      try #require(throws: SolverError.self) {
        try solver.adjointGradient(
          from: [1], startingAt: 0, at: [1], adjointTolerances: Self.tolerances,
          gradientTolerances: Self.tolerances, integralLoss: integral, outputDerivative: output)
      }
    }
    let thrown = [
      try error(nil, { _ in throw SolverErrorTests.Trouble() }),
      try error(
        IntegralLoss(
          value: { _, _ in throw SolverErrorTests.Trouble() }, stateDerivative: { _, _, _ in })),
      try error(
        IntegralLoss(
          value: { _, _ in 0 }, stateDerivative: { _, _, _ in throw SolverErrorTests.Trouble() })),
      try error(
        IntegralLoss(
          value: { _, _ in 0 }, stateDerivative: { _, _, _ in },
          parameterDerivative: { _, _, _ in throw SolverErrorTests.Trouble() })),
    ]
    for error in thrown {
      #expect(error.code == .lossFailed)
      #expect(error.underlying is SolverErrorTests.Trouble)
    }
    let infinite = try error(nil, { _ in [.infinity] })
    #expect(infinite.code == .lossFailed)
    #expect(infinite.message.contains("component 0 at t = 1.0 is inf"))
    let integral = try error(
      IntegralLoss(value: { _, _ in .nan }, stateDerivative: { _, _, _ in }))
    #expect(integral.code == .lossFailed)
    #expect(integral.description.contains("component 0 of the loss is nan"))
    // A failed gradient leaves the solver usable.
    #expect(try solver.solve(from: [1], startingAt: 0, at: [1]).times == [1])
  }

  @Test func anInitialSensitivityThatIsNotFiniteIsNamed() throws {
    let solver = try ODESolver(Decay(rate: 1), method: .adams, tolerances: Self.tolerances)
    let error = try #require(throws: SolverError.self) {
      try solver.solveWithSensitivities(
        from: [1], startingAt: 0, at: [1], withRespectTo: [.parameter(0)],
        sensitivityTolerances: Self.tolerances, initialSensitivities: [.nan])
    }
    #expect(error.code == .invalidInput)
    #expect(error.message.contains("Initial sensitivity 0 is nan"))
  }
}
