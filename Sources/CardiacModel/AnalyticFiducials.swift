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

  /// Points on the circle; 0.12 ms at 60 bpm, refined by linear interpolation.
  static let gridCount = 8192

  /// Walks outward from the peak to the last points that reach the limits.
  static func boundaries(
    _ part: [Source], onsetFraction: Double, offsetFraction: Double, order: Order
  ) -> TimedWave? {
    guard part.contains(where: { !$0.waves.isEmpty || !$0.plateaus.isEmpty }) else { return nil }
    let step = 2 * Double.pi / Double(gridCount)
    let phases = (0..<gridCount).map { -Double.pi + Double($0) * step }
    let magnitude = phases.map { θ in
      part.rootSumOfSquares { $0.value(atrialPhase: θ, ventricularPhase: θ) - $0.baseline }
    }
    let ruler =
      order == .magnitude
      ? magnitude
      : phases.map { θ in
        part.rootSumOfSquares {
          let slopes = $0.slopes(atrialPhase: θ, ventricularPhase: θ)
          return slopes.atrial + slopes.ventricular
        }
      }
    guard
      let peak = magnitude.indices.max(by: { magnitude[$0] < magnitude[$1] }),
      let largest = ruler.max(), largest > 0
    else { return nil }
    return TimedWave(
      onset: crossing(of: onsetFraction * largest, in: ruler, from: peak, direction: -1, step),
      peak: phases[peak],
      offset: crossing(of: offsetFraction * largest, in: ruler, from: peak, direction: 1, step))
  }

  /// The outermost phase, within half a turn of the peak, at which the ruler reaches the limit.
  static func crossing(
    of limit: Double, in ruler: [Double], from peak: Int, direction: Int, _ step: Double
  ) -> Double {
    func value(_ distance: Int) -> Double {
      let index = (peak + direction * distance) % gridCount
      return ruler[index < 0 ? index + gridCount : index]
    }
    var last = 0
    for distance in 0..<(gridCount / 2) where value(distance) >= limit { last = distance }
    let (inside, outside) = (value(last), value(last + 1))
    let fraction = inside > outside ? (inside - limit) / (inside - outside) : 0
    let phase = -Double.pi + Double(peak) * step
    return phase + Double(direction) * (Double(last) + min(max(fraction, 0), 1)) * step
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
