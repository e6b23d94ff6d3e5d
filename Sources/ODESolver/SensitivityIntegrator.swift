import CSUNDIALS

/// Owner of an integrator that carries forward sensitivities.
final class SensitivityIntegrator {
  let integrator: Integrator
  let count: Int
  let tolerances: Tolerances
  /// Owned; CVODES writes the sensitivities at an output into it.
  private let sensitivities: VectorArray

  init(
    count: Int, callbacks: Callbacks, method: IntegrationMethod, tolerances: Tolerances,
    sensitivityTolerances: Tolerances, limits: StepLimits, context: Context
  ) throws(SolverError) {
    self.count = count
    self.tolerances = sensitivityTolerances
    integrator = try Integrator(
      callbacks: callbacks, method: method, tolerances: tolerances, limits: limits,
      context: context)
    sensitivities = try VectorArray(count: count, like: integrator.state, context: context)
    let memory = integrator.memory
    // Staggered: the state of a step first, then all its sensitivities with the same matrix.
    try integrator.check(
      CVodeSensInit(
        memory, Int32(count), CV_STAGGERED, sensitivityRightHandSide, sensitivities.handle))
    if method == .adams {
      let solver = try AlgebraicSolver(
        method, like: integrator.state, sensitivities: count, context: context)
      integrator.attachments.append(solver)
      try integrator.check(CVodeSetNonlinearSolverSensStg(memory, solver.fixedPoint))
    }
    var absolute = sensitivityTolerances.absoluteValues(count: count, of: "sensitivities")
    // CVODES copies the tolerances.
    try integrator.check(
      CVodeSensSStolerances(memory, sensitivityTolerances.relative, &absolute))
    // Sensitivities take part in the error test.
    try integrator.check(CVodeSetSensErrCon(memory, SUNTRUE))
  }

  /// Solves for states and sensitivities that start at `initial`, shape `[V, n]`.
  func solve(
    _ problem: Integrator.Problem, variables: [SensitivityVariable], initial: [Double]
  ) throws(SolverError) -> SensitivitySolution {
    let dimension = integrator.dimension
    var collected: [Double] = []
    collected.reserveCapacity(problem.times.count * count * dimension)
    integrator.callbacks.sensitivityVariables = variables
    try integrator.restart(problem)
    for index in 0..<count {
      let start = index * dimension
      _ = sensitivities.elements(index, count: dimension)
        .update(fromContentsOf: initial[start..<start + dimension])
    }
    try integrator.check(
      CVodeSensReInit(integrator.memory, CV_STAGGERED, sensitivities.handle))
    let solution = try integrator.run(
      problem,
      onOutput: { () throws(SolverError) in
        try fetch(isStart: collected.isEmpty && problem.times.first == problem.startTime)
        append(to: &collected)
      })
    var end: [Double] = []
    try fetch(isStart: solution.statistics.steps == 0)
    append(to: &end)
    return SensitivitySolution(
      solution: solution, variables: variables, sensitivities: collected, endSensitivities: end)
  }

  /// Brings the sensitivities at the time where CVODES last returned; before the first step they
  /// still hold their initial values.
  private func fetch(isStart: Bool) throws(SolverError) {
    guard !isStart else { return }
    var time = 0.0
    try integrator.check(CVodeGetSens(integrator.memory, &time, sensitivities.handle))
  }

  private func append(to values: inout [Double]) {
    for index in 0..<count {
      values.append(contentsOf: sensitivities.elements(index, count: integrator.dimension))
    }
  }
}

private func sensitivityRightHandSide(
  count: Int32, time: Double, state: N_Vector?, derivative: N_Vector?,
  sensitivities: UnsafeMutablePointer<N_Vector?>?,
  sensitivityDerivatives: UnsafeMutablePointer<N_Vector?>?, userData: UnsafeMutableRawPointer?,
  _: N_Vector?, _: N_Vector?
) -> Int32 {
  guard let sensitivities, let sensitivityDerivatives else { return -1 }
  return Callbacks.behind(userData).sensitivityRightHandSide(
    time, N_VGetArrayPointer(state),
    sensitivity: { N_VGetArrayPointer(sensitivities[$0]) },
    derivative: { N_VGetArrayPointer(sensitivityDerivatives[$0]) })
}
