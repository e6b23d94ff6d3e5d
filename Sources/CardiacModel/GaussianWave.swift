public import Electrocardiogram

/// One Gaussian kernel of a source: a bump that keeps its height at every heart rate.
public struct GaussianWave: Sendable, Equatable, Codable {
  /// The wave that the kernel belongs to; P runs on the atrial circle, all others on the
  /// ventricular.
  public var wave: Wave
  /// Phase of the centre in radians, in (−π, π].
  public var phase: Double
  /// Height in millivolts.
  public var amplitude: Double
  /// Standard deviation in radians; positive.
  public var width: Double

  /// Creates a kernel.
  public init(wave: Wave, phase: Double, amplitude: Double, width: Double) {
    precondition(width > 0, "kernel width \(width) rad is not positive")
    self.wave = wave
    self.phase = phase
    self.amplitude = amplitude
    self.width = width
  }

  /// α exp(−Δ²/2b²) at a phase, in mV.
  @inlinable public func value(at θ: Double) -> Double {
    GaussianFormula.value(difference: wrap(θ - phase), amplitude: amplitude, width: width)
  }

  /// Derivative of `value` by the phase, in mV a radian.
  @inlinable public func slope(at θ: Double) -> Double {
    GaussianFormula.slope(difference: wrap(θ - phase), amplitude: amplitude, width: width)
  }

  /// Second derivative of `value` by the phase, in mV a square radian.
  @inlinable public func curvature(at θ: Double) -> Double {
    GaussianFormula.curvature(difference: wrap(θ - phase), amplitude: amplitude, width: width)
  }
}
