/// The exact flow of a Gaussian wave under the classic relaxation, in closed form.
///
/// dz/dt = du/dt − λ(z − z₀) with u(t) = α exp(−y²/2σ²), y the time from the wave's centre and λ = 1/τ,
/// has over a step h the solution
/// z(h) = z₀ + e^{−λh}(z(0) − z₀) + u(h) − e^{−λh}u(0) − λ ∫₀ʰ e^{−λ(h−t)} u(t) dt. Generic, so that the
/// same formula runs on numbers and on tensors. Times in seconds, u in mV.
public enum RelaxationFormula {
  /// ∫₀ʰ e^{−λ(h−t)} u(t) dt, in mV s.
  ///
  /// Completing the square gives α e^{−λ(y₀+h) + λ²σ²/2} σ√(π/2) [erf(x₁) − erf(x₀)] with
  /// x = (y − λσ²)/(σ√2) at both ends.
  ///
  /// - Parameters:
  ///   - y: Time from the wave's centre at the start of the step, in seconds.
  ///   - h: Length of the step in seconds.
  ///   - λ: 1/τ, in 1/s.
  ///   - α: The wave's height in mV.
  ///   - σ: Its standard deviation in seconds.
  /// - Returns: The integral.
  @inlinable public static func integral<Scalar: WaveScalar>(
    from y: Scalar, over h: Double, rate λ: Scalar, amplitude α: Scalar, width σ: Scalar
  ) -> Scalar {
    let end = h + y
    let shift = λ * σ * σ
    let scale = 0.5.squareRoot()
    let (late, early) = (scale * ((end - shift) / σ), scale * ((y - shift) / σ))
    return (Double.pi / 2).squareRoot()
      * (α * σ * Scalar.exponential(0.5 * (λ * shift) - λ * end)
        * (Scalar.errorFunction(late) - Scalar.errorFunction(early)))
  }
}
