import Foundation

/// The box in which kernels are sought.
struct KernelBounds {
  /// Smallest and largest width in samples.
  var widths: ClosedRange<Double>
  /// Largest absolute amplitude in millivolts.
  var amplitude: Double
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
  private let matrix: Workspace<Double>
  private let step: Workspace<Double>
  /// The amplitude by which each unknown's column is multiplied; 0 for one that stays at its bound.
  private let scales: Workspace<Double>
  /// How often all products were computed.
  var evaluations = 0

  init(samples: Int, period: Double, capacity: Int) {
    beat = SampledBeat(count: samples, period: period)
    bounds = KernelBounds(widths: 1...Double(samples), amplitude: .infinity)
    state = KernelState(capacity: capacity, vectors: beat.vectors)
    trial = KernelState(capacity: capacity, vectors: beat.vectors)
    matrix = Workspace(state.stride * state.stride, repeating: 0)
    step = Workspace(state.stride, repeating: 0)
    scales = Workspace(state.stride, repeating: 0)
  }

  /// Brings a state up to date with the centres and widths of its kernels from `first` on.
  func evaluate(_ state: KernelState, from first: Int = 0) {
    evaluations += 1
    state.tabulate(beat, from: first)
    solveLinear(state)
  }

  /// Best offset and amplitudes within their bounds.
  func solveLinear(_ state: KernelState) {
    let n = state.count + 1
    for i in 0..<n { state.pinned[i] = false }
    for _ in 0..<n {
      factorLinear(state)
      for i in 0..<n {
        if state.pinned[i] {
          step[i] = state.linear[i]
          continue
        }
        var value = state.data[Self.column(i)]
        for j in 1..<n where state.pinned[j] {
          value -= state.product(Self.column(i), Self.column(j)) * state.linear[j]
        }
        step[i] = value
      }
      Cholesky.forward(matrix, stride: state.stride, size: n, step)
      Cholesky.backward(matrix, stride: state.stride, size: n, step)
      var (worst, excess) = (0, 1.0)
      for i in 0..<n {
        state.linear[i] = step[i]
        if i > 0, !state.pinned[i], abs(step[i]) > bounds.amplitude * excess {
          (worst, excess) = (i, abs(step[i]) / bounds.amplitude)
        }
      }
      if worst == 0 { break }
      state.pinned[worst] = true
      state.linear[worst] = step[worst] > 0 ? bounds.amplitude : -bounds.amplitude
    }
    var cost = beat.energy
    for i in 0..<n {
      let row = Self.column(i)
      var sum = -2 * state.data[row] + state.products[row * state.stride + row] * state.linear[i]
      for j in 0..<i {
        sum += 2 * state.products[row * state.stride + Self.column(j)] * state.linear[j]
      }
      cost += sum * state.linear[i]
    }
    state.cost = max(cost, 0)
  }

  /// The column of the i-th linear unknown; these are 1, g₁, g₂ and so on.
  @inline(__always)
  private static func column(_ i: Int) -> Int { max(0, 3 * i - 2) }

  /// Decomposes the linear block; pinned unknowns become rows of the identity.
  private func factorLinear(_ state: KernelState) {
    let n = state.count + 1
    // A ridge far below the precision wanted keeps coinciding kernels solvable.
    var ridge = 1e-10
    repeat {
      for i in 0..<n {
        let row = Self.column(i) * state.stride
        for j in 0...i {
          let kept = !state.pinned[i] && !state.pinned[j]
          matrix[i * state.stride + j] = kept ? state.products[row + Self.column(j)] : 0
        }
        let d = i * state.stride + i
        matrix[d] = state.pinned[i] ? 1 : matrix[d] * (1 + ridge)
      }
      ridge *= 100
    } while !Cholesky.decompose(matrix, stride: state.stride, size: n)
  }

  /// Moves all kernels downhill.
  ///
  /// - Parameters:
  ///   - maximumSteps: Steps at most.
  ///   - tolerance: Ends when a step lowers the cost by less than this fraction.
  /// - Returns: Whether the tolerance was reached.
  @discardableResult
  func refine(maximumSteps: Int, tolerance: Double) -> Bool {
    var damping = 1e-2
    for _ in 0..<maximumSteps {
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
      guard accepted else { return true }
      let gain = state.cost - trial.cost
      swap(&state, &trial)
      damping = max(damping * 0.2, 1e-7)
      if gain < tolerance * state.cost { return true }
    }
    return false
  }

