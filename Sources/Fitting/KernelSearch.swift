import RandomNumbers

/// The global strategy around `SeparableSolver`.
///
/// Kernels are put in one by one where they take away most, to first order in all others; all are
/// refined after each. Then the search leaves the solution and refines again and again, each time by a
/// move drawn at random (`KernelMoves`). A move begins where the last one ended unless that is much
/// worse than the best of its course; from time to time a new course begins with kernels put in anew,
/// at random among the better places.
///
/// None of this looks at a start that a caller gives. That start has a course of its own after it, and
/// the better of the two wins: a poor start spoils nothing.
final class KernelSearch {
  let solver: SeparableSolver
  private let moves: KernelMoves
  private let best: KernelState
  private var bestCost = Double.infinity
  /// From where the next move begins.
  private let current: KernelState
  private var currentCost = Double.infinity
  /// The lowest cost of the present course.
  private var courseCost = Double.infinity
  private let ladder: KernelLadder
  /// Each how many of the beat's points is a sample as recorded.
  private let spacing: Int

  /// A step that lowers the cost by less ends the fit.
  private static let finalTolerance = 1e-7
  /// Steps of a refinement that ends early if it does not come near the best solution.
  private static let trialSteps = 8
  /// How much worse than the best of its course a trial may be to be refined further.
  private static let promising = 1.15
  /// How much worse than the best of its course the search may go on from.
  private static let bearable = 1.05
  /// Evaluations of a course for each kernel.
  ///
  /// Seven kernels do not care between 250 and 3000 in all; twelve find better solutions in courses of
  /// more than 700.
  private static let courseLength = 100
  /// Part of the evaluations that the course from a caller's start may use on top.
  private static let startShare = 0.25

  /// Allocates for beats of one size.
  ///
  /// - Parameters:
  ///   - samples: Points of a beat.
  ///   - spacing: Each how many of them is a sample as recorded; the others lie between.
  ///   - period: Points of a cycle.
  ///   - capacity: The most kernels.
  ///   - widths: Bounds of their widths in points.
  init(
    samples: Int, spacing: Int, period: Double, capacity: Int, widths: ClosedRange<Double>
  ) {
    self.spacing = spacing
    let room = capacity + KernelMoves.spare
    solver = SeparableSolver(samples: samples, period: period, capacity: room)
    solver.bounds.widths = widths
    moves = KernelMoves(solver, widths: widths)
    best = KernelState(capacity: room, vectors: solver.beat.vectors)
    current = KernelState(capacity: room, vectors: solver.beat.vectors)
    ladder = KernelLadder(capacity: capacity)
  }

  /// Finds the kernels of the loaded beat; the result is the solver's state.
  ///
  /// - Parameters:
  ///   - counts: How many kernels to place; of more than one number the criterion chooses.
  ///   - start: Centres and widths in samples to begin from beside the solver's own.
  ///   - evaluations: How many evaluations of the model the moves may use.
  ///   - seed: Seed of the moves.
  func run(
    counts: ClosedRange<Int>, start: [(centre: Double, width: Double)]?, evaluations: Int,
    seed: UInt64
  ) {
    moves.random = Philox(seed: seed)
    solver.evaluations = 0
    bestCost = .infinity
    let kernels = counts.count > 1 ? choose(from: counts, start: start) : counts.lowerBound
    beginCourse()
    if counts.count > 1 {
      ladder.restore(kernels, into: solver.state)
      solver.evaluate(solver.state)
    } else {
      grow(to: kernels, atRandom: false)
    }
    keep()
    let end = solver.evaluations + evaluations
    while solver.evaluations < end {
      move(until: min(end, solver.evaluations + Self.courseLength * kernels))
      guard solver.evaluations < end else { break }
      beginCourse()
      grow(to: kernels, atRandom: true)
      keep()
    }
    if let start, start.count == kernels {
      beginCourse()
      place(start)
      refine(steps: 60, tolerance: 1e-4)
      keep()
      move(until: solver.evaluations + Int(Self.startShare * Double(evaluations)))
    }
    solver.state.copyKernels(of: best)
    refine(steps: 60, tolerance: Self.finalTolerance)
  }

  /// Decides by `KernelCountCriterion` how many kernels the beat needs, and leaves the best found of
  /// each number in `ladder`.
  ///
  /// Kernels are put in one by one up to the largest number, then taken out again one by one, the
  /// least important first; all are refined after each. The way back finds what the way up, which
  /// never moves a kernel far, cannot.
  private func choose(
    from counts: ClosedRange<Int>, start: [(centre: Double, width: Double)]?
  ) -> Int {
    ladder.clear()
    if let start, counts.contains(start.count) {
      place(start)
      refine(steps: 60, tolerance: 1e-4)
      ladder.keep(solver.state)
    }
    grow(to: counts.upperBound, atRandom: false)
    ladder.restore(counts.upperBound, into: solver.state)
    refine(steps: 60, tolerance: 1e-4)
    ladder.keep(solver.state)
    while solver.state.count > counts.lowerBound {
      moves.takeOut(rank: 0)
      solver.refine(maximumSteps: 10, tolerance: 1e-3)
      ladder.keep(solver.state)
    }
    var (best, lowest) = (counts.lowerBound, Double.infinity)
    let residual = Row(KernelSums.padded(solver.beat.count), repeating: 0)
    for kernels in counts {
      ladder.restore(kernels, into: solver.state)
      solver.evaluate(solver.state)
      solver.writeResidual(into: residual)
      let value = KernelCountCriterion.value(
        residual: stride(from: 0, to: solver.beat.count, by: spacing).map { residual[$0] },
        kernels: kernels)
      if value < lowest { (best, lowest) = (kernels, value) }
    }
    return best
  }

  /// Refines given kernels; the result is the solver's state.
  func refine(from start: [(centre: Double, width: Double)]) {
    place(start)
    refine(steps: 60, tolerance: Self.finalTolerance)
  }

  private func refine(steps: Int, tolerance: Double) {
    solver.evaluate(solver.state)
    solver.refine(maximumSteps: steps, tolerance: tolerance)
  }

  private func beginCourse() { (courseCost, currentCost) = (.infinity, .infinity) }

  private func keep() {
    let cost = solver.state.cost
    courseCost = min(courseCost, cost)
    if cost < max(currentCost, Self.bearable * courseCost) {
      currentCost = cost
      current.copyKernels(of: solver.state)
    }
    if cost < bestCost {
      bestCost = cost
      best.copyKernels(of: solver.state)
    }
  }

  private func place(_ kernels: [(centre: Double, width: Double)]) {
    solver.state.clear()
    for kernel in kernels { moves.append(centre: kernel.centre, width: kernel.width) }
  }

  /// Puts kernels in until there are enough.
  private func grow(to kernels: Int, atRandom: Bool) {
    solver.state.clear()
    solver.evaluate(solver.state)
    for k in 0..<kernels {
      moves.putIn(atRandom: atRandom)
      solver.refine(maximumSteps: k == kernels - 1 ? 20 : 10, tolerance: 1e-3)
      ladder.keep(solver.state)
    }
  }

  /// Moves until so many evaluations have been made.
  private func move(until end: Int) {
    while solver.evaluations < end {
      moves.leave(current)
      solver.refine(maximumSteps: Self.trialSteps, tolerance: 1e-2)
      if solver.state.cost < Self.promising * courseCost {
        solver.refine(maximumSteps: 15, tolerance: 1e-3)
      }
      keep()
    }
  }
}
