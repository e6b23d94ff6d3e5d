/// The Gaussian wave on a phase circle and its derivatives, in closed form.
///
/// s(θ) = α exp(−Δ²/2b²) with Δ = wrap(θ − θᵢ). Its rate ds/dθ drives the heart model:
/// dz/dt = Σ ω ds/dθ. Sources: McSharry et al., IEEE Trans Biomed Eng 50:289 (2003); Sameni et al.,
/// EURASIP J Adv Signal Process 43407 (2007). Every function is generic, so that the same formula
/// runs on numbers and on tensors. Amplitudes in mV, phases and widths in radians.
public enum GaussianFormula {
  /// s = α exp(−Δ²/2b²), in mV.
  @inlinable public static func value<Scalar: WaveScalar>(
    difference Δ: Scalar, amplitude α: Scalar, width b: Scalar
  ) -> Scalar {
    let u = Δ / b
    return α * Scalar.exponential(-0.5 * (u * u))
  }

  /// ds/dθ = −α (Δ/b²) exp(−Δ²/2b²), in mV a radian.
  @inlinable public static func slope<Scalar: WaveScalar>(
    difference Δ: Scalar, amplitude α: Scalar, width b: Scalar
  ) -> Scalar {
    let u = Δ / b
    return -(α * (u / b)) * Scalar.exponential(-0.5 * (u * u))
  }

  /// d²s/dθ² = (α/b²)(Δ²/b² − 1) exp(−Δ²/2b²), in mV a square radian.
  @inlinable public static func curvature<Scalar: WaveScalar>(
    difference Δ: Scalar, amplitude α: Scalar, width b: Scalar
  ) -> Scalar {
    let u = Δ / b
    return (α / (b * b)) * (-1.0 + u * u) * Scalar.exponential(-0.5 * (u * u))
  }

  /// The derivatives of `value` by amplitude, centre and width.
  @inlinable public static func valueGradient<Scalar: WaveScalar>(
    difference Δ: Scalar, amplitude α: Scalar, width b: Scalar
  ) -> (amplitude: Scalar, phase: Scalar, width: Scalar) {
    let u = Δ / b
    let g = Scalar.exponential(-0.5 * (u * u))
    let αgu = α * g * u
    return (g, αgu / b, αgu * u / b)
  }

  /// The derivatives of `slope` by amplitude, centre and width.
  @inlinable public static func slopeGradient<Scalar: WaveScalar>(
    difference Δ: Scalar, amplitude α: Scalar, width b: Scalar
  ) -> (amplitude: Scalar, phase: Scalar, width: Scalar) {
    let u = Δ / b
    let g = Scalar.exponential(-0.5 * (u * u))
    let square = u * u
    return (
      -(g * u) / b,
      (α * g / (b * b)) * (1.0 + -square),
      (α * g * u / (b * b)) * (2.0 + -square)
    )
  }
}
