/// Solves initial value problems dy/dt = f(t, y) with CVODES of SUNDIALS 6.4.
///
/// One solver holds one integrator and its memory: call `solve` as often as you like, with new
/// initial states, times and parameters, without reallocating. A solver may move between threads
/// but serves one at a time. Source: Hindmarsh et al., ACM Trans Math Softw 31:363 (2005).
public final class ODESolver<System: ODESystem> {
  /// The system; give it a changed copy to change parameters between two solves.
  ///
  /// Its dimension and its number of parameters must stay as they were.
  public var system: System {
    didSet {
      callbacks.system = system
      precondition(
        system.dimension == callbacks.dimension,
        "a system of \(system.dimension) states in a solver made for \(callbacks.dimension)")
      precondition(
        (callbacks.differentiable?.parameterCount ?? 0) == callbacks.parameterCount,
        "the number of parameters is no longer \(callbacks.parameterCount)")
    }
  }
  /// The formulas in use.
  public let method: IntegrationMethod
  /// The tolerances for the states.
  public let tolerances: Tolerances
  /// The bounds on steps.
  public let limits: StepLimits

  let context: Context
  let callbacks: Callbacks
  let integrator: Integrator
  /// Made by the first solve with sensitivities, for as many of them.
  var sensitivityIntegrator: SensitivityIntegrator?
  /// Made by the first adjoint gradient.
  var adjointIntegrator: AdjointIntegrator?

  /// Makes a solver for one system.
  ///
  /// - Parameters:
  ///   - system: dy/dt, and its derivatives if it is a `DifferentiableSystem`.
  ///   - method: `.adams` for problems that are not stiff, `.bdf` for stiff ones.
  ///   - tolerances: How accurate each step must be.
  ///   - limits: Bounds on the steps.
  /// - Throws: `SolverError.Code.outOfMemory`.
  public init(
    _ system: System, method: IntegrationMethod, tolerances: Tolerances,
    limits: StepLimits = StepLimits()
  ) throws(SolverError) {
    precondition(system.dimension > 0, "a system of \(system.dimension) states")
    self.system = system
    self.method = method
    self.tolerances = tolerances
    self.limits = limits
    context = try Context()
    callbacks = Callbacks(system: system)
    integrator = try Integrator(
      callbacks: callbacks, method: method, tolerances: tolerances, limits: limits,
      context: context)
  }

  /// Integrates from an initial state and returns the states at the output times.
  ///
  /// The system is never evaluated beyond the last output time. Integrating towards smaller times
  /// works as well.
  ///
  /// - Parameters:
  ///   - initialState: y(t₀), shape `[n]`.
  ///   - startTime: t₀.
  ///   - times: Output times, shape `[T]`, strictly monotone away from t₀; the first may be t₀.
  ///   - events: Zero crossings to look for.
  /// - Returns: States at the output times, shape `[T, n]`, row-major; fewer rows if a terminal
  ///   event ended the solve.
  /// - Throws: `SolverError`, whose message gives the time reached and what to try.
  public func solve(
    from initialState: [Double], startingAt startTime: Double, at times: [Double],
    events: [Event] = []
  ) throws(SolverError) -> Solution {
    let problem = Integrator.Problem(
      initialState: initialState, startTime: startTime, times: times, events: events,
      dimension: callbacks.dimension)
    return try integrator.exclusively { () throws(SolverError) in
      try integrator.restart(problem)
      return try integrator.run(problem)
    }
  }
}
