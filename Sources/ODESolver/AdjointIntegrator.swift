import CSUNDIALS

/// Owner of an integrator that keeps checkpoints, and of the adjoint problem behind it.
///
/// The backward memory belongs to the forward one and goes with it in `CVodeFree`.
final class AdjointIntegrator {
  /// What the adjoint problem was set up for.
  struct Settings: Equatable {
    let adjoint: Tolerances
    let gradient: Tolerances
    let checkpointInterval: Int
  }

  let integrator: Integrator
  let settings: Settings
  /// The integral of the loss, shape `[1]`; owned.
  private let integral: Vector
  /// λ, shape `[n]`; owned.
  private let adjoint: Vector
  /// The gradient with respect to parameters, shape `[max(1, P)]`; owned.
  private let gradient: Vector
  private let parameterCount: Int
  /// CVODES' number of the backward problem, once it is made.
  private var backward: Int32?
  /// Steps between two checkpoints, as asked for or longer.
  private var interval: Int
  private var checkpoints: Int32 = 0

  init(
    callbacks: Callbacks, method: IntegrationMethod, tolerances: Tolerances, settings: Settings,
    limits: StepLimits, context: Context
  ) throws(SolverError) {
    self.settings = settings
    interval = settings.checkpointInterval
    parameterCount = callbacks.parameterCount
    integrator = try Integrator(
      callbacks: callbacks, method: method, tolerances: tolerances, limits: limits,
      context: context)
    integral = try Vector(count: 1, context: context)
    adjoint = try Vector(count: callbacks.dimension, context: context)
    gradient = try Vector(count: max(1, parameterCount), context: context)
    try integrator.check(CVodeQuadInit(integrator.memory, integrand, integral.handle))
    // Interpolation of the order of the step: the cubic one would limit the gradient's accuracy.
    try integrator.check(CVodeAdjInit(integrator.memory, interval, CV_POLYNOMIAL))
  }

  /// Integrates forward, keeping checkpoints.
  ///
  /// CVODES interpolates the trajectory with as many points as the order of the step asks for.
  /// Where fewer lie behind the last checkpoint it takes the others from the interval before, far
  /// away: one step behind the last checkpoint made a gradient wrong by 1e-3 at tolerances of 1e-10
  /// (version 6.4.1, `CVApolynomialGetY`). So the pass is repeated with another interval in that
  /// case.
  func solveForward(_ problem: Integrator.Problem) throws(SolverError) -> Solution {
    var solution = try integrateForward(problem)
    let steps = solution.statistics.steps
    if isTailShort(steps, interval) {
      let longer = (interval + 1...2 * interval).first { steps % $0 >= max(Self.points, $0 / 4) }
      try setInterval(longer ?? 2 * steps)
      solution = try integrateForward(problem)
    }
    // The number of steps depends a little on where the checkpoints are; without any it cannot
    // fail.
    if isTailShort(solution.statistics.steps, interval) {
      try setInterval(2 * steps)
      solution = try integrateForward(problem)
    }
    return solution
  }

  /// The highest order of a step, which needs so many points before its own.
  static let points = 12

  private func isTailShort(_ steps: Int, _ interval: Int) -> Bool {
    steps > interval && (1..<Self.points).contains(steps % interval)
  }

  /// Starts over with other checkpoints; the backward problem goes with the old ones.
  private func setInterval(_ steps: Int) throws(SolverError) {
    CVodeAdjFree(integrator.memory)
    if backward != nil { integrator.attachments.removeLast() }
    backward = nil
    interval = steps
    try integrator.check(CVodeAdjInit(integrator.memory, interval, CV_POLYNOMIAL))
  }

  private func integrateForward(_ problem: Integrator.Problem) throws(SolverError) -> Solution {
    let memory = integrator.memory
    try integrator.check(CVodeAdjReInit(memory))
    try integrator.restart(problem)
    integral.assign([0])
    try integrator.check(CVodeQuadReInit(memory, integral.handle))
    return try integrator.run(
      problem,
      advance: { target in
        var time = 0.0
        let status = CVodeF(
          memory, target, self.integrator.state.handle, &time, CV_NORMAL, &self.checkpoints)
        return (status, time)
      })
  }

  /// Integrates the adjoint back, adding ∂L/∂y, shape `[T, n]`, output by output.
  func gradient(
    of problem: Integrator.Problem, solution: Solution, derivatives: [Double]
  ) throws(SolverError) -> AdjointGradient {
    let dimension = integrator.dimension
    adjoint.assign(repeatElement(0, count: dimension))
    gradient.assign(repeatElement(0, count: gradient.count))
    // Where the adjoint stands; nowhere as long as it is zero.
    var position = integrator.callbacks.integralLoss == nil ? nil : solution.times.last
    let value = try integralValue(of: solution)
    for output in solution.times.indices.reversed() {
      let row = derivatives[output * dimension..<(output + 1) * dimension]
      guard row.contains(where: { $0 != 0 }) else { continue }
      if let position { try integrateBack(from: position, to: solution.times[output]) }
      position = solution.times[output]
      for (index, derivative) in row.enumerated() { adjoint.elements[index] += derivative }
    }
    if let position { try integrateBack(from: position, to: problem.startTime) }
    return AdjointGradient(
      solution: solution, parameters: Array(gradient.elements.prefix(parameterCount)),
      initialState: Array(adjoint.elements), integral: value, checkpoints: Int(checkpoints))
  }

  private func integralValue(of solution: Solution) throws(SolverError) -> Double {
    guard solution.statistics.steps > 0 else { return 0 }
    try integrator.check(
      CVodeGetQuadDky(integrator.memory, solution.endTime, 0, integral.handle))
    return integral.elements[0]
  }

