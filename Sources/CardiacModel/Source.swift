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
    var sum = baseline
    for wave in waves {
      sum += wave.value(at: wave.wave.isAtrial ? atrialPhase : ventricularPhase)
    }
    for plateau in plateaus {
      sum += plateau.value(at: plateau.wave.isAtrial ? atrialPhase : ventricularPhase)
    }
    return sum
  }

  /// The derivatives of the potential by the atrial and the ventricular phase, in mV a radian.
  public func slopes(
    atrialPhase: Double, ventricularPhase: Double
  ) -> (atrial: Double, ventricular: Double) {
    var slopes = (atrial: 0.0, ventricular: 0.0)
    for wave in waves {
      if wave.wave.isAtrial {
        slopes.atrial += wave.slope(at: atrialPhase)
      } else {
        slopes.ventricular += wave.slope(at: ventricularPhase)
      }
    }
    for plateau in plateaus {
      if plateau.wave.isAtrial {
        slopes.atrial += plateau.slope(at: atrialPhase)
      } else {
        slopes.ventricular += plateau.slope(at: ventricularPhase)
      }
    }
    return slopes
  }

  /// The second derivatives by the atrial and the ventricular phase, in mV a square radian.
  public func curvatures(
    atrialPhase: Double, ventricularPhase: Double
  ) -> (atrial: Double, ventricular: Double) {
    var curvatures = (atrial: 0.0, ventricular: 0.0)
    for wave in waves {
      if wave.wave.isAtrial {
        curvatures.atrial += wave.curvature(at: atrialPhase)
      } else {
        curvatures.ventricular += wave.curvature(at: ventricularPhase)
      }
    }
    for plateau in plateaus {
      if plateau.wave.isAtrial {
        curvatures.atrial += plateau.curvature(at: atrialPhase)
      } else {
        curvatures.ventricular += plateau.curvature(at: ventricularPhase)
      }
    }
    return curvatures
  }
}

extension Wave {
  /// Whether the wave runs on the atrial circle.
  public var isAtrial: Bool { self == .P }
}
