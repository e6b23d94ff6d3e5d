import Foundation
import ODESolver
import Testing

/// What SUNDIALS allocates is freed, and what it has to say is not printed.
@Suite struct HandlesTests {
  /// Makes a solver, uses all of it, fails once in every pass, and lets go.
  private static func useOnce(_ method: IntegrationMethod) throws {
    let tolerances = Tolerances(relative: 1e-4, absolute: 1e-6)
    let solver = try ODESolver(
      LotkaVolterra(parameters: [1.5, 1, 3, 1.2]), method: method, tolerances: tolerances)
    let event = Event(.either, isTerminal: false) { _, state in state[0] - 1.1 }
    _ = try solver.solve(from: [1, 0.8], startingAt: 0, at: [0.1, 0.2], events: [event])
    for variables in [[SensitivityVariable.parameter(0)], [.parameter(0), .initialState(1)]] {
      _ = try solver.solveWithSensitivities(
        from: [1, 0.8], startingAt: 0, at: [0.2], withRespectTo: variables,
        sensitivityTolerances: tolerances)
    }
    for interval in [13, 14] {
      _ = try solver.adjointGradient(
        from: [1, 0.8], startingAt: 0, at: [0.2], adjointTolerances: tolerances,
        gradientTolerances: tolerances, checkpointInterval: interval, outputDerivative: \.states)
    }
    struct Trouble: Error {}
    let failing = try ODESolver(
      ClosureSystem(dimension: 1) { time, _, derivative in
        derivative[0] = 1
        if time > 0.5 { throw Trouble() }
      }, method: method, tolerances: tolerances)
    for _ in 0..<2 {
      #expect(throws: SolverError.self) { try failing.solve(from: [0], startingAt: 0, at: [1]) }
    }
  }

  /// The resident memory of this process, in bytes.
  private static func residentMemory() throws -> Int {
    let text = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
    let fields = text.split(separator: " ")
    return try #require(Int(fields[1])) * 4096
  }

  @Test func memoryStaysSteadyOverThousandsOfSolvers() async {
    await #expect(processExitsWith: .success) {
      for method in IntegrationMethod.allCases {
        for _ in 0..<200 { try Self.useOnce(method) }
      }
      let before = try Self.residentMemory()
      for method in IntegrationMethod.allCases {
        for _ in 0..<1500 { try Self.useOnce(method) }
      }
      let growth = try Self.residentMemory() - before
      // One integrator is above 10 kB: leaking any one handle of 3000 rounds would show as much
      // more than 1 MB.
      #expect(growth < 1 << 20)
    }
  }

  @Test func sundialsPrintsNothing() async throws {
    let result = await #expect(
      processExitsWith: .success,
      observing: [\.standardOutputContent, \.standardErrorContent]
    ) {
      for method in IntegrationMethod.allCases { try Self.useOnce(method) }
      // Each of these makes CVODES report an error or a warning.
      let tolerances = Tolerances(relative: 1e-6, absolute: 1e-8)
      let solver = try ODESolver(
        ClosureSystem(dimension: 1) { _, state, derivative in derivative[0] = state[0] * state[0] },
        method: .adams, tolerances: tolerances, limits: StepLimits(maximumSteps: 1000))
      _ = try? solver.solve(from: [1], startingAt: 0, at: [2])
      _ = try? solver.solve(from: [1], startingAt: 1, at: [1 + Double.ulpOfOne])
      let event = Event(.either, isTerminal: false) { _, _ in 0 }
      _ = try? solver.solve(from: [1], startingAt: 0, at: [0.1], events: [event])
    }
    let printed = try #require(result)
    #expect(String(decoding: printed.standardOutputContent, as: UTF8.self).isEmpty)
    #expect(String(decoding: printed.standardErrorContent, as: UTF8.self).isEmpty)
  }
}
