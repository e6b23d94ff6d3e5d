import Foundation

/// The box in which kernels are sought.
struct KernelBounds {
  /// Smallest and largest width in samples.
  var widths: ClosedRange<Double>
  /// Largest absolute amplitude as a multiple of the beat's span near the kernel.
  var amplitude: Double

  /// How far from its centre a kernel's amplitude is compared with the beat, in widths; it has
  /// fallen to an eighth there.
  static let amplitudeReach = 2.0
}

/// Bounded nonlinear least squares for kernels, by variable projection.
///
/// Amplitudes and offset are eliminated; centres and log-widths move by damped Gauss-Newton steps
/// (Kaufman's Jacobian). Source: Golub and Pereyra, Inverse Problems 19:R1 (2003), section 3.
final class SeparableSolver {
  let beat: SampledBeat
  var bounds: KernelBounds
  var state: KernelState
  private var trial: KernelState
  private let matrix: NormalMatrix
  private let step: Row
  private let gradient: Row
  /// The amplitude by which each unknown's column is multiplied; 0 for one that stays at its bound.
  private let scales: Row
  /// 1 for a linear unknown that is free, 0 for one that is pinned.
  private let free: Row
  /// Largest absolute amplitude of each kernel.
  private let limits: Row
  /// How often all products were computed.
  var evaluations = 0

  init(samples: Int, period: Double, capacity: Int) {
    beat = SampledBeat(count: samples, period: period)
    bounds = KernelBounds(widths: 1...Double(samples), amplitude: .infinity)
    state = KernelState(capacity: capacity, vectors: beat.vectors)
    trial = KernelState(capacity: capacity, vectors: beat.vectors)
    matrix = NormalMatrix(capacity: 3 * capacity + 1, stride: state.stride)
    step = Row(state.stride, repeating: 0)
    gradient = Row(state.stride, repeating: 0)
    scales = Row(state.stride, repeating: 0)
    free = Row(state.stride, repeating: 0)
    limits = Row(capacity, repeating: 0)
  }

  /// Brings a state up to date with the centres and widths of its kernels.
  func evaluate(_ state: KernelState) {
    evaluations += 1
    state.tabulate(beat)
    solveLinear(state)
  }

  /// Best offset and amplitudes within their bounds.
  private func solveLinear(_ state: KernelState) {
    let n = state.count + 1
    for i in 0..<n { state.pinned[i] = false }
    for i in 0..<state.count {
      let reach = KernelBounds.amplitudeReach * state.widths[i]
      limits[i] = bounds.amplitude * beat.span(around: state.centres[i], within: reach)
    }
    for _ in 0..<n {
      solveFree(state)
      var (worst, excess) = (0, 1.0)
      for i in 1..<n where !state.pinned[i] {
        let ratio = abs(step[i]) / limits[i - 1]
        if ratio > excess { (worst, excess) = (i, ratio) }
      }
      for i in 0..<n where !state.pinned[i] { state.linear[i] = step[i] }
      if worst == 0 { break }
      state.pinned[worst] = true
      state.linear[worst] = step[worst] > 0 ? limits[worst - 1] : -limits[worst - 1]
    }
    var cost = beat.energy
    for i in 0..<n {
      let row = i * state.stride
      var sum = -2 * state.data[i] + state.products[row + i] * state.linear[i]
      for j in 0..<i { sum += 2 * state.products[row + j] * state.linear[j] }
      cost += sum * state.linear[i]
    }
    state.cost = max(cost, 0)
  }

  /// Writes the best values of all linear unknowns that are not pinned into `step`.
  private func solveFree(_ state: KernelState) {
    let n = state.count + 1
    for i in 0..<n { free[i] = state.pinned[i] ? 0 : 1 }
    for i in n..<KernelSums.padded(n + 1) { free[i] = 0 }
    // A ridge far below the precision wanted keeps coinciding kernels solvable.
    var ridge = 1e-10
    repeat {
      matrix.load(state.products, scales: free, size: n)
      for i in 0..<n {
        matrix[i, i] *= 1 + ridge
        var right = state.pinned[i] ? 0 : state.data[i]
        for j in 1..<n where state.pinned[j] && !state.pinned[i] {
          right -= state.products[i * state.stride + j] * state.linear[j]
        }
        matrix[i, n] = right
      }
      ridge *= 100
    } while !matrix.decompose(size: n, rightSides: 1) && ridge < 1
    matrix.solve(size: n, into: step)
  }

  /// Moves all kernels downhill.
  ///
  /// - Parameters:
  ///   - maximumSteps: Steps at most.
  ///   - tolerance: Ends when a step lowers the cost by less than this fraction.
  func refine(maximumSteps: Int, tolerance: Double) {
    var damping = 1e-2
    for _ in 0..<maximumSteps {
      differentiate()
      var accepted = false
      for _ in 0..<6 {
        guard propose(damping) else {
          damping *= 10
          continue
        }
        evaluate(trial)
        if trial.cost < state.cost {
          accepted = true
          break
        }
        damping = max(damping * 5, 1e-3)
      }
      guard accepted else { return }
      let gain = state.cost - trial.cost
      swap(&state, &trial)
      damping = max(damping * 0.2, 1e-7)
      if gain < tolerance * state.cost { return }
    }
  }

