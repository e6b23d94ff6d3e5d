/// The plateau on a phase circle and its derivatives, in closed form.
///
/// s = A [Φ(u) − Φ(d)], Φ the normal distribution function, u = (Δ + L)/b₁ and d = (Δ − L)/b₂ the
/// distances from the two edges in their widths, Δ the phase from the plateau's middle and L half its
/// length. Generic, so that the same formula runs on numbers and on tensors.
public enum PlateauFormula {
  /// The distances u and d from the two edges.
  @inlinable public static func edges<Scalar: WaveScalar>(
    difference Δ: Scalar, halfLength: Scalar, onsetWidth: Scalar, offsetWidth: Scalar
  ) -> (up: Scalar, down: Scalar) {
    ((Δ + halfLength) / onsetWidth, (Δ - halfLength) / offsetWidth)
  }

  /// s = A/2 [erf(u/√2) − erf(d/√2)], in mV.
  @inlinable public static func value<Scalar: WaveScalar>(
    up: Scalar, down: Scalar, amplitude: Scalar
  ) -> Scalar {
    let root = 0.5.squareRoot()
    return 0.5
      * (amplitude * (Scalar.errorFunction(root * up) - Scalar.errorFunction(root * down)))
  }

  /// ds/dθ = A/√2π [exp(−u²/2)/b₁ − exp(−d²/2)/b₂], in mV a radian.
  @inlinable public static func slope<Scalar: WaveScalar>(
    up: Scalar, down: Scalar, onsetWidth: Scalar, offsetWidth: Scalar, amplitude: Scalar
  ) -> Scalar {
    (1 / (2 * Double.pi).squareRoot())
      * (amplitude
        * (Scalar.exponential(-0.5 * (up * up)) / onsetWidth
          - Scalar.exponential(-0.5 * (down * down)) / offsetWidth))
  }

  /// d²s/dθ² = A/√2π [d exp(−d²/2)/b₂² − u exp(−u²/2)/b₁²], in mV a square radian.
  @inlinable public static func curvature<Scalar: WaveScalar>(
    up: Scalar, down: Scalar, onsetWidth: Scalar, offsetWidth: Scalar, amplitude: Scalar
  ) -> Scalar {
    (1 / (2 * Double.pi).squareRoot())
      * (amplitude
        * (down * Scalar.exponential(-0.5 * (down * down)) / (offsetWidth * offsetWidth)
          - up * Scalar.exponential(-0.5 * (up * up)) / (onsetWidth * onsetWidth)))
  }

  /// The derivatives of `value` by amplitude, and by phase and width of each edge.
  ///
  /// ∂s/∂θ₁ = −A/√2π exp(−u²/2)/b₁ and ∂s/∂b₁ = u ∂s/∂θ₁; those by θ₂ and b₂ have the opposite sign.
  @inlinable public static func valueGradient<Scalar: WaveScalar>(
    up: Scalar, down: Scalar, onsetWidth: Scalar, offsetWidth: Scalar, amplitude: Scalar
  ) -> Gradient<Scalar> {
    let root = 0.5.squareRoot()
    let density = (1 / (2 * Double.pi).squareRoot()) * amplitude
    let onset = -(density * Scalar.exponential(-0.5 * (up * up)) / onsetWidth)
    let offset = density * Scalar.exponential(-0.5 * (down * down)) / offsetWidth
    return Gradient(
      amplitude: 0.5 * (Scalar.errorFunction(root * up) - Scalar.errorFunction(root * down)),
      onsetPhase: onset, onsetWidth: up * onset, offsetPhase: offset, offsetWidth: down * offset)
  }

  /// The derivatives of `slope` by amplitude, and by phase and width of each edge.
  ///
  /// ∂s′/∂θ₁ = A/√2π u exp(−u²/2)/b₁² and ∂s′/∂b₁ = A/√2π (u² − 1) exp(−u²/2)/b₁²; those by θ₂ and b₂
  /// have the opposite sign.
  @inlinable public static func slopeGradient<Scalar: WaveScalar>(
    up: Scalar, down: Scalar, onsetWidth: Scalar, offsetWidth: Scalar, amplitude: Scalar
  ) -> Gradient<Scalar> {
    let density = 1 / (2 * Double.pi).squareRoot()
    let onset = density * Scalar.exponential(-0.5 * (up * up)) / onsetWidth
    let offset = density * Scalar.exponential(-0.5 * (down * down)) / offsetWidth
    let (steeper, flatter) = (amplitude * onset / onsetWidth, amplitude * offset / offsetWidth)
    return Gradient(
      amplitude: onset - offset, onsetPhase: up * steeper,
      onsetWidth: (-1.0 + up * up) * steeper, offsetPhase: -(down * flatter),
      offsetWidth: -((-1.0 + down * down) * flatter))
  }

  /// Derivatives by what describes a plateau: its amplitude in mV, phases and widths in radians.
  public struct Gradient<Scalar> {
    /// By the amplitude.
    public let amplitude: Scalar
    /// By the phase of the step up.
    public let onsetPhase: Scalar
    /// By the width of the step up.
    public let onsetWidth: Scalar
    /// By the phase of the step down.
    public let offsetPhase: Scalar
    /// By the width of the step down.
    public let offsetWidth: Scalar

    /// Creates a gradient.
    @inlinable init(
      amplitude: Scalar, onsetPhase: Scalar, onsetWidth: Scalar, offsetPhase: Scalar,
      offsetWidth: Scalar
    ) {
      self.amplitude = amplitude
      self.onsetPhase = onsetPhase
      self.onsetWidth = onsetWidth
      self.offsetPhase = offsetPhase
      self.offsetWidth = offsetWidth
    }
  }
}
