public import CardiacModel
import Electrocardiogram
import Foundation

extension Rhythm {
  /// The heart whose beats have the rhythm's shape at an RR interval.
  ///
  /// Kernels are kept in time, not in phase: P and QRS do not change with the rate, ST and T are
  /// stretched from the J point so that QT follows `RateLaws.qtInterval`. With t in seconds after
  /// the chamber's event and t₀ the instant of phase 0, a centre lies at 2π (t − t₀)/RR and a width
  /// is 2πσ/RR. Phase 0 of the atrial circle is the atrial event itself (onset of P); phase 0 of the
  /// ventricular circle is the R peak, `rPeakDelay` after the ventricular event (onset of QRS).
  ///
  /// - Parameters:
  ///   - rrInterval: The time in seconds that the ventricular phase takes for one turn.
  ///   - ppInterval: The same for the atrial phase; `nil` silences the atria.
  ///   - averageRRInterval: The interval that QT follows, where it is not `rrInterval`.
  /// - Returns: The heart in the basis of the rhythm's beat.
  /// - Precondition: the intervals are positive.
  public func heart(
    rrInterval: Double, ppInterval: Double?, averageRRInterval: Double? = nil
  ) -> Heart {
    let pp = ppInterval ?? rrInterval
    let average = averageRRInterval ?? rrInterval
    precondition(rrInterval > 0 && pp > 0 && average > 0, "RR \(rrInterval) s, PP \(pp) s")
    let shape = beat.stretched(rrInterval: average)
    let atrial = PhaseCircle(period: pp, origin: 0)
    let ventricular = PhaseCircle(period: rrInterval, origin: rPeakDelay)
    let hasAtrialWaves = ppInterval != nil
    let circles: [(PhaseCircle, (Wave) -> Bool)] = [
      (ventricular, { !$0.isAtrial }), (atrial, { $0.isAtrial && hasAtrialWaves }),
    ]
    let sources = (0..<beat.basis.sourceCount).map { axis in
      Source(
        waves: circles.flatMap { $0.waves(shape.kernels, axis: axis, of: $1) },
        plateaus: circles.flatMap { $0.plateaus(shape.plateaus, axis: axis, of: $1) })
    }
    return Heart(basis: beat.basis, sources: sources)
  }

  /// Seconds from the ventricular event (onset of QRS) to phase 0 of the ventricular circle.
  public var rPeakDelay: Double { beat.qrs?.peak ?? 0 }
}
