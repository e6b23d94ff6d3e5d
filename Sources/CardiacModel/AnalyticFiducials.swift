public import Electrocardiogram

/// Onset, peak and offset of every wave, read off the kernels themselves.
///
/// The yardstick, on the root of the summed squares over all sources: P begins and ends at 10 % of
/// its own largest magnitude, QRS at 5 % of its largest speed |ds/dθ|, T at 10 % and 5 % of its own
/// magnitude; peaks are at the largest magnitude. The offset of QRS is the J point. Rulers on
/// samples differ from it by some milliseconds, as they do from each other.
public struct AnalyticFiducials: Sendable, Equatable {
  /// P in atrial phase, radians; `nil` without a P wave.
  public var pWave: TimedWave?
  /// QRS in ventricular phase, radians.
  public var qrs: TimedWave?
  /// T in ventricular phase, radians; offset may exceed π when T runs past the circle's closing.
  public var tWave: TimedWave?

  /// Reads the boundaries of a heart's waves.
  public init(_ heart: Heart) {
    let limits: [(wave: Wave, onset: Double, offset: Double, order: Order)] = [
      (.P, 0.1, 0.1, .magnitude), (.QRS, 0.05, 0.05, .speed), (.T, 0.1, 0.05, .magnitude),
    ]
    let found = limits.map {
      Self.boundaries(
        heart.part($0.wave), onsetFraction: $0.onset, offsetFraction: $0.offset, order: $0.order)
    }
    (pWave, qrs, tWave) = (found[0], found[1], found[2])
  }

  /// Which function of the phase the limits are taken on.
  enum Order { case magnitude, speed }

  /// Points on the circle, 1 ms apart at 60 bpm; what is found between two of them is refined.
  static let gridCount = 1024

  /// Walks outward from the peak to the last points that reach the limits.
  static func boundaries(
    _ part: [Source], onsetFraction: Double, offsetFraction: Double, order: Order
  ) -> TimedWave? {
    guard part.contains(where: { !$0.waves.isEmpty || !$0.plateaus.isEmpty }) else { return nil }
    let step = 2 * Double.pi / Double(gridCount)
    func magnitude(_ θ: Double) -> Double {
      part.rootSumOfSquares { $0.nearby(θ, GaussianWave.value) { $0.value(at: θ) } }
    }
    func speed(_ θ: Double) -> Double {
      part.rootSumOfSquares { $0.nearby(θ, GaussianWave.slope) { $0.slope(at: θ) } }
    }
    let ruler = order == .magnitude ? magnitude : speed
    let phases = (0..<gridCount).map { -Double.pi + Double($0) * step }
    let values = phases.map(ruler)
    let heights = order == .magnitude ? values : phases.map(magnitude)
    guard
      let top = heights.indices.max(by: { heights[$0] < heights[$1] }),
      let steepest = values.indices.max(by: { values[$0] < values[$1] }), values[steepest] > 0
    else { return nil }
    let largest = ruler(maximum(of: ruler, near: phases[steepest], step))
    func crossing(_ fraction: Double, _ direction: Double) -> Double {
      outermost(
        of: ruler, reaching: fraction * largest, from: phases[top], step: direction * step)
    }
    return TimedWave(
      onset: crossing(onsetFraction, -1), peak: maximum(of: magnitude, near: phases[top], step),
      offset: crossing(offsetFraction, 1))
  }

  /// The phase of a maximum within one step of a phase, by golden sections.
  static func maximum(of value: (Double) -> Double, near θ: Double, _ step: Double) -> Double {
    let ratio = (5.0.squareRoot() - 1) / 2
    var (low, high) = (θ - step, θ + step)
    for _ in 0..<40 {
      let (one, two) = (high - ratio * (high - low), low + ratio * (high - low))
      if value(one) < value(two) { low = one } else { high = two }
    }
    return (low + high) / 2
  }

  /// The outermost phase, within half a turn, at which the ruler falls to the limit.
  static func outermost(
    of ruler: (Double) -> Double, reaching limit: Double, from peak: Double, step: Double
  ) -> Double {
    var last = 0
    for distance in 0..<(gridCount / 2) where ruler(peak + Double(distance) * step) >= limit {
      last = distance
    }
    var (inside, outside) = (peak + Double(last) * step, peak + Double(last + 1) * step)
    for _ in 0..<40 {
      let middle = (inside + outside) / 2
      if ruler(middle) >= limit { inside = middle } else { outside = middle }
    }
    return (inside + outside) / 2
  }
}

extension Heart {
  /// The sources with only the kernels of one wave.
  func part(_ wave: Wave) -> [Source] {
    sources.map { source in
      Source(
        waves: source.waves.filter { $0.wave == wave },
        plateaus: source.plateaus.filter { $0.wave == wave })
    }
  }
}

extension [Source] {
  /// The root of the summed squares of a quantity over the sources.
  func rootSumOfSquares(_ quantity: (Source) -> Double) -> Double {
    reduce(0) { $0 + quantity($1) * quantity($1) }.squareRoot()
  }
}

extension Source {
  /// Sums a quantity of one wave's kernels at a phase, leaving out kernels seven widths away.
  fileprivate func nearby(
    _ θ: Double, _ gaussian: (GaussianWave) -> (Double) -> Double,
    _ plateau: (PlateauWave) -> Double
  ) -> Double {
    var sum = 0.0
    for wave in waves where abs(wrap(θ - wave.phase)) < 7 * wave.width {
      sum += gaussian(wave)(θ)
    }
    for edges in plateaus { sum += plateau(edges) }
    return sum
  }
}
