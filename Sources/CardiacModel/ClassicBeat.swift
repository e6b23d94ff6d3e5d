import Foundation

/// The classic single-lead model of McSharry, with its own parameters.
///
/// dx/dt = αx − ωy, dy/dt = αy + ωx, α = 1 − √(x² + y²),
/// dz/dt = −Σ aᵢ Δθᵢ exp(−Δθᵢ²/2bᵢ²) − (z − z₀)/τ, θ = atan2(y, x), z₀(t) = A sin(2πft).
/// Source: McSharry et al., IEEE Trans Biomed Eng 50:289 (2003), eq. 1-2, where τ = 1 s. The unit of
/// z is that of aᵢ times a second; published parameter sets are not in millivolts.
public struct ClassicBeat: Sendable, Equatable, Codable {
  /// Waves in the order P, Q, R, S, T.
  public var waves: [ClassicWave]
  /// Phase speed ω in radians a second; one beat is one turn.
  public var angularVelocity: Double
  /// Time constant τ of the return to the baseline, in seconds; `nil` switches it off.
  public var relaxationTime: Double?
  /// Height A of the baseline's swing, in the unit of z.
  public var baselineAmplitude: Double
  /// Frequency f of the baseline's swing (respiration), in hertz.
  public var baselineFrequency: Double

  /// Creates a beat.
  public init(
    waves: [ClassicWave], angularVelocity: Double, relaxationTime: Double? = 1,
    baselineAmplitude: Double = 0, baselineFrequency: Double = 0.25
  ) {
    precondition(angularVelocity > 0, "phase speed \(angularVelocity) rad/s is not positive")
    precondition(relaxationTime.map { $0 > 0 } ?? true, "relaxation time \(relaxationTime ?? 0) s")
    self.waves = waves
    self.angularVelocity = angularVelocity
    self.relaxationTime = relaxationTime
    self.baselineAmplitude = baselineAmplitude
    self.baselineFrequency = baselineFrequency
  }

  /// The baseline z₀ at a time in seconds.
  public func baseline(at time: Double) -> Double {
    baselineAmplitude * sin(2 * .pi * baselineFrequency * time)
  }

  /// The same beat with normalised kernels: exact at this phase speed, relaxation kept.
  ///
  /// The baseline's swing is not part of the heart and is left out.
  public func source() -> Source {
    Source(waves: waves.map { $0.normalised(angularVelocity: angularVelocity) })
  }

  /// Reads a normalised source without plateaus as a classic beat: exact at this phase speed.
  public init(_ source: Source, angularVelocity: Double, relaxationTime: Double?) {
    precondition(source.plateaus.isEmpty, "the classic model has no plateaus")
    precondition(source.baseline == 0, "the classic model's baseline is a sine, not a constant")
    self.init(
      waves: source.waves.map { $0.classic(angularVelocity: angularVelocity) },
      angularVelocity: angularVelocity, relaxationTime: relaxationTime)
  }

  /// The rates of change at a point of the classic three-dimensional state.
  ///
  /// - Parameters:
  ///   - x: First coordinate of the limit cycle.
  ///   - y: Second coordinate of the limit cycle.
  ///   - z: The potential.
  ///   - baseline: z₀ at this time.
  ///   - distance: How phases are subtracted; published codes use `.truncated`.
  /// - Returns: dx/dt, dy/dt, dz/dt.
  @inlinable public func rates(
    x: Double, y: Double, z: Double, baseline: Double, distance: PhaseDifference = .wrapped
  ) -> (x: Double, y: Double, z: Double) {
    let α = 1 - (x * x + y * y).squareRoot()
    let θ = angle(x: x, y: y)
    var rate = relaxationTime.map { (baseline - z) / $0 } ?? 0
    for wave in waves {
      rate += ClassicFormula.rate(
        difference: distance.reduce(θ - wave.phase), strength: wave.strength, width: wave.width)
    }
    return (α * x - angularVelocity * y, α * y + angularVelocity * x, rate)
  }

  /// The phase of a point on the limit cycle, in (−π, π].
  public func angle(x: Double, y: Double) -> Double { atan2(y, x) }
}

/// The classic wave's contribution to dz/dt.
public enum ClassicFormula {
  /// −a Δ exp(−Δ²/2b²).
  @inlinable public static func rate<Scalar: WaveScalar>(
    difference Δ: Scalar, strength a: Scalar, width b: Scalar
  ) -> Scalar {
    let u = Δ / b
    return -(a * Δ) * Scalar.exponential(-0.5 * (u * u))
  }

  /// The derivatives of `rate` by the phase, the strength, the centre and the width.
  @inlinable public static func gradient<Scalar: WaveScalar>(
    difference Δ: Scalar, strength a: Scalar, width b: Scalar
  ) -> (phase: Scalar, strength: Scalar, centre: Scalar, width: Scalar) {
    let u = Δ / b
    let g = Scalar.exponential(-0.5 * (u * u))
    let phase = -(a * g) * (1.0 + -(u * u))
    return (phase, -(Δ * g), -phase, -(a * Δ * g * (u * u)) / b)
  }
}
