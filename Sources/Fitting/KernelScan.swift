import Foundation

/// Where a further kernel would take away most of what is left of the beat.
///
/// First the matched filter's gain (g·r)²/(g·g − (Σg)²/n) over a grid of centres and widths gives one
/// candidate for each width; to these come places on and beside the present kernels. All are then
/// ranked by what they take away if the present kernels follow to first order.
final class KernelScan {
  /// A place for a kernel, in samples.
  struct Candidate {
    var centre = 0.0
    var width = 1.0
    var gain = 0.0
  }

  /// Kernels of one width, tabulated on every sample or, if they are wide, on every fourth.
  private struct Template {
    let width: Double
    let spacing: Int
    let stride: Int
    let reach: Int
    /// First element in `values`; `sums` and `squares` have one more each.
    let first: Int
  }

  /// Ratio of a template's width to the next narrower one's.
  private static let widthRatio = 1.6
  /// Width in samples from which on a template takes sums of four samples.
  private static let coarseWidth = 8.0
  /// How many of the grid's candidates are ranked.
  private static let gridCandidates = 8
  /// Places beside a kernel in its widths, and widths as multiples of its own.
  private static let besides = [-1.0, 0, 1]
  private static let stretches = [0.4, 1.6]

  /// Candidates below this part of the best gain need no rank.
  private static let poor = 0.2

  /// How many candidates the last search ranked.
  private(set) var count = 0
  private let samples: Int
  private let fine: Workspace<Double>
  private let coarse: Workspace<Double>
  private let residual: Workspace<Lanes>
  private let templates: [Template]
  private let values: Workspace<Double>
  private let sums: Workspace<Double>
  private let squares: Workspace<Double>
  private var candidates: [Candidate] = []

  init(count: Int, widths: ClosedRange<Double>) {
    samples = count
    let vectors = (count + 3) / 4
    fine = Workspace(vectors * 4, repeating: 0)
    coarse = Workspace(vectors, repeating: 0)
    residual = Workspace(vectors, repeating: .zero)
    var (templates, values, sums, squares) = ([Template](), [Double](), [0.0], [0.0])
    var width = widths.lowerBound
    while width <= widths.upperBound {
      let spacing = width >= Self.coarseWidth ? 4 : 1
      let w = width / Double(spacing)
      let reach = Int((3 * w).rounded(.up))
      templates.append(
        Template(
          width: width, spacing: spacing, stride: max(1, Int(0.6 * w)), reach: reach,
          first: values.count))
      for i in -reach...reach {
        let value = exp(-0.5 * Double(i * i) / (w * w))
        values.append(value)
        sums.append((sums.last ?? 0) + value)
        squares.append((squares.last ?? 0) + value * value)
      }
      width *= Self.widthRatio
    }
    self.templates = templates
    self.values = Workspace(values)
    self.sums = Workspace(sums)
    self.squares = Workspace(squares)
  }

  /// Ranks the places for a kernel beside those of the solver's state.
  func search(_ solver: SeparableSolver) {
    load(solver.state, solver.beat)
    candidates.removeAll(keepingCapacity: true)
    for template in templates { candidates.append(best(of: template)) }
    candidates.sort { $0.gain > $1.gain }
    if candidates.count > Self.gridCandidates { candidates.removeSubrange(Self.gridCandidates...) }
    if solver.prepareGains() {
      let limit = Double(samples - 1)
      for i in 0..<solver.state.count {
        let (centre, width) = (solver.state.centres[i], solver.state.widths[i])
        for beside in Self.besides {
          for stretch in Self.stretches {
            candidates.append(
              Candidate(
                centre: min(max(centre + beside * width, 0), limit),
                width: min(
                  max(width * stretch, solver.bounds.widths.lowerBound),
                  solver.bounds.widths.upperBound)))
          }
        }
      }
      var best = 0.0
      for i in candidates.indices {
        let gain = solver.gain(
          centre: candidates[i].centre, width: candidates[i].width, residual: residual,
          limit: Self.poor * best)
        candidates[i].gain = gain
        best = max(best, gain)
      }
      candidates.sort { $0.gain > $1.gain }
    }
    count = candidates.count
  }

  /// The best candidate of the last search (0), or a later one; the last where there are fewer.
  func ranked(_ index: Int) -> Candidate { candidates[min(index, candidates.count - 1)] }

  /// Takes over the residual of a state.
  private func load(_ state: KernelState, _ beat: SampledBeat) {
    let c = state.linear[0]
    for v in 0..<beat.vectors { residual[v] = beat.samples[v] - c * beat.ones[v] }
    for i in 0..<2 * state.count {
      let a = state.linear[1 + i / 2]
      for v in state.windows[i] { residual[v] -= a * state.table[i * state.tableStride + v] }
    }
    for v in 0..<beat.vectors {
      let r = residual[v]
      fine[4 * v] = r[0]
      fine[4 * v + 1] = r[1]
      fine[4 * v + 2] = r[2]
      fine[4 * v + 3] = r[3]
      coarse[v] = r.sum()
    }
  }

  private func best(of t: Template) -> Candidate {
    let source = t.spacing == 1 ? fine : coarse
    let n = t.spacing == 1 ? samples : coarse.count
    let scale = Double(t.spacing)
    var best = Candidate(centre: 0, width: t.width, gain: 0)
    for c in stride(from: 0, to: n, by: t.stride) {
      let low = max(0, c - t.reach)
      let high = min(n - 1, c + t.reach)
      let first = t.first + low - c + t.reach
      var (even, odd) = (0.0, 0.0)
      var i = 0
      while i < high - low {
        even += source[low + i] * values[first + i]
        odd += source[low + i + 1] * values[first + i + 1]
        i += 2
      }
      if i == high - low { even += source[high] * values[first + i] }
      let end = first + high - low + 1
      let sum = (sums[end] - sums[first]) * scale
      let square = (squares[end] - squares[first]) * scale
      let product = even + odd
      let gain = product * product / (square - sum * sum / Double(samples))
      if gain > best.gain {
        best.gain = gain
        // The middle of a sum of four samples lies one and a half after its first.
        best.centre = scale * Double(c) + (scale - 1) / 2
      }
    }
    return best
  }
}