  /// Writes the gradient of the cost and the scales of the columns for the present state.
  ///
  /// Derivatives are those by centre and width of kernels of their amplitudes.
  private func differentiate() {
    let (s, k) = (state, state.count)
    let size = s.size
    let window = 0..<KernelSums.vectors(size)
    for i in 0..<size { gradient[i] = s.data[i] }
    for i in 0...k {
      KernelSums.subtract(
        s.linear[i], times: s.products, at: i * s.stride, from: gradient, window: window)
    }
    for i in 0...k {
      scales[i] = s.pinned[i] ? 0 : 1
      // Linear unknowns have their best values.
      gradient[i] = 0
    }
    for i in 0..<k {
      let amplitude = s.linear[1 + i]
      let (centre, width) = (s.column(1, i), s.column(2, i))
      gradient[centre] *= amplitude
      gradient[width] *= amplitude
      let (toCentre, toWidth) = (gradient[centre], gradient[width])
      let centreStays =
        (toCentre < 0 && s.centres[i] <= 0)
        || (toCentre > 0 && s.centres[i] >= Double(beat.count - 1))
      let widthStays =
        (toWidth < 0 && s.widths[i] <= bounds.widths.lowerBound)
        || (toWidth > 0 && s.widths[i] >= bounds.widths.upperBound)
      scales[centre] = centreStays ? 0 : amplitude
      scales[width] = widthStays ? 0 : amplitude
    }
    for i in size..<KernelSums.padded(size + 1) { scales[i] = 0 }
  }

  /// Loads the damped normal equations and decomposes them.
  private func decompose(_ damping: Double) -> Bool {
    let size = state.size
    matrix.load(state.products, scales: scales, size: size)
    for i in 0...state.count { matrix[i, i] *= 1 + 1e-10 }
    for i in state.count + 1..<size { matrix[i, i] *= 1 + damping }
    for i in 0..<size { matrix[i, size] = scales[i] == 0 ? 0 : gradient[i] }
    return matrix.decompose(size: size, rightSides: 1)
  }

  /// Writes the damped step's end into `trial`.
  private func propose(_ damping: Double) -> Bool {
    guard decompose(damping) else { return false }
    let s = state
    matrix.solve(size: s.size, into: step)
    trial.copyKernels(of: s)
    for i in 0..<s.count {
      let shift = min(max(step[s.column(1, i)], -1), 1)
      let stretch = min(max(step[s.column(2, i)], -0.7), 0.7)
      trial.centres[i] = min(max(s.centres[i] + shift * s.widths[i], 0), Double(beat.count - 1))
      trial.widths[i] = min(
        max(s.widths[i] * exp(stretch), bounds.widths.lowerBound), bounds.widths.upperBound)
    }
    return true
  }

  /// Takes the present kernels off a copy of the samples; the rest lies in `residual`.
  func writeResidual(into residual: Row) {
    let offset = state.linear[0]
    for i in 0..<beat.count { residual[i] = beat.samples[i] - offset }
    for row in 0..<2 * state.count {
      KernelSums.subtract(
        state.linear[1 + row / 2], times: state.table, at: row * state.tableStride, from: residual,
        window: state.windows[row])
    }
  }

  /// What the cost would rise by if one kernel were left out and the others followed to first order.
  ///
  /// α²‖g − J a‖², J being the columns of all other kernels and a the best combination of them.
  func importance(into result: Row) {
    differentiate()
    // Whether an amplitude is pinned does not matter for what its kernel explains.
    for i in 0...state.count { scales[i] = 1 }
    guard decompose(Self.followingDamping) else {
      // Kernels that coincide to rounding: the energy of each alone.
      for i in 0..<state.count {
        let amplitude = state.linear[1 + i]
        result[i] = amplitude * amplitude * state.widths[i] * Double.pi.squareRoot()
      }
      return
    }
    matrix.losses(kernels: state.count, amplitudes: state.linear, at: 1, into: result)
  }

  /// Prepares `gain` for the present state.
  func prepareGains() -> Bool {
    differentiate()
    return decompose(Self.followingDamping)
  }

  /// How reluctantly kernels follow where one is put in or taken out, as damping of a step.
  private static let followingDamping = 1e-2

  /// What a further kernel would take off the cost if all others followed it to first order.
  ///
  /// (g·r)²/‖g − J a‖², J being the columns of the present kernels and a the best combination of
  /// them. A kernel that these imitate to all but `distinct` of its energy counts as that distinct.
  ///
  /// - Parameters:
  ///   - centre: Centre in samples.
  ///   - width: Width in samples.
  ///   - residual: What the present kernels leave of the beat.
  ///   - limit: A gain that need not be computed if it cannot be reached.
  /// - Returns: The gain, or 0 if it is certainly below the limit.
  func gain(centre: Double, width: Double, residual: Row, limit: Double) -> Double {
    let size = state.size
    let (slope, energy) = state.compare(
      centre: centre, width: width, with: residual, beat, into: step, limit: limit * Self.distinct)
    guard slope * slope > limit * Self.distinct * energy else { return 0 }
    for j in 0..<size { step[j] *= scales[j] }
    for j in size..<KernelSums.padded(size) { step[j] = 0 }
    let explained = matrix.explained(step, size: size)
    return slope * slope / max(energy - explained, Self.distinct * energy)
  }

  private static let distinct = 0.02
}
