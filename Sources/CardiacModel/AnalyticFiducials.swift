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
    pWave = Self.boundaries(WaveRuler(heart, .P), onsetFraction: 0.1, offsetFraction: 0.1)
    qrs = Self.boundaries(
      WaveRuler(heart, .QRS), onsetFraction: 0.05, offsetFraction: 0.05, order: .speed)
    tWave = Self.boundaries(WaveRuler(heart, .T), onsetFraction: 0.1, offsetFraction: 0.05)
  }

  /// Points on the circle, 1 ms apart at 60 bpm; what is found between two of them is refined.
  private static let gridCount = 1024

  /// Walks outward from the peak to the last points that reach the limits.
  private static func boundaries(
    _ ruler: WaveRuler, onsetFraction: Double, offsetFraction: Double,
    order: WaveRuler.Order = .magnitude
  ) -> TimedWave? {
    guard !ruler.isEmpty else { return nil }
    let step = 2 * Double.pi / Double(gridCount)
    let values = ruler.table(order, count: gridCount)
    let heights = order == .magnitude ? values : ruler.table(.magnitude, count: gridCount)
    let (top, steepest) = (heights.indexOfMaximum, values.indexOfMaximum)
    guard values[steepest] > 0 else { return nil }
    func phase(_ index: Int) -> Double { -Double.pi + Double(index) * step }
    let largest = ruler.size(
      order, at: maximum(near: phase(steepest), step) { ruler.size(order, at: $0) })
    func crossing(_ fraction: Double, _ direction: Int) -> Double {
      let limit = fraction * largest
      // Within half a turn of the peak.
      let last =
        (0..<(gridCount / 2)).last {
          values[(top + direction * $0 + gridCount) % gridCount] >= limit
        } ?? 0
      let inside = phase(top) + Double(direction * last) * step
      return fall(from: inside, to: inside + Double(direction) * step) {
        ruler.size(order, at: $0) - limit
      }
    }
    return TimedWave(
      onset: crossing(onsetFraction, -1),
      peak: maximum(near: phase(top), step) { ruler.size(.magnitude, at: $0) },
      offset: crossing(offsetFraction, 1))
  }

  /// The phase of a maximum within one step of a phase, to 1e-7 rad, by golden sections.
  private static func maximum(
    near θ: Double, _ step: Double, of value: (Double) -> Double
  ) -> Double {
    let ratio = (5.0.squareRoot() - 1) / 2
    var (low, high) = (θ - step, θ + step)
    var (one, two) = (high - ratio * (high - low), low + ratio * (high - low))
    var (first, second) = (value(one), value(two))
    while high - low > 1e-7 {
      if first < second {
        (low, one, first) = (one, two, second)
        two = low + ratio * (high - low)
        second = value(two)
      } else {
        (high, two, second) = (two, one, first)
        one = high - ratio * (high - low)
        first = value(one)
      }
    }
    return (low + high) / 2
  }

  /// Where a function falls through zero between two phases, to 1e-9 rad, by the Illinois rule.
  private static func fall(
    from inside: Double, to outside: Double, of value: (Double) -> Double
  ) -> Double {
    var (a, b) = (inside, outside)
    var (atA, atB) = (value(a), value(b))
    // Rounding between the table and the function may leave no sign to change.
    guard atA > 0, atB < 0 else { return atA > 0 ? b : a }
    for _ in 0..<60 where abs(b - a) > 1e-9 {
      let middle = b - atB * (b - a) / (atB - atA)
      let atMiddle = value(middle)
      if abs(atMiddle) < 1e-14 { return middle }
      if (atMiddle > 0) != (atB > 0) {
        (a, atA) = (b, atB)
      } else {
        atA /= 2
      }
      (b, atB) = (middle, atMiddle)
    }
    return b
  }
}

extension [Double] {
  /// The place of the largest number of an array that has any.
  fileprivate var indexOfMaximum: Int {
    var best = startIndex
    for index in indices where self[index] > self[best] { best = index }
    return best
  }
}
