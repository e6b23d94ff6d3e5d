extension ODESolver where System: DifferentiableSystem {
  /// Integrates the system together with its forward sensitivities.
  ///
  /// Solves ds_k/dt = (∂f/∂y) s_k + ∂f/∂v_k with s_k = ∂y/∂v_k, staggered behind each step of the
  /// state, all under error control. Source: Maly and Petzold, Appl Numer Math 20:57 (1996). Cost
  /// grows with the number of variables; for a scalar loss of many parameters see
  /// `adjointGradient`.
  ///
  /// - Parameters:
  ///   - initialState: y(t₀), shape `[n]`.
  ///   - startTime: t₀.
  ///   - times: Output times, as in `solve`.
  ///   - variables: With respect to what; at least one.
  ///   - sensitivityTolerances: For all components of the sensitivities; a vector of absolute
  ///     tolerances has one for each variable.
  ///   - initialSensitivities: ∂y(t₀)/∂v, shape `[V, n]`, to continue after an event; by default
  ///     zero for a parameter and 1 for a component of the initial state itself.
  ///   - events: Zero crossings to look for.
  /// - Returns: States and sensitivities, shapes `[T, n]` and `[T, V, n]`, row-major.
  /// - Throws: `SolverError`, whose message gives the time reached and what to try.
  public func solveWithSensitivities(
    from initialState: [Double], startingAt startTime: Double, at times: [Double],
    withRespectTo variables: [SensitivityVariable], sensitivityTolerances: Tolerances,
    initialSensitivities: [Double]? = nil, events: [Event] = []
  ) throws(SolverError) -> SensitivitySolution {
    let dimension = callbacks.dimension
    precondition(!variables.isEmpty, "no variables to differentiate with respect to")
    for case .parameter(let index) in variables {
      precondition(
        index >= 0 && index < callbacks.parameterCount,
        "parameter \(index) of \(callbacks.parameterCount)")
    }
    for case .initialState(let index) in variables {
      precondition(index >= 0 && index < dimension, "initial state \(index) of \(dimension)")
    }
    let initial =
      initialSensitivities
      ?? variables.flatMap { variable in
        (0..<dimension).map { variable == .initialState($0) ? 1 : 0 }
      }
    precondition(
      initial.count == variables.count * dimension,
      "\(initial.count) initial sensitivities for \(variables.count) x \(dimension)")
    if let index = initial.firstIndex(where: { !$0.isFinite }) {
      throw SolverError(
        .invalidInput, "Initial sensitivity \(index) is \(initial[index]). Give finite values.")
    }
    let problem = Integrator.Problem(
      initialState: initialState, startTime: startTime, times: times, events: events,
      dimension: dimension)
    let solver = try sensitivityIntegrator(
      count: variables.count, tolerances: sensitivityTolerances)
    return try solver.integrator.exclusively { () throws(SolverError) in
      try solver.solve(problem, variables: variables, initial: initial)
    }
  }

  /// The integrator of an earlier call if it fits, or a new one.
  private func sensitivityIntegrator(
    count: Int, tolerances sensitivityTolerances: Tolerances
  ) throws(SolverError) -> SensitivityIntegrator {
    if let kept = sensitivityIntegrator, kept.count == count,
      kept.tolerances == sensitivityTolerances
    {
      return kept
    }
    let made = try SensitivityIntegrator(
      count: count, callbacks: callbacks, method: method, tolerances: tolerances,
      sensitivityTolerances: sensitivityTolerances, limits: limits, context: context)
    sensitivityIntegrator = made
    return made
  }
}
