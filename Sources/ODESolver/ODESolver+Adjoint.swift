extension ODESolver where System: DifferentiableSystem {
  /// Computes the gradient of a scalar loss with respect to all parameters and the initial state.
  ///
  /// The loss is L(y(t_1), …, y(t_T)) + ∫ g dt over [t₀, t_T]. The adjoint dλ/dt = -(∂f/∂y)ᵀ λ -
  /// (∂g/∂y)ᵀ runs back from the last output, jumps by ∂L/∂y(t_k) at each output, and gives dL/dp =
  /// ∫ (λᵀ ∂f/∂p + ∂g/∂p) dt and dL/dy(t₀) = λ(t₀). The forward trajectory is integrated again from
  /// checkpoints as it is needed. Source: Cao, Li, Petzold and Serban, SIAM J Sci Comput 24:1076
  /// (2003). Cost hardly depends on the number of parameters; each output with a derivative other
  /// than zero restarts the backward pass. Events are not supported: solve each piece between two
  /// of them on its own, and hand dL/dy(t₀) of a piece to the one before as its output derivative.
  ///
  /// - Parameters:
  ///   - initialState: y(t₀), shape `[n]`.
  ///   - startTime: t₀.
  ///   - times: Output times, ascending from t₀; at least one. Descending times are not supported:
  ///     the interpolation of CVODES 6.4.1 reads outside its points there. Substitute t → -t.
  ///   - adjointTolerances: For λ; a vector of absolute tolerances has one for each state.
  ///   - gradientTolerances: For dL/dp; a vector of absolute tolerances has one for each parameter.
  ///   - integralLoss: g and its derivatives, if the loss has an integral part.
  ///   - checkpointInterval: How many steps lie between two checkpoints, at least 13: more need
  ///     more memory, fewer more checkpoints. The solver may choose a longer interval.
  ///   - outputDerivative: Given the states, returns ∂L/∂y at the outputs, shape `[T, n]`; `nil`
  ///     for a loss that is only an integral.
  /// - Returns: The gradient, the states of the forward pass and the value of the integral.
  /// - Throws: `SolverError`, whose message gives the time reached and what to try; what
  ///   `outputDerivative` throws arrives as `underlying`.
  public func adjointGradient(
    from initialState: [Double], startingAt startTime: Double, at times: [Double],
    adjointTolerances: Tolerances, gradientTolerances: Tolerances,
    integralLoss: IntegralLoss? = nil, checkpointInterval: Int = 200,
    outputDerivative: ((Solution) throws -> [Double])? = nil
  ) throws(SolverError) -> AdjointGradient {
    precondition(!times.isEmpty, "no output times")
    precondition(
      checkpointInterval > AdjointIntegrator.points,
      "checkpoint interval \(checkpointInterval) is not above \(AdjointIntegrator.points)")
    let problem = Integrator.Problem(
      initialState: initialState, startTime: startTime, times: times, events: [],
      dimension: callbacks.dimension)
    precondition(problem.isForward, "adjoint gradient with descending times \(times)")
    let adjoint = try adjointIntegrator(
      AdjointIntegrator.Settings(
        adjoint: adjointTolerances, gradient: gradientTolerances,
        checkpointInterval: checkpointInterval))
    return try adjoint.integrator.exclusively { () throws(SolverError) in
      callbacks.integralLoss = integralLoss
      let solution = try adjoint.solveForward(problem)
      let derivatives = try outputDerivatives(of: solution, outputDerivative)
      return try adjoint.gradient(of: problem, solution: solution, derivatives: derivatives)
    }
  }

  /// Calls the caller's function and checks what it returns.
  private func outputDerivatives(
    of solution: Solution, _ function: ((Solution) throws -> [Double])?
  ) throws(SolverError) -> [Double] {
    guard let function else { return Array(repeating: 0, count: solution.states.count) }
    let derivatives: [Double]
    do { derivatives = try function(solution) } catch {
      throw SolverError(
        .lossFailed, "The loss at the output times failed. Check the states given to it.",
        time: solution.endTime, underlying: error)
    }
    precondition(
      derivatives.count == solution.states.count,
      "\(derivatives.count) output derivatives for \(solution.states.count) states")
    if let index = derivatives.firstIndex(where: { !$0.isFinite }) {
      let (output, component) = index.quotientAndRemainder(dividingBy: solution.dimension)
      throw SolverError(
        .lossFailed,
        """
        The loss's derivative with respect to component \(component) at t = \
        \(solution.times[output]) is \(derivatives[index]). Check the state there.
        """, time: solution.endTime)
    }
    return derivatives
  }

  /// The integrator of an earlier call if it fits, or a new one.
  private func adjointIntegrator(
    _ settings: AdjointIntegrator.Settings
  ) throws(SolverError) -> AdjointIntegrator {
    if let kept = adjointIntegrator, kept.settings == settings { return kept }
    let made = try AdjointIntegrator(
      callbacks: callbacks, method: method, tolerances: tolerances, settings: settings,
      limits: limits, context: context)
    adjointIntegrator = made
    return made
  }
}
