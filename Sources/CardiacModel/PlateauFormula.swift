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
}
