public import Electrocardiogram

/// A smooth step up and down again: the plateau that a current of injury leaves in the ST segment.
///
/// s(θ) = A [Φ((θ − θ₁)/b₁) − Φ((θ − θ₂)/b₂)], Φ the normal distribution function, so that ds/dθ is
/// two Gaussians of opposite sign and unit area: the step stays in the kernel family and returns to
/// zero. The circle is cut opposite to the plateau's middle; keep both edges four widths away.
public struct PlateauWave: Sendable, Equatable, Codable {
  /// The wave that the plateau belongs to: T for an ST segment, P for atrial injury.
  public var wave: Wave
  /// Phase at which the step up stands at half its height, in radians.
  public var onsetPhase: Double
  /// Standard deviation of the step up, in radians.
  public var onsetWidth: Double
  /// Phase at which the step down stands at half its height, in radians; after `onsetPhase`.
  public var offsetPhase: Double
  /// Standard deviation of the step down, in radians.
  public var offsetWidth: Double
  /// Height of the plateau in millivolts.
  public var amplitude: Double

  /// Creates a plateau.
  public init(
    wave: Wave, onsetPhase: Double, onsetWidth: Double, offsetPhase: Double, offsetWidth: Double,
    amplitude: Double
  ) {
    precondition(
      onsetWidth > 0 && offsetWidth > 0, "edge widths \(onsetWidth), \(offsetWidth) rad")
    precondition(
      offsetPhase > onsetPhase, "plateau ends at \(offsetPhase) before it begins at \(onsetPhase)")
    self.wave = wave
    self.onsetPhase = onsetPhase
    self.onsetWidth = onsetWidth
    self.offsetPhase = offsetPhase
    self.offsetWidth = offsetWidth
    self.amplitude = amplitude
  }

  /// Half the plateau's length and its middle, in radians.
  @inlinable var middle: Double { (onsetPhase + offsetPhase) / 2 }
  @inlinable var halfLength: Double { (offsetPhase - onsetPhase) / 2 }

  /// A [Φ(up) − Φ(down)] at a phase, in mV.
  public func value(at θ: Double) -> Double {
    let (up, down) = edges(at: θ)
    return PlateauFormula.value(up: up, down: down, amplitude: amplitude)
  }

  /// Derivative of `value` by the phase, in mV a radian.
  public func slope(at θ: Double) -> Double {
    let (up, down) = edges(at: θ)
    return PlateauFormula.slope(
      up: up, down: down, onsetWidth: onsetWidth, offsetWidth: offsetWidth, amplitude: amplitude)
  }

  /// Second derivative of `value` by the phase, in mV a square radian.
  public func curvature(at θ: Double) -> Double {
    let (up, down) = edges(at: θ)
    return PlateauFormula.curvature(
      up: up, down: down, onsetWidth: onsetWidth, offsetWidth: offsetWidth, amplitude: amplitude)
  }

  /// Derivatives of `value` by the plateau's own five numbers at a phase.
  public func valueGradient(at θ: Double) -> PlateauFormula.Gradient<Double> {
    let (up, down) = edges(at: θ)
    return PlateauFormula.valueGradient(
      up: up, down: down, onsetWidth: onsetWidth, offsetWidth: offsetWidth, amplitude: amplitude)
  }

  /// Derivatives of `slope` by the plateau's own five numbers at a phase.
  public func slopeGradient(at θ: Double) -> PlateauFormula.Gradient<Double> {
    let (up, down) = edges(at: θ)
    return PlateauFormula.slopeGradient(
      up: up, down: down, onsetWidth: onsetWidth, offsetWidth: offsetWidth, amplitude: amplitude)
  }

  /// Distances from the two edges in their widths.
  func edges(at θ: Double) -> (up: Double, down: Double) {
    PlateauFormula.edges(
      difference: wrap(θ - middle), halfLength: halfLength, onsetWidth: onsetWidth,
      offsetWidth: offsetWidth)
  }
}
