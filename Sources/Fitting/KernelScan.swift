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
    /// First element in `values`, and how many vectors there are.
    let first: Int
    let vectors: Int
    /// First element in `norms`.
    let norm: Int
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
  private let residual: Row
  /// The residual and its sums of four, each with zeros before and after it.
  private let fine: Row
  private let coarse: Row
  private let margin: Int
  private let templates: [Template]
  private let values: Row
  private let norms: Row
  private var candidates: [Candidate] = []

  init(count: Int, widths: ClosedRange<Double>) {
    samples = count
    residual = Row(KernelSums.padded(count), repeating: 0)
    var (templates, values, norms, margin) = ([Template](), [Double](), [Double](), 0)
    var width = widths.lowerBound
    while width <= widths.upperBound {
      let spacing = width >= Self.coarseWidth ? 4 : 1
      let w = width / Double(spacing)
      let reach = Int((3 * w).rounded(.up))
      let shape = (-reach...reach).map { exp(-0.5 * Double($0 * $0) / (w * w)) }
      let template = Template(
        width: width, spacing: spacing, stride: max(1, Int(0.6 * w)), reach: reach,
        first: values.count, vectors: KernelSums.vectors(shape.count), norm: norms.count)
      norms += Self.norms(of: shape, template, samples: count)
      values += shape
      values += Array(repeating: 0, count: KernelSums.padded(shape.count) - shape.count)
      margin = max(margin, KernelSums.padded(shape.count))
      templates.append(template)
      width *= Self.widthRatio
    }
    self.templates = templates
    self.margin = margin
    self.values = Row(copying: values)
    self.norms = Row(copying: norms)
    fine = Row(count + 2 * margin, repeating: 0)
    coarse = Row((count + 3) / 4 + 2 * margin, repeating: 0)
  }

  /// g·g − (Σg)²/n of a template for each of its centres, as far as it lies within the beat.
  private static func norms(of shape: [Double], _ t: Template, samples: Int) -> [Double] {
    let count = t.spacing == 1 ? samples : (samples + 3) / 4
    return stride(from: 0, to: count, by: t.stride).map { centre in
      let seen = shape[max(0, t.reach - centre)...min(2 * t.reach, count - 1 - centre + t.reach)]
      let sum = Double(t.spacing) * seen.reduce(0, +)
      let square = Double(t.spacing) * seen.reduce(0) { $0 + $1 * $1 }
      return square - sum * sum / Double(samples)
    }
  }

  /// Ranks the places for a kernel beside those of the solver's state.
  func search(_ solver: SeparableSolver) {
    load(solver)
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

  /// Takes over the residual of the solver's state.
  private func load(_ solver: SeparableSolver) {
    solver.writeResidual(into: residual)
    for i in 0..<(samples + 3) / 4 {
      var sum = 0.0
      for j in 4 * i..<min(4 * i + 4, samples) {
        fine[margin + j] = residual[j]
        sum += residual[j]
      }
      coarse[margin + i] = sum
    }
  }

  private func best(of t: Template) -> Candidate {
    let count = t.spacing == 1 ? samples : (samples + 3) / 4
    guard
      let best = KernelSums.match(
        t.spacing == 1 ? fine : coarse, at: margin - t.reach, count: count, stride: t.stride,
        values: values, at: t.first, vectors: t.vectors, norms: norms, at: t.norm)
    else { return Candidate(centre: 0, width: t.width, gain: 0) }
    // The middle of a sum of four samples lies one and a half after its first.
    let scale = Double(t.spacing)
    return Candidate(
      centre: scale * Double(best.number * t.stride) + (scale - 1) / 2, width: t.width,
      gain: best.gain)
  }
}
