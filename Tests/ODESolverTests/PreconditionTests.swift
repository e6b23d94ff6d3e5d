import ODESolver
import Testing

/// Mistakes of the caller stop the program with the values in question.
@Suite struct PreconditionTests {
  /// Whether a program died and said why.
  private func expect(
    _ text: String, _ result: ExitTest.Result?,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    // Release builds trap without a message.
    #if DEBUG
      let output = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
      #expect(output.contains(text), sourceLocation: sourceLocation)
    #endif
  }

  @Test func tolerancesMustBeInRange() async {
    expect(
      "relative tolerance 0.0 is not in (0, 1)",
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tolerances(relative: 0, absolute: 1e-6)
      })
    expect(
      "absolute tolerance [-1.0] is negative",
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tolerances(relative: 1e-6, absolute: -1)
      })
    expect(
      "2 absolute tolerances for 1 states",
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = try ODESolver(
          Decay(rate: 1), method: .adams,
          tolerances: Tolerances(relative: 1e-6, absolute: [1e-6, 1e-6]))
      })
  }

  @Test func limitsMustBeInRange() async {
    expect(
      "maximumStep 0.0 is not positive",
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = StepLimits(maximumStep: 0)
      })
    expect(
      "minimumStep 2.0 > maximumStep 1.0",
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = StepLimits(minimumStep: 2, maximumStep: 1)
      })
    expect(
      "maximumSteps 0 is not positive",
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = StepLimits(maximumSteps: 0)
      })
    expect(
      "maximumOrder 13 is not in 1...12",
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = StepLimits(maximumOrder: 13)
      })
  }

  private static func solver() throws -> ODESolver<Decay> {
    try ODESolver(
      Decay(rate: 1), method: .adams, tolerances: Tolerances(relative: 1e-6, absolute: 1e-8))
  }

  @Test func statesAndTimesMustFit() async {
    expect(
      "2 initial values for 1 states",
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = try Self.solver().solve(from: [1, 2], startingAt: 0, at: [1])
      })
    expect(
      "output time 1.0 follows 2.0",
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = try Self.solver().solve(from: [1], startingAt: 0, at: [2, 1, 3])
      })
    expect(
      "output time 1.0 follows 1.0",
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = try Self.solver().solve(from: [1], startingAt: 0, at: [1, 1])
      })
    expect(
      "a system of 0 states",
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = try ODESolver(
          ClosureSystem(dimension: 0) { _, _, _ in }, method: .adams,
          tolerances: Tolerances(relative: 1e-6, absolute: 1e-8))
      })
  }

  @Test func sensitivitiesAndGradientsMustFit() async {
    expect(
      "parameter 1 of 1",
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = try Self.solver().solveWithSensitivities(
          from: [1], startingAt: 0, at: [1], withRespectTo: [.parameter(1)],
          sensitivityTolerances: Tolerances(relative: 1e-6, absolute: 1e-8))
      })
    expect(
      "initial state 1 of 1",
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = try Self.solver().solveWithSensitivities(
          from: [1], startingAt: 0, at: [1], withRespectTo: [.initialState(1)],
          sensitivityTolerances: Tolerances(relative: 1e-6, absolute: 1e-8))
      })
    expect(
      "2 output derivatives for 1 states",
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = try Self.solver().adjointGradient(
          from: [1], startingAt: 0, at: [1],
          adjointTolerances: Tolerances(relative: 1e-6, absolute: 1e-8),
          gradientTolerances: Tolerances(relative: 1e-6, absolute: 1e-8),
          outputDerivative: { _ in [1, 1] })
      })
    expect(
      "checkpoint interval 12",
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = try Self.solver().adjointGradient(
          from: [1], startingAt: 0, at: [1],
          adjointTolerances: Tolerances(relative: 1e-6, absolute: 1e-8),
          gradientTolerances: Tolerances(relative: 1e-6, absolute: 1e-8), checkpointInterval: 12)
      })
    expect(
      "adjoint gradient with descending times",
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = try Self.solver().adjointGradient(
          from: [1], startingAt: 0, at: [-1],
          adjointTolerances: Tolerances(relative: 1e-6, absolute: 1e-8),
          gradientTolerances: Tolerances(relative: 1e-6, absolute: 1e-8))
      })
  }

  @Test func aSystemMustNotChangeItsSizeOrCallItsOwnSolver() async {
    expect(
      "a system of 2 states in a solver made for 1",
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        let solver = try ODESolver(
          ClosureSystem(dimension: 1) { _, _, _ in }, method: .adams,
          tolerances: Tolerances(relative: 1e-6, absolute: 1e-8))
        solver.system = ClosureSystem(dimension: 2) { _, _, _ in }
      })
    expect(
      "the number of parameters is no longer 4",
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        let solver = try ODESolver(
          GaussianBeat(parameters: [1, 0, 1, 1]), method: .adams,
          tolerances: Tolerances(relative: 1e-6, absolute: 1e-8))
        solver.system = GaussianBeat(parameters: [1, 0, 1, 1, 0])
      })
    expect(
      "a solver was used inside its own right-hand side",
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        final class Holder { var solver: ODESolver<ClosureSystem>? }
        let holder = Holder()
        holder.solver = try ODESolver(
          ClosureSystem(dimension: 1) { _, _, derivative in
            derivative[0] = 1
            _ = try holder.solver?.solve(from: [1], startingAt: 0, at: [1])
          }, method: .adams, tolerances: Tolerances(relative: 1e-6, absolute: 1e-8))
        _ = try holder.solver?.solve(from: [1], startingAt: 0, at: [1])
      })
    expect(
      "element [1, 0] of a 1 x 1 matrix",
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        struct Outside: DifferentiableSystem {
          var dimension: Int { 1 }
          func rightHandSide(
            time: Double, state: Span<Double>, derivative: inout MutableSpan<Double>
          ) throws {}
          func jacobian(time: Double, state: Span<Double>, jacobian: inout MutableMatrix) throws {
            jacobian[1, 0] = 0
          }
        }
        _ = try Outside().jacobian(time: 0, state: [1])
      })
    expect(
      "has 1 parameters and must implement parameterJacobian",
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        struct Forgetful: DifferentiableSystem {
          var dimension: Int { 1 }
          var parameterCount: Int { 1 }
          func rightHandSide(
            time: Double, state: Span<Double>, derivative: inout MutableSpan<Double>
          ) throws {}
          func jacobian(time: Double, state: Span<Double>, jacobian: inout MutableMatrix) throws {}
        }
        _ = try Forgetful().parameterJacobian(time: 0, state: [1])
      })
  }

  @Test func resultsMustBeReadInRange() async {
    expect(
      "component 1 of 1 at output 0 of 1",
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = try Self.solver().solve(from: [1], startingAt: 0, at: [1])[0, 1]
      })
    expect(
      "output 1 of 1",
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = try Self.solver().solve(from: [1], startingAt: 0, at: [1]).state(1)
      })
  }
}
