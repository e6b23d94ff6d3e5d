import CSUNDIALS

/// Owner of one CVODES integrator and of all that it points to.
final class Integrator {
  let context: Context
  let callbacks: Callbacks
  let method: IntegrationMethod
  let limits: StepLimits
  let dimension: Int
  /// Owned: from `CVodeCreate`, freed first.
  let memory: UnsafeMutableRawPointer?
  /// The state that CVODES writes; owned, borrowed by CVODES during each call.
  let state: Vector
  /// Borrowed by CVODES until `CVodeFree`; owned here.
  var attachments: [AlgebraicSolver] = []

  init(
    callbacks: Callbacks, method: IntegrationMethod, tolerances: Tolerances, limits: StepLimits,
    context: Context
  ) throws(SolverError) {
    self.context = context
    self.callbacks = callbacks
    self.method = method
    self.limits = limits
    dimension = callbacks.dimension
    state = try Vector(count: dimension, context: context)
    memory = CVodeCreate(method == .adams ? CV_ADAMS : CV_BDF, context.handle)
    guard memory != nil else {
      throw SolverError(.outOfMemory, "CVodeCreate failed for \(dimension) states. Free memory.")
    }
    // First of all, so that nothing is printed. CVODES keeps both pointers unretained.
    try check(CVodeSetErrHandlerFn(memory, keepMessage, callbacks.userData))
    try check(CVodeSetUserData(memory, callbacks.userData))
    try check(CVodeInit(memory, rightHandSide, 0, state.handle))
    try set(tolerances)
    try attachAlgebraicSolver()
    try set(limits)
  }

  deinit {
    var owned = memory
    CVodeFree(&owned)
  }

  private func set(_ tolerances: Tolerances) throws(SolverError) {
    switch tolerances.absolute {
    case .scalar(let absolute):
      try check(CVodeSStolerances(memory, tolerances.relative, absolute))
    case .vector:
      let absolute = try Vector(count: dimension, context: context)
      absolute.assign(tolerances.absoluteValues(count: dimension, of: "states"))
      // CVODES copies the vector.
      try check(CVodeSVtolerances(memory, tolerances.relative, absolute.handle))
    }
  }

  private func attachAlgebraicSolver() throws(SolverError) {
    let solver = try AlgebraicSolver(method, like: state, context: context)
    attachments.append(solver)
    switch method {
    case .adams: try check(CVodeSetNonlinearSolver(memory, solver.fixedPoint))
    case .bdf:
      try check(CVodeSetLinearSolver(memory, solver.dense, solver.matrix))
      if callbacks.differentiable != nil { try check(CVodeSetJacFn(memory, jacobian)) }
    }
  }

  private func set(_ limits: StepLimits) throws(SolverError) {
    try check(CVodeSetMaxNumSteps(memory, limits.maximumSteps))
    if let step = limits.maximumStep { try check(CVodeSetMaxStep(memory, step)) }
    if let step = limits.minimumStep { try check(CVodeSetMinStep(memory, step)) }
    if let order = limits.maximumOrder {
      try check(CVodeSetMaxOrd(memory, Int32(min(order, method == .adams ? 12 : 5))))
    }
    // The warnings are counted: too many of them end the solve.
    try check(CVodeSetMaxHnilWarns(memory, Int32(Callbacks.emptyStepLimit)))
    try check(CVodeSetNoInactiveRootWarn(memory))
  }

  /// The first step must carry the sign of the direction, so it is set once that is known.
  func setInitialStep(towards isForward: Bool) throws(SolverError) {
    guard let step = limits.initialStep else { return }
    try check(CVodeSetInitStep(memory, isForward ? step : -step))
  }

  /// Runs a whole solve; traps if a function of the system calls its own solver, and lets go of the
  /// caller's functions at the end.
  func exclusively<Result>(
    _ body: () throws(SolverError) -> Result
  ) throws(SolverError) -> Result {
    precondition(!callbacks.isRunning, "a solver was used inside its own right-hand side")
    callbacks.reset()
    callbacks.isRunning = true
    defer {
      callbacks.isRunning = false
      callbacks.events = []
      callbacks.integralLoss = nil
    }
    return try body()
  }

  /// Turns a status of CVODES into an error; the one place that does.
  ///
  /// `target` is the time that the solver was on its way to, `backward` the memory of the adjoint
  /// problem if that one was running.
  func check(
    _ status: Int32, towards target: Double? = nil, backward: UnsafeMutableRawPointer? = nil
  ) throws(SolverError) {
    guard status < 0 else { return }
    var time = 0.0
    var step = 0.0
    // These two cannot fail for a memory block that exists.
    _ = CVodeGetCurrentTime(backward ?? memory, &time)
    _ = CVodeGetLastStep(backward ?? memory, &step)
    throw SolverError(
      status: status,
      situation: SolverError.Situation(
        time: time, target: target, lastStep: step, maximumSteps: limits.maximumSteps,
        isBackward: backward != nil, isStuck: callbacks.isStuck),
      failure: callbacks.cause(near: time, lastStep: step), detail: callbacks.message)
  }

  /// The counters of CVODES.
  func statistics() throws(SolverError) -> SolverStatistics {
    var steps = 0
    var calls = 0
    var setups = 0
    var errorTests = 0
    var lastOrder: Int32 = 0
    var order: Int32 = 0
    var (initial, last, current, time) = (0.0, 0.0, 0.0, 0.0)
    try check(
      CVodeGetIntegratorStats(
        memory, &steps, &calls, &setups, &errorTests, &lastOrder, &order, &initial, &last,
        &current, &time))
    var convergence = 0
    try check(CVodeGetNumStepSolveFails(memory, &convergence))
    var jacobians = 0
    if method == .bdf { try check(CVodeGetNumJacEvals(memory, &jacobians)) }
    return SolverStatistics(
      steps: steps, rightHandSideCalls: calls, jacobianEvaluations: jacobians,
      errorTestFailures: errorTests, convergenceFailures: convergence, lastOrder: Int(lastOrder),
      lastStep: last)
  }
}

// What CVODES calls. Nothing throws through C: `Callbacks` keeps the error and returns a status.

private func keepMessage(
  status: Int32, module: UnsafePointer<CChar>?, function: UnsafePointer<CChar>?,
  message: UnsafeMutablePointer<CChar>?, userData: UnsafeMutableRawPointer?
) {
  guard let message else { return }
  Callbacks.behind(userData).hear(status: status, String(cString: message))
}

private func rightHandSide(
  time: Double, state: N_Vector?, derivative: N_Vector?, userData: UnsafeMutableRawPointer?
) -> Int32 {
  Callbacks.behind(userData).rightHandSide(
    time, N_VGetArrayPointer(state), N_VGetArrayPointer(derivative))
}

private func jacobian(
  time: Double, state: N_Vector?, derivative: N_Vector?, matrix: SUNMatrix?,
  userData: UnsafeMutableRawPointer?, _: N_Vector?, _: N_Vector?, _: N_Vector?
) -> Int32 {
  // CVODES zeroes the matrix before it calls.
  Callbacks.behind(userData).jacobian(
    time, N_VGetArrayPointer(state), SUNDenseMatrix_Data(matrix))
}
