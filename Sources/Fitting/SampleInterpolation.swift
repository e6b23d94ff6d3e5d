import Foundation

/// Points between the samples of a beat, by a windowed sinc.
///
/// x(t) = Σ x[n] h(t − n), h(t) = sinc(t) (0.42 + 0.5 cos(πt/L) + 0.08 cos(2πt/L)), t in samples,
/// |t| < L: what lies below 0.35 of the sampling rate is kept, and the samples themselves stay as they
/// are. The window is Blackman's. Beyond its ends a beat goes on as its point reflection there, without
/// a step or a bend.
struct SampleInterpolation {
  /// Points in a step from sample to sample.
  let factor: Int
  /// Half the length L of h in samples.
  private static let reach = 12
  /// h for each point between two samples, `[factor][2 reach]`.
  private let weights: [[Double]]

  /// Prepares for so many points a step.
  init(factor: Int) {
    precondition(factor >= 1, "\(factor) points a step")
    self.factor = factor
    weights = (0..<factor).map { point in
      let row = (1 - Self.reach...Self.reach).map { sample -> Double in
        let t = Double(point) / Double(factor) - Double(sample)
        // At a sample the others have no part, not even by rounding.
        guard point > 0 else { return sample == 0 ? 1 : 0 }
        let (turn, x) = (Double.pi * t / Double(Self.reach), Double.pi * t)
        return sin(x) / x * (0.42 + 0.5 * cos(turn) + 0.08 * cos(2 * turn))
      }
      let sum = row.reduce(0, +)
      return row.map { $0 / sum }
    }
  }

  /// How many points so many samples become: as many in every step, and the last sample.
  func count(of samples: Int) -> Int { (samples - 1) * factor + 1 }

  /// The points of a beat, from its first sample to its last.
  func callAsFunction(_ samples: [Double]) -> [Double] {
    guard factor > 1 else { return samples }
    let last = samples.count - 1
    func sample(_ index: Int) -> Double {
      if index < 0 { return 2 * samples[0] - samples[min(-index, last)] }
      if index > last { return 2 * samples[last] - samples[max(2 * last - index, 0)] }
      return samples[index]
    }
    return (0..<count(of: samples.count)).map { point in
      let (first, row) = (point / factor + 1 - Self.reach, weights[point % factor])
      return row.indices.reduce(0) { $0 + row[$1] * sample(first + $1) }
    }
  }
}