  /// Continues λ and the gradient from one time to an earlier one.
  private func integrateBack(from start: Double, to end: Double) throws(SolverError) {
    guard start != end else { return }
    let memory = integrator.memory
    let which = try restartBackward(at: start, towards: end)
    let status = CVodeB(memory, end, CV_NORMAL)
    try integrator.check(
      status, towards: end, backward: CVodeGetAdjCVodeBmem(memory, which))
    var time = 0.0
    try integrator.check(CVodeGetB(memory, which, &time, adjoint.handle))
    if parameterCount > 0 {
      try integrator.check(CVodeGetQuadB(memory, which, &time, gradient.handle))
    }
  }

  /// Puts the backward problem at a time with the present λ and gradient.
  private func restartBackward(
    at time: Double, towards end: Double
  ) throws(SolverError) -> Int32 {
    let memory = integrator.memory
    let which: Int32
    if let backward {
      which = backward
      try integrator.check(CVodeReInitB(memory, which, time, adjoint.handle))
      if parameterCount > 0 {
        try integrator.check(CVodeQuadReInitB(memory, which, gradient.handle))
      }
    } else {
      which = try makeBackward(at: time)
      backward = which
    }
    if let step = integrator.limits.initialStep {
      try integrator.check(CVodeSetInitStepB(memory, which, end > time ? step : -step))
    }
    return which
  }

  private func makeBackward(at time: Double) throws(SolverError) -> Int32 {
    let memory = integrator.memory
    let limits = integrator.limits
    var which: Int32 = 0
    try integrator.check(
      CVodeCreateB(memory, integrator.method == .adams ? CV_ADAMS : CV_BDF, &which))
    try integrator.check(
      CVodeInitB(memory, which, adjointRightHandSide, time, adjoint.handle))
    try integrator.check(CVodeSetUserDataB(memory, which, integrator.callbacks.userData))
    try setTolerances(which)
    try integrator.check(
      CVodeSetMaxHnilWarns(
        CVodeGetAdjCVodeBmem(memory, which), Int32(Callbacks.emptyStepLimit)))
    try integrator.check(CVodeSetMaxNumStepsB(memory, which, limits.maximumSteps))
    if let step = limits.maximumStep {
      try integrator.check(CVodeSetMaxStepB(memory, which, step))
    }
    if let step = limits.minimumStep {
      try integrator.check(CVodeSetMinStepB(memory, which, step))
    }
    if let order = limits.maximumOrder {
      try integrator.check(
        CVodeSetMaxOrdB(
          memory, which, Int32(min(order, integrator.method == .adams ? 12 : 5))))
    }
    let solver = try AlgebraicSolver(integrator.method, like: adjoint, context: integrator.context)
    integrator.attachments.append(solver)
    switch integrator.method {
    case .adams:
      try integrator.check(CVodeSetNonlinearSolverB(memory, which, solver.fixedPoint))
    case .bdf:
      try integrator.check(CVodeSetLinearSolverB(memory, which, solver.dense, solver.matrix))
      try integrator.check(CVodeSetJacFnB(memory, which, adjointJacobian))
    }
    return which
  }

  /// CVODES copies the vectors.
  private func setTolerances(_ which: Int32) throws(SolverError) {
    let memory = integrator.memory
    let weights = try Vector(count: adjoint.count, context: integrator.context)
    weights.assign(settings.adjoint.absoluteValues(count: adjoint.count, of: "states"))
    try integrator.check(
      CVodeSVtolerancesB(memory, which, settings.adjoint.relative, weights.handle))
    guard parameterCount > 0 else { return }
    try integrator.check(
      CVodeQuadInitB(memory, which, gradientRightHandSide, gradient.handle))
    let absolute = try Vector(count: parameterCount, context: integrator.context)
    absolute.assign(settings.gradient.absoluteValues(count: parameterCount, of: "parameters"))
    try integrator.check(
      CVodeQuadSVtolerancesB(memory, which, settings.gradient.relative, absolute.handle))
    // The gradient takes part in the error test.
    try integrator.check(CVodeSetQuadErrConB(memory, which, SUNTRUE))
  }
}

private func integrand(
  time: Double, state: N_Vector?, value: N_Vector?, userData: UnsafeMutableRawPointer?
) -> Int32 {
  Callbacks.behind(userData).integrand(time, N_VGetArrayPointer(state), N_VGetArrayPointer(value))
}

private func adjointRightHandSide(
  time: Double, state: N_Vector?, adjoint: N_Vector?, derivative: N_Vector?,
  userData: UnsafeMutableRawPointer?
) -> Int32 {
  Callbacks.behind(userData).adjointRightHandSide(
    time, N_VGetArrayPointer(state), N_VGetArrayPointer(adjoint), N_VGetArrayPointer(derivative))
}

private func gradientRightHandSide(
  time: Double, state: N_Vector?, adjoint: N_Vector?, derivative: N_Vector?,
  userData: UnsafeMutableRawPointer?
) -> Int32 {
  Callbacks.behind(userData).gradientRightHandSide(
    time, N_VGetArrayPointer(state), N_VGetArrayPointer(adjoint), N_VGetArrayPointer(derivative))
}

private func adjointJacobian(
  time: Double, state: N_Vector?, adjoint: N_Vector?, derivative: N_Vector?, matrix: SUNMatrix?,
  userData: UnsafeMutableRawPointer?, _: N_Vector?, _: N_Vector?, _: N_Vector?
) -> Int32 {
  Callbacks.behind(userData).adjointJacobian(
    time, N_VGetArrayPointer(state), SUNDenseMatrix_Data(matrix))
}
