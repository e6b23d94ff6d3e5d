/// The best kernels found for every number of them.
final class KernelLadder {
  /// One number's kernels.
  private struct Rung {
    var centres: [Double] = []
    var widths: [Double] = []
    var cost = Double.infinity
  }

  private var rungs: [Rung]

  /// Makes room for 1 to `capacity` kernels.
  init(capacity: Int) { rungs = Array(repeating: Rung(), count: capacity + 1) }

  /// Forgets everything.
  func clear() {
    for i in rungs.indices { rungs[i].cost = .infinity }
  }

  /// Keeps a state's kernels if they are the best of their number.
  func keep(_ state: KernelState) {
    guard state.cost < rungs[state.count].cost else { return }
    rungs[state.count].cost = state.cost
    rungs[state.count].centres.removeAll(keepingCapacity: true)
    rungs[state.count].widths.removeAll(keepingCapacity: true)
    for i in 0..<state.count {
      rungs[state.count].centres.append(state.centres[i])
      rungs[state.count].widths.append(state.widths[i])
    }
  }

  /// The lowest sum of squared residuals found with a number of kernels.
  func cost(of kernels: Int) -> Double { rungs[kernels].cost }

  /// Writes the best kernels of a number into a state.
  func restore(_ kernels: Int, into state: KernelState) {
    state.clear()
    for (centre, width) in zip(rungs[kernels].centres, rungs[kernels].widths) {
      state.append(centre: centre, width: width)
    }
  }
}
