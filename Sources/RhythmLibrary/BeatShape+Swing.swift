public import CardiacModel
import Foundation

/// How one beat's heart stands and how large it looks, as breathing changes them.
public struct HeartSwing: Sendable, Equatable {
  /// Factor of all heights.
  public var size: Double
  /// Cosine and sine of the turn in the frontal plane, from the left towards the foot.
  public let turn: (cosine: Double, sine: Double)

  /// A heart that stands as stated.
  public static let none = HeartSwing(size: 1, angle: 0)

  /// Creates a swing; the angle is in radians, positive as axes of ECGs are.
  public init(size: Double, angle: Double) {
    self.size = size
    turn = (cos(angle), sin(angle))
  }

  /// Whether size and turn are the same.
  public static func == (a: HeartSwing, b: HeartSwing) -> Bool {
    a.size == b.size && a.turn == b.turn
  }

  /// A kernel's height in one source.
  ///
  /// (X, Y) turns to (X cos φ − Y sin φ, X sin φ + Y cos φ); leads that are sources do not turn.
  public func amplitude(_ amplitudes: [Double], source: Int, basis: Heart.Basis) -> Double {
    guard basis == .dipole, source < 2, turn.sine != 0 else { return size * amplitudes[source] }
    let (x, y) = (amplitudes[0], amplitudes[1])
    return size
      * (source == 0 ? x * turn.cosine - y * turn.sine : x * turn.sine + y * turn.cosine)
  }
}

extension BeatShape {
  /// The same beat seen as a swing shows it; its waves keep their times.
  public func seen(in swing: HeartSwing) -> BeatShape {
    let amplitudes = { (amplitudes: [Double]) in
      amplitudes.indices.map { swing.amplitude(amplitudes, source: $0, basis: basis) }
    }
    return BeatShape(
      keepingTimesOf: self,
      kernels: kernels.mapValues { list in
        list.map {
          TimedKernel(time: $0.time, width: $0.width, amplitudes: amplitudes($0.amplitudes))
        }
      },
      plateaus: plateaus.map {
        var plateau = $0
        plateau.amplitudes = amplitudes($0.amplitudes)
        return plateau
      })
  }
}
