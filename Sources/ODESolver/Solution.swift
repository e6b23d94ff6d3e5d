/// The states at the output times that were reached.
public struct Solution: Sendable {
  /// The number of states n.
  public let dimension: Int
  /// The output times that were reached, shape `[T]`; all of them unless an event ended the solve.
  public internal(set) var times: [Double]
  /// The states, shape `[T, n]`, row-major: all components of the first time first.
  public internal(set) var states: [Double]
  /// The crossings found, in the order of time.
  public internal(set) var events: [EventOccurrence]
  /// The last output time, or the time of the terminal event.
  public internal(set) var endTime: Double
  /// The state at `endTime`, shape `[n]`.
  public internal(set) var endState: [Double]
  /// Whether a terminal event ended the solve before the last output time.
  public internal(set) var isTerminatedByEvent: Bool
  /// What the solve cost.
  public internal(set) var statistics: SolverStatistics

  /// One component at one output time.
  public subscript(output: Int, component: Int) -> Double {
    precondition(
      times.indices.contains(output) && component >= 0 && component < dimension,
      "component \(component) of \(dimension) at output \(output) of \(times.count)")
    return states[output * dimension + component]
  }

  /// All components at one output time, shape `[n]`.
  public func state(_ output: Int) -> ArraySlice<Double> {
    precondition(times.indices.contains(output), "output \(output) of \(times.count)")
    return states[output * dimension..<(output + 1) * dimension]
  }

  /// One component at all output times, shape `[T]`.
  public func component(_ component: Int) -> [Double] {
    times.indices.map { self[$0, component] }
  }
}

/// What a solve cost, as counted by CVODES.
public struct SolverStatistics: Sendable, Hashable {
  /// Steps accepted.
  public let steps: Int
  /// Calls of the right-hand side, without those for difference-quotient Jacobians.
  public let rightHandSideCalls: Int
  /// Evaluations of the Jacobian, 0 with `IntegrationMethod.adams`.
  public let jacobianEvaluations: Int
  /// Steps repeated because the error was too large.
  public let errorTestFailures: Int
  /// Steps repeated because the nonlinear iteration did not converge.
  public let convergenceFailures: Int
  /// The order of the formula in the last step.
  public let lastOrder: Int
  /// The size of the last step.
  public let lastStep: Double
}

extension SolverStatistics {
  /// Before the first step.
  static let none = SolverStatistics(
    steps: 0, rightHandSideCalls: 0, jacobianEvaluations: 0, errorTestFailures: 0,
    convergenceFailures: 0, lastOrder: 0, lastStep: 0)
}
