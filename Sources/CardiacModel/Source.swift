public import Electrocardiogram

/// One source of the heart: an axis of its dipole, or one lead seen on its own.
public struct Source: Sendable, Equatable, Codable {
  /// Level far from all waves, in millivolts.
  public var baseline: Double
  /// Gaussian kernels.
  public var waves: [GaussianWave]
  /// Plateaus; only rhythms with a current of injury have any.
  public var plateaus: [PlateauWave]

  /// Creates a source.
  public init(baseline: Double = 0, waves: [GaussianWave], plateaus: [PlateauWave] = []) {
    self.baseline = baseline
    self.waves = waves
    self.plateaus = plateaus
  }

  /// The potential in mV: baseline plus every wave at the phase of its own circle.
  public func value(atrialPhase: Double, ventricularPhase: Double) -> Double {
    let sums = sums(
      atrialPhase, ventricularPhase, { $0.value(at: $1) }, { $0.value(at: $1) })
    return baseline + sums.atrial + sums.ventricular
  }

  /// The derivatives of the potential by the atrial and the ventricular phase, in mV a radian.
  public func slopes(
    atrialPhase: Double, ventricularPhase: Double
  ) -> (atrial: Double, ventricular: Double) {
    sums(atrialPhase, ventricularPhase, { $0.slope(at: $1) }, { $0.slope(at: $1) })
  }

  /// The second derivatives by the atrial and the ventricular phase, in mV a square radian.
  public func curvatures(
    atrialPhase: Double, ventricularPhase: Double
  ) -> (atrial: Double, ventricular: Double) {
    sums(atrialPhase, ventricularPhase, { $0.curvature(at: $1) }, { $0.curvature(at: $1) })
  }

  /// Sums a function of every wave over the waves of each circle, at that circle's phase.
  @inline(__always)
  private func sums(
    _ atrialPhase: Double, _ ventricularPhase: Double,
    _ ofWave: (GaussianWave, Double) -> Double, _ ofPlateau: (PlateauWave, Double) -> Double
  ) -> (atrial: Double, ventricular: Double) {
    var sums = (atrial: 0.0, ventricular: 0.0)
    for wave in waves {
      if wave.wave.isAtrial {
        sums.atrial += ofWave(wave, atrialPhase)
      } else {
        sums.ventricular += ofWave(wave, ventricularPhase)
      }
    }
    for plateau in plateaus {
      if plateau.wave.isAtrial {
        sums.atrial += ofPlateau(plateau, atrialPhase)
      } else {
        sums.ventricular += ofPlateau(plateau, ventricularPhase)
      }
    }
    return sums
  }
}

extension Wave {
  /// Whether the wave runs on the atrial circle.
  public var isAtrial: Bool { self == .P }
}
