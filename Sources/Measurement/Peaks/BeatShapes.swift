/// What the complexes of a recording look like, learned from those that stand clear of noise.
///
/// A shape is the leads' potential within 0.1 s of a complex, some 125 samples a second, each lead
/// without its straight line and in units of its usual complex. Shapes that correlate are averaged;
/// few kinds of complexes make up a recording.
struct BeatShapes {
  /// Half the stretch in seconds.
  static let halfWidth = 0.1
  /// Sampling rate of shapes in hertz.
  static let rate = 125.0
  /// Most seconds that a complex is shifted by to match.
  static let shift = 0.03
  /// Least correlation of complexes of one kind.
  static let sameKind = 0.8
  /// Most kinds that are kept, and most complexes that the mean of one remembers.
  static let limit = (kinds: 12, memory: 30)
  /// Least complexes of a kind that is believed: 2, and 3 where there are so many.
  static let many = 36

  /// Complexes of one shape.
  private struct Kind {
    /// Their mean, of unit length.
    var shape: [Double]
    var count = 1
  }

  private let leads: [[Double]]
  /// Reciprocal height of each lead's usual complex in 1/mV.
  private let scales: [Double]
  private let step: Int
  private let half: Int
  private let reach: Int
  private var kinds: [Kind] = []

  /// Learns the shapes of beats, whose samples ascend.
  init(_ leads: [[Double]], beats: [Int], samplingRate: Double) {
    self.leads = leads
    let step = max(1, Int(samplingRate / Self.rate))
    let half = Int(Self.halfWidth * samplingRate) / step
    self.step = step
    self.half = half
    reach = Int(Self.shift * samplingRate)
    scales = leads.map { lead in
      let heights = beats.compactMap { beat -> Double? in
        guard beat >= half * step, beat + half * step < lead.count else { return nil }
        let around = lead[(beat - half * step)...(beat + half * step)]
        return (around.max() ?? 0) - (around.min() ?? 0)
      }
      let height = OrderStatistics.median(heights)
      return height > 0 ? 1 / height : 0
    }
    for beat in beats { learn(beat) }
    kinds.removeAll { $0.count < (beats.count < Self.many ? 2 : 3) }
  }

  /// The largest correlation of what is near a sample with the complexes learned; `nil` if there are
  /// none, or too close to the recording's ends.
  func likeness(_ sample: Int) -> Double? { best(near: sample)?.correlation }

  private mutating func learn(_ beat: Int) {
    guard let best = best(near: beat) else {
      if kinds.isEmpty, let shape = shape(at: beat) { kinds.append(Kind(shape: shape)) }
      return
    }
    if best.correlation >= Self.sameKind {
      let weight = Double(min(kinds[best.kind].count, Self.limit.memory))
      kinds[best.kind].shape = Self.unit(
        zip(kinds[best.kind].shape, best.shape).map { weight * $0 + $1 })
      kinds[best.kind].count += 1
    } else if kinds.count < Self.limit.kinds, let shape = shape(at: beat) {
      kinds.append(Kind(shape: shape))
    }
  }

  /// The kind, and the shift of the complex, that match best.
  private func best(
    near sample: Int
  ) -> (kind: Int, correlation: Double, shape: [Double])? {
    var best: (kind: Int, correlation: Double, shape: [Double])?
    for center in stride(from: sample - reach, through: sample + reach, by: step) {
      guard let shape = shape(at: center) else { continue }
      for (index, kind) in kinds.enumerated() {
        var correlation = 0.0
        for i in shape.indices { correlation += shape[i] * kind.shape[i] }
        if correlation > best?.correlation ?? -.infinity { best = (index, correlation, shape) }
      }
    }
    return best
  }

  /// The shape around a sample, of unit length.
  private func shape(at center: Int) -> [Double]? {
    guard center >= half * step, let count = leads.first?.count, center + half * step < count
    else { return nil }
    var result: [Double] = []
    result.reserveCapacity(leads.count * (2 * half + 1))
    for (lead, scale) in zip(leads, scales) where scale > 0 {
      var (sum, moment, squares) = (0.0, 0.0, 0.0)
      for k in -half...half {
        let value = lead[center + k * step]
        sum += value
        moment += value * Double(k)
        squares += Double(k * k)
      }
      let (mean, slope) = (sum / Double(2 * half + 1), moment / squares)
      for k in -half...half {
        result.append(scale * (lead[center + k * step] - mean - slope * Double(k)))
      }
    }
    return Self.unit(result)
  }

  private static func unit(_ vector: [Double]) -> [Double] {
    let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return length > 0 ? vector.map { $0 / length } : vector
  }
}