  /// Writes the damped step's end into `trial`.
  private func propose(_ damping: Double) -> Bool {
    let (k, s, stride) = (state.count, state, state.stride)
    let size = assemble(damping)
    guard Cholesky.decompose(matrix, stride: stride, size: size) else { return false }
    Cholesky.forward(matrix, stride: stride, size: size, step)
    Cholesky.backward(matrix, stride: stride, size: size, step)
    trial.count = k
    for i in 0..<k {
      let shift = step[2 + 3 * i]
      let stretch = step[3 + 3 * i]
      let centre = s.centres[i] + min(max(shift, -1), 1) * s.widths[i]
      let width = s.widths[i] * exp(min(max(stretch, -0.7), 0.7))
      trial.centres[i] = min(max(centre, 0), Double(beat.count - 1))
      trial.widths[i] = min(max(width, bounds.widths.lowerBound), bounds.widths.upperBound)
    }
    return true
  }

  /// Writes the damped normal equations into `matrix` and the gradient into `step`.
  ///
  /// Unknowns are in the order of the columns; derivatives are scaled by their kernel's amplitude.
  ///
  /// - Returns: How many unknowns there are.
  private func assemble(_ damping: Double) -> Int {
    let (s, stride) = (state, state.stride)
    let size = 3 * s.count + 1
    for i in 0..<size {
      // Kind 0 is linear, 1 a centre, 2 a width.
      let (kernel, kind) = i == 0 ? (-1, 0) : ((i - 1) / 3, (i - 1) % 3)
      let amplitude = kind == 0 ? 1 : s.linear[1 + kernel]
      var blocked = kind == 0 && i > 0 && s.pinned[1 + kernel]
      step[i] = 0
      if kind > 0 {
        var gradient = s.data[i]
        for j in 0...s.count {
          gradient -= s.product(i, Self.column(j)) * s.linear[j]
        }
        gradient *= amplitude
        step[i] = gradient
        blocked =
          amplitude == 0
          || (kind == 2
            ? (gradient < 0 && s.widths[kernel] <= bounds.widths.lowerBound)
              || (gradient > 0 && s.widths[kernel] >= bounds.widths.upperBound)
            : (gradient < 0 && s.centres[kernel] <= 0)
              || (gradient > 0 && s.centres[kernel] >= Double(beat.count - 1)))
      }
      let row = i * stride
      if blocked {
        scales[i] = 0
        for j in 0..<i { matrix[row + j] = 0 }
        (matrix[row + i], step[i]) = (1, 0)
      } else {
        scales[i] = amplitude
        for j in 0...i { matrix[row + j] = amplitude * scales[j] * s.products[row + j] }
        matrix[row + i] *= kind > 0 ? 1 + damping : 1 + 1e-10
      }
    }
    return size
  }

  /// What the present kernels leave of each sample, in millivolts.
  func residual() -> [Double] {
    var left = (0..<beat.count).map { beat.samples[$0 / 4][$0 % 4] - state.linear[0] }
    for column in 0..<2 * state.count {
      let amplitude = state.linear[1 + column / 2]
      for v in state.windows[column] {
        let values = state.table[column * state.tableStride + v]
        for lane in 0..<min(4, beat.count - 4 * v) {
          left[4 * v + lane] -= amplitude * values[lane]
        }
      }
    }
    return left
  }

  /// What the cost would rise by if one kernel were left out and the others kept their shapes.
  func importance(into result: Workspace<Double>) {
    factorLinear(state)
    let n = state.count + 1
    for i in 1..<n {
      for j in 0..<n { step[j] = j == i ? 1 : 0 }
      Cholesky.forward(matrix, stride: state.stride, size: n, step)
      var inverse = 0.0
      for j in i..<n { inverse += step[j] * step[j] }
      result[i - 1] = state.linear[i] * state.linear[i] / inverse
    }
  }

  /// Prepares `gain` for the present state.
  func prepareGains() -> Bool {
    let size = assemble(1e-2)
    return Cholesky.decompose(matrix, stride: state.stride, size: size)
  }

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
  func gain(
    centre: Double, width: Double, residual: Workspace<Lanes>, limit: Double
  ) -> Double {
    let (s, stride, k) = (state, state.stride, state.count)
    s.append(centre: centre, width: width)
    defer { s.count = k }
    s.tabulate(k, beat)
    let slope = s.dot(k, residual)
    s.multiply(k, k, beat)
    let row = (1 + 3 * k) * stride
    let energy = s.products[row + 1 + 3 * k]
    guard slope * slope > limit * Self.distinct * energy else { return 0 }
    for j in 0..<k { s.multiply(k, j, beat) }
    for j in 0...3 * k { step[j] = scales[j] * s.products[row + j] }
    Cholesky.forward(matrix, stride: stride, size: 3 * k + 1, step)
    var explained = 0.0
    for j in 0...3 * k { explained += step[j] * step[j] }
    return slope * slope / max(energy - explained, Self.distinct * energy)
  }

  private static let distinct = 0.02
}
