import Foundation
import RandomNumbers

/// The moves by which a search leaves a solution for another one near by.
///
/// Two to four neighbours are shaken, or one or two kernels are put in and as many of the least
/// important taken out, or two are taken out and two put in. Places and kernels are ranked by what they
/// are worth if all other kernels follow to first order; one of the better ranks is drawn.
final class KernelMoves {
  /// Room for kernels that a move adds before it takes others away.
  static let spare = 2

  /// Numbers for the moves.
  var random = Philox(seed: 0)
  private let solver: SeparableSolver
  private let scan: KernelScan
  private let importance: Row
  private let order: Workspace<Int>

  /// Mean of the ranks drawn, about.
  private static let rankScale = 1.2
  /// Standard deviation of a shaken kernel's centre in its widths.
  private static let shift = 1.0
  /// Standard deviation of a shaken kernel's logarithmic width.
  private static let stretch = 0.7

  /// Prepares moves of a solver's state.
  init(_ solver: SeparableSolver, widths: ClosedRange<Double>) {
    self.solver = solver
    // Below two samples the scan's grid of whole samples is too coarse; refinement goes there.
    scan = KernelScan(
      count: solver.beat.count, widths: max(2, widths.lowerBound)...widths.upperBound)
    importance = Row(KernelSums.padded(solver.state.capacity), repeating: 0)
    order = Workspace(solver.state.capacity, repeating: 0)
  }

  /// Leaves a solution by a move drawn at random; the solver's state is where it leads to.
  func leave(_ solution: KernelState) {
    solver.state.copyKernels(of: solution)
    let kernels = solution.count
    switch random.next() % 8 {
    case 0: shake(min(2, kernels))
    case 1: shake(min(3, kernels))
    case 2: shake(min(4, kernels))
    case 3: replace(min(2, kernels))
    case 4: exchange(2)
    default: exchange(1)
    }
  }

  /// Puts in the kernel of highest gain, or at random one of the next ones.
  func putIn(atRandom: Bool) {
    scan.search(solver)
    let candidate = scan.ranked(atRandom ? drawRank(below: scan.count) : 0)
    append(centre: candidate.centre, width: candidate.width)
    solver.evaluate(solver.state)
  }

  /// Takes out the least important kernel (rank 0) or a later one.
  func takeOut(rank: Int) {
    solver.importance(into: importance)
    sortKernels { self.importance[$0] < self.importance[$1] }
    solver.state.remove(order[rank])
    solver.evaluate(solver.state)
  }

  /// Appends a kernel within the bounds to the solver's state.
  func append(centre: Double, width: Double) {
    solver.state.append(centre: clamp(centre: centre), width: clamp(width: width))
  }

  /// Shakes neighbours.
  private func shake(_ count: Int) {
    let state = solver.state
    sortKernels { state.centres[$0] < state.centres[$1] }
    let first = Int(random.next() % UInt64(state.count - count + 1))
    for i in first..<first + count {
      let kernel = order[i]
      let centre = state.centres[kernel] + Self.shift * random.normal() * state.widths[kernel]
      let width = state.widths[kernel] * exp(Self.stretch * random.normal())
      state.centres[kernel] = clamp(centre: centre)
      state.widths[kernel] = clamp(width: width)
    }
    solver.evaluate(state)
  }

  /// Puts kernels in, then takes as many out.
  private func exchange(_ count: Int) {
    let kernels = solver.state.count
    solver.evaluate(solver.state)
    for i in 0..<count {
      putIn(atRandom: true)
      solver.refine(maximumSteps: i == count - 1 ? 5 : 3, tolerance: 1e-2)
    }
    while solver.state.count > kernels {
      takeOut(rank: drawRank(below: solver.state.count))
      if solver.state.count > kernels { solver.refine(maximumSteps: 5, tolerance: 1e-2) }
    }
  }

  /// Takes kernels out, then puts as many in.
  private func replace(_ count: Int) {
    solver.evaluate(solver.state)
    for _ in 0..<count { takeOut(rank: drawRank(below: solver.state.count)) }
    for _ in 0..<count {
      putIn(atRandom: true)
      solver.refine(maximumSteps: 3, tolerance: 1e-2)
    }
  }

  /// 0, 1, 2 … with falling probability.
  private func drawRank(below limit: Int) -> Int {
    min(Int(-Self.rankScale * log(random.uniform())), limit - 1)
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
