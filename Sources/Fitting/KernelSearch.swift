import Foundation
import RandomNumbers

/// The global strategy around `SeparableSolver`.
///
/// Kernels are put in one by one where they take away most, to first order in all others; all are
/// refined after each. Then the solution is shaken and refined again and again: all kernels at once,
/// two or three neighbours, or two kernels are taken out and put in again elsewhere. The next shake
/// begins where the last one ended unless that is much worse than the best, which is kept aside.
final class KernelSearch {
  let solver: SeparableSolver
  private let scan: KernelScan
  private let best: KernelState
  private var bestCost = Double.infinity
  /// From where the next shake begins.
  private let current: KernelState
  private var currentCost = Double.infinity
  /// The lowest cost since kernels were last put in from the beginning.
  private var courseCost = Double.infinity
  private let ladder: KernelLadder
  private let importance: Workspace<Double>
  private let order: Workspace<Int>
  private var random = Philox(seed: 0)

  /// A step that lowers the cost by less ends the fit.
  private static let finalTolerance = 1e-7
  /// Steps of a refinement that ends early if it does not come near the best solution.
  private static let trialSteps = 8
  /// How much worse than the best a trial may be to be refined further.
  private static let promising = 1.15
  /// After how many evaluations kernels are put in anew, at random among the better places.
  private static let courseLength = 250
  /// How much worse than the best of its course the search may go on from.
  private static let bearable = 1.05

  /// Allocates for beats of one size.
  init(samples: Int, period: Double, capacity: Int, widths: ClosedRange<Double>) {
    solver = SeparableSolver(samples: samples, period: period, capacity: capacity + 1)
    solver.bounds.widths = widths
    // Below two samples the scan's grid of whole samples is too coarse; refinement goes there.
    scan = KernelScan(count: samples, widths: max(2, widths.lowerBound)...widths.upperBound)
    best = KernelState(capacity: capacity + 1, vectors: solver.beat.vectors)
    current = KernelState(capacity: capacity + 1, vectors: solver.beat.vectors)
    ladder = KernelLadder(capacity: capacity)
    importance = Workspace(capacity + 1, repeating: 0)
    order = Workspace(capacity + 1, repeating: 0)
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
    random = Philox(seed: seed)
    solver.evaluations = 0
    bestCost = .infinity
    currentCost = .infinity
    courseCost = .infinity
    let kernels = counts.count > 1 ? choose(from: counts, start: start) : counts.lowerBound
    if let start, start.count == kernels {
      place(start)
      refine(steps: 60, tolerance: 1e-4)
      keep()
    }
    if counts.count > 1 {
      ladder.restore(kernels, into: solver.state)
      solver.evaluate(solver.state)
    } else {
      grow(to: kernels, atRandom: false)
    }
    keep()
    let end = solver.evaluations + evaluations
    var nextStart = solver.evaluations + Self.courseLength
    while solver.evaluations < end {
      if solver.evaluations >= nextStart {
        (courseCost, currentCost) = (.infinity, .infinity)
        grow(to: kernels, atRandom: true)
        keep()
        nextStart = solver.evaluations + Self.courseLength
      }
      shake()
      refine(steps: Self.trialSteps, tolerance: 1e-2)
      if solver.state.cost < Self.promising * courseCost { refine(steps: 15, tolerance: 1e-3) }
      keep()
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
      removeLeastImportant()
      refine(steps: 10, tolerance: 1e-3)
      ladder.keep(solver.state)
    }
    var (best, lowest) = (counts.lowerBound, Double.infinity)
    for kernels in counts {
      ladder.restore(kernels, into: solver.state)
      solver.evaluate(solver.state)
      let value = KernelCountCriterion.value(residual: solver.residual(), kernels: kernels)
      if value < lowest { (best, lowest) = (kernels, value) }
    }
    return best
  }

  private func removeLeastImportant() {
    solver.importance(into: importance)
    let least = (0..<solver.state.count).min { importance[$0] < importance[$1] }
    solver.state.remove(least ?? 0)
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
    solver.state.count = 0
    for kernel in kernels {
      solver.state.append(centre: clamp(centre: kernel.centre), width: clamp(width: kernel.width))
    }
  }

  /// Puts kernels in until there are enough.
  private func grow(to kernels: Int, atRandom: Bool) {
    solver.state.count = 0
    solver.evaluate(solver.state)
    for k in 0..<kernels {
      insert(atRandom: atRandom)
      refine(steps: k == kernels - 1 ? 20 : 10, tolerance: 1e-3)
      ladder.keep(solver.state)
    }
  }

  /// Puts in the kernel of highest gain, or at random one of the next ones.
  private func insert(atRandom: Bool) {
    scan.search(solver)
    let candidate = scan.ranked(atRandom ? geometric(below: scan.count) : 0)
    let k = solver.state.count
    solver.state.append(
      centre: clamp(centre: candidate.centre), width: clamp(width: candidate.width))
    solver.evaluate(solver.state, from: k)
  }

  /// Moves away from the best solution, at random.
  private func shake() {
    let k = current.count
    solver.state.copyKernels(of: best)
    switch random.next() % 4 {
    case 0:
      for i in 0..<k { perturb(i, 0.5) }
    case 1 where k >= 2:
      perturbNeighbours(2)
    case 2 where k >= 3:
      perturbNeighbours(3)
    default:
      solver.evaluate(solver.state)
      for _ in 0..<min(2, k) {
        solver.importance(into: importance)
        sortKernels { self.importance[$0] < self.importance[$1] }
        solver.state.remove(order[geometric(below: solver.state.count)])
        solver.evaluate(solver.state)
      }
      for _ in 0..<min(2, k) {
        insert(atRandom: true)
        solver.refine(maximumSteps: 3, tolerance: 1e-2)
      }
    }
  }

  private func perturbNeighbours(_ count: Int) {
    sortKernels { self.current.centres[$0] < self.current.centres[$1] }
    let first = Int(random.next() % UInt64(current.count - count + 1))
    for i in first..<first + count { perturb(order[i], 0.7) }
  }

  private func perturb(_ i: Int, _ stretch: Double) {
    let centre = current.centres[i] + random.normal() * current.widths[i]
    let width = current.widths[i] * exp(stretch * random.normal())
    solver.state.centres[i] = clamp(centre: centre)
    solver.state.widths[i] = clamp(width: width)
  }

  /// 0, 1, 2 … with falling probability.
  private func geometric(below limit: Int) -> Int {
    min(Int(-1.2 * log(random.uniform())), limit - 1)
  }

  private func clamp(centre: Double) -> Double {
    min(max(centre, 0), Double(solver.beat.count - 1))
  }

  private func clamp(width: Double) -> Double {
    min(max(width, solver.bounds.widths.lowerBound), solver.bounds.widths.upperBound)
  }

  /// Sorts the kernels' indices; insertion, since there are few and nothing shall be allocated.
  private func sortKernels(by precedes: (Int, Int) -> Bool) {
    for i in 0..<solver.state.count {
      var j = i
      while j > 0, precedes(i, order[j - 1]) {
        order[j] = order[j - 1]
        j -= 1
      }
      order[j] = i
    }
  }
}
