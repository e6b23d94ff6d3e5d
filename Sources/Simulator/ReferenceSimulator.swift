import CardiacModel
public import ODESolver

/// Integrates the heart's differential equations with CVODES: the reference for every faster path.
public final class ReferenceSimulator {
  /// Formula family of the integrator.
  public let method: IntegrationMethod
  /// Bound on the error of each step.
  public let tolerances: Tolerances

  /// Creates a simulator.
  ///
  /// - Parameters:
  ///   - method: Adams for these smooth, non-stiff equations, or BDF.
  ///   - tolerances: Relative, and absolute in radians and millivolts.
  public init(method: IntegrationMethod, tolerances: Tolerances) {
    self.method = method
    self.tolerances = tolerances
  }

  /// Integrates a train from its periodic steady state.
  ///
  /// The largest step is the narrowest kernel's width, so that no wave is stepped over.
  ///
  /// - Returns: Potentials of the sources in mV, `[sources, grid.count]`, row-major, with pulses.
  /// - Throws: `SolverError` with the time reached.
  public func sources(of train: BeatTrain, on grid: SampleGrid) throws -> [Double] {
    let heart = train.heart
    let system = HeartSystem(
      heart: heart, atrialVelocity: train.atrialClock.angularVelocity,
      ventricularVelocity: train.ventricularClock.angularVelocity)
    let start = heart.steadyState(
      atrialClock: train.atrialClock, ventricularClock: train.ventricularClock)
    let phases = [train.atrialClock.phaseAtStart, train.ventricularClock.phaseAtStart]
    var rows = [Double](repeating: 0, count: heart.sources.count * grid.count)
    guard grid.count > 0 else { return rows }
    let solver = try ODESolver(
      system, method: method, tolerances: tolerances,
      limits: StepLimits(maximumStep: system.longestSafeStep))
    let solution = try solver.solve(from: phases + start, startingAt: 0, at: grid.times)
    for sample in 0..<grid.count {
      for index in start.indices {
        rows[index * grid.count + sample] = solution[sample, 2 + index]
      }
    }
    train.addStimuli(to: &rows, on: grid)
    return rows
  }

  /// Integrates a train and projects it to its leads.
  ///
  /// - Returns: Potentials in mV, `[train.leads.count, grid.count]`, row-major, in `train.leads` order.
  /// - Throws: `SolverError` with the time reached.
  public func leads(of train: BeatTrain, on grid: SampleGrid) throws -> [Double] {
    train.project(try sources(of: train, on: grid), on: grid)
  }
}
