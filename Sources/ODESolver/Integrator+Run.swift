import CSUNDIALS

extension Integrator {
  /// What a solve is asked for.
  struct Problem {
    let initialState: [Double]
    let startTime: Double
    let times: [Double]
    let events: [Event]

    /// Whether times ascend.
    var isForward: Bool { (times.last ?? startTime) >= startTime }

    /// Checks what the caller must get right.
    init(
      initialState: [Double], startTime: Double, times: [Double], events: [Event], dimension: Int
    ) {
      precondition(
        initialState.count == dimension,
        "\(initialState.count) initial values for \(dimension) states")
      self.initialState = initialState
      self.startTime = startTime
      self.times = times
      self.events = events
      // Values that are not finite are not the caller's mistake: `restart` throws for them.
      guard startTime.isFinite, times.allSatisfy(\.isFinite) else { return }
      let sign = isForward ? 1.0 : -1.0
      for (index, time) in times.enumerated() {
        let before = index == 0 ? startTime : times[index - 1]
        precondition(
          sign * (time - before) > 0 || index == 0 && time == before,
          "output time \(time) follows \(before): times must run in one direction from the start")
      }
    }
  }

  /// One advance of CVODES towards an output time: status, time reached.
  typealias Advance = (_ target: Double) -> (status: Int32, time: Double)

  /// Starts at a new state and time without allocating.
  func restart(_ problem: Problem) throws(SolverError) {
    let initial = problem.initialState
    guard problem.startTime.isFinite, problem.times.allSatisfy(\.isFinite) else {
      throw SolverError(
        .invalidInput,
        "The start time \(problem.startTime) or an output time is not finite. Give finite times.")
    }
    if let index = initial.firstIndex(where: { !$0.isFinite }) {
      throw SolverError(
        .invalidInput,
        "Component \(index) of the initial state is \(initial[index]). Give finite values.")
    }
    state.assign(initial)
    try check(CVodeReInit(memory, problem.startTime, state.handle))
    try setInitialStep(towards: problem.isForward)
    callbacks.events = problem.events
    let count = Int32(problem.events.count)
    try check(CVodeRootInit(memory, count, count == 0 ? nil : eventFunctions))
    guard count > 0 else { return }
    var directions = problem.events.map { event -> Int32 in
      switch event.direction {
      case .rising: 1
      case .falling: -1
      case .either: 0
      }
    }
    // CVODES copies the directions.
    try check(CVodeSetRootDirection(memory, &directions))
  }

  /// Integrates through all output times, unless a terminal event comes first.
  ///
  /// `advance` is `CVode` by default; the adjoint pass keeps checkpoints as it goes. `onOutput` is
  /// called after each output, while the integrator stands there.
  func run(
    _ problem: Problem, advance: Advance? = nil, onOutput: () throws(SolverError) -> Void = {}
  ) throws(SolverError) -> Solution {
    let advance = advance ?? step
    var solution = Solution(startOf: problem, dimension: dimension)
    var next = 0
    if problem.times.first == problem.startTime {
      solution.appendOutput(problem.startTime, state.elements)
      try onOutput()
      next = 1
    }
    // The system is never asked for times beyond the last output.
    if next < problem.times.count, let last = problem.times.last {
      try check(CVodeSetStopTime(memory, last))
    }
    while next < problem.times.count, !solution.isTerminatedByEvent {
      let (status, time) = advance(problem.times[next])
      try check(status, towards: problem.times[next])
      if status == CV_ROOT_RETURN {
        try appendEvents(at: time, to: &solution)
        guard solution.isTerminatedByEvent, time == problem.times[next] else { continue }
      }
      solution.appendOutput(problem.times[next], state.elements)
      try onOutput()
      next += 1
    }
    if !solution.isTerminatedByEvent {
      solution.endTime = solution.times.last ?? problem.startTime
    }
    solution.endState = Array(state.elements)
    solution.statistics = try statistics()
    return solution
  }

  /// One call of CVODES.
  private func step(to target: Double) -> (status: Int32, time: Double) {
    var time = 0.0
    let status = CVode(memory, target, state.handle, &time, CV_NORMAL)
    return (status, time)
  }

  private func appendEvents(at time: Double, to solution: inout Solution) throws(SolverError) {
    var signs = [Int32](repeating: 0, count: callbacks.events.count)
    try check(CVodeGetRootInfo(memory, &signs))
    for (index, sign) in signs.enumerated() where sign != 0 {
      solution.events.append(
        EventOccurrence(event: index, time: time, state: Array(state.elements), isRising: sign > 0))
      if callbacks.events[index].isTerminal {
        solution.isTerminatedByEvent = true
        solution.endTime = time
      }
    }
  }
}

extension Solution {
  /// A solution without outputs, with room for all of them.
  fileprivate init(startOf problem: Integrator.Problem, dimension: Int) {
    self.init(
      dimension: dimension, times: [], states: [], events: [], endTime: problem.startTime,
      endState: problem.initialState, isTerminatedByEvent: false, statistics: .none)
    times.reserveCapacity(problem.times.count)
    states.reserveCapacity(problem.times.count * dimension)
  }

  fileprivate mutating func appendOutput(
    _ time: Double, _ state: UnsafeMutableBufferPointer<Double>
  ) {
    times.append(time)
    states.append(contentsOf: state)
  }
}

private func eventFunctions(
  time: Double, state: N_Vector?, values: UnsafeMutablePointer<Double>?,
  userData: UnsafeMutableRawPointer?
) -> Int32 {
  guard let values else { return -1 }
  return Callbacks.behind(userData).eventValues(time, N_VGetArrayPointer(state), values)
}
