import ODESolver
import TestSupport
import Testing

/// The analytic derivatives of the reference problems, which other tests rely on.
@Suite struct ODESystemTests {
  @Test func referenceProblemsHaveTheRightDerivatives() throws {
    try check([0.3, 0.5], parameters: [1.5, 1, 3, 1.2]) { LotkaVolterra(parameters: $0) }
    try check([0.9, 2e-5, 0.1], parameters: Robertson().parameters) { Robertson(parameters: $0) }
    for phase in [-2.0, -0.3, 0.02, 1.4] {
      try check([phase, 0.2], parameters: GaussianBeat.usual.parameters) {
        GaussianBeat(parameters: $0)
      }
    }
  }

  private func check<System: DifferentiableSystem>(
    _ state: [Double], parameters: [Double], make: ([Double]) -> System
  ) throws {
    let system = make(parameters)
    let byState = try FiniteDifferences.jacobian(at: state, relativeStep: 0.01, floor: 1e-4) {
      try system.derivative(time: 0, state: $0)
    }
    let byParameter = try FiniteDifferences.jacobian(at: parameters, relativeStep: 0.01, floor: 0.1)
    { try make($0).derivative(time: 0, state: state) }
    // Five-point differences of smooth functions leave about 1e-11 of the largest element.
    let jacobian = try system.jacobian(time: 0, state: state)
    #expect(relativeDistance(jacobian, transposed(byState)) < 1e-9)
    let parameterJacobian = try system.parameterJacobian(time: 0, state: state)
    #expect(relativeDistance(parameterJacobian, transposed(byParameter)) < 1e-9)
  }

  /// From `[V][n]` to `[n, V]`, row-major.
  private func transposed(_ rows: [[Double]]) -> [Double] {
    (rows.first ?? []).indices.flatMap { column in rows.map { $0[column] } }
  }
}
