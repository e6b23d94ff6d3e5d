public import CardiacModel
import Electrocardiogram
public import ODESolver

/// The two-phase heart as a system of differential equations with analytic derivatives.
///
/// State (θ_A, θ_V, s₁ … sₙ): dθ_A/dt = ω_A, dθ_V/dt = ω_V,
/// dsᵢ/dt = ω_A ∂sᵢ/∂θ_A + ω_V ∂sᵢ/∂θ_V − (sᵢ − s₀)/τ. Parameters, in this order: of each source,
/// amplitude, phase and width of every Gaussian, then amplitude, phase and width of the step up, phase
/// and width of the step down of every plateau; after all sources ω_A and ω_V.
public struct HeartSystem: DifferentiableSystem {
  /// The heart.
  public let heart: Heart
  /// ω_A in radians a second.
  public let atrialVelocity: Double
  /// ω_V in radians a second.
  public let ventricularVelocity: Double

  /// Creates the system.
  public init(heart: Heart, atrialVelocity: Double, ventricularVelocity: Double) {
    self.heart = heart
    self.atrialVelocity = atrialVelocity
    self.ventricularVelocity = ventricularVelocity
  }

  /// Two phases and the sources.
  public var dimension: Int { 2 + heart.sources.count }

  /// Three for each Gaussian, five for each plateau, and the two velocities.
  public var parameterCount: Int {
    2 + heart.sources.reduce(0) { $0 + 3 * $1.waves.count + 5 * $1.plateaus.count }
  }

  /// Writes the rates of change.
  public func rightHandSide(
    time: Double, state: Span<Double>, derivative: inout MutableSpan<Double>
  ) {
    derivative[0] = atrialVelocity
    derivative[1] = ventricularVelocity
    for index in heart.sources.indices {
      let slopes = heart.sources[index].slopes(
        atrialPhase: state[0], ventricularPhase: state[1])
      var rate = atrialVelocity * slopes.atrial + ventricularVelocity * slopes.ventricular
      if let τ = heart.relaxationTime {
        rate -= (state[2 + index] - heart.sources[index].baseline) / τ
      }
      derivative[2 + index] = rate
    }
  }

  /// Writes the derivatives of the rates by the state.
  public func jacobian(time: Double, state: Span<Double>, jacobian: inout MutableMatrix) {
    for index in heart.sources.indices {
      let curvatures = heart.sources[index].curvatures(
        atrialPhase: state[0], ventricularPhase: state[1])
      jacobian[2 + index, 0] = atrialVelocity * curvatures.atrial
      jacobian[2 + index, 1] = ventricularVelocity * curvatures.ventricular
      if let τ = heart.relaxationTime { jacobian[2 + index, 2 + index] = -1 / τ }
    }
  }

  /// Writes the derivatives of the rates by the parameters.
  public func parameterJacobian(
    time: Double, state: Span<Double>, jacobian: inout MutableMatrix
  ) {
    let last = parameterCount
    jacobian[0, last - 2] = 1
    jacobian[1, last - 1] = 1
    var column = 0
    for (index, source) in heart.sources.enumerated() {
      let slopes = source.slopes(atrialPhase: state[0], ventricularPhase: state[1])
      jacobian[2 + index, last - 2] = slopes.atrial
      jacobian[2 + index, last - 1] = slopes.ventricular
      for wave in source.waves {
        let ω = wave.wave.isAtrial ? atrialVelocity : ventricularVelocity
        let θ = wave.wave.isAtrial ? state[0] : state[1]
        let gradient = GaussianFormula.slopeGradient(
          difference: wrap(θ - wave.phase), amplitude: wave.amplitude, width: wave.width)
        jacobian[2 + index, column] = ω * gradient.amplitude
        jacobian[2 + index, column + 1] = ω * gradient.phase
        jacobian[2 + index, column + 2] = ω * gradient.width
        column += 3
      }
      for plateau in source.plateaus {
        let ω = plateau.wave.isAtrial ? atrialVelocity : ventricularVelocity
        let gradient = plateau.slopeGradient(at: plateau.wave.isAtrial ? state[0] : state[1])
        jacobian[2 + index, column] = ω * gradient.amplitude
        jacobian[2 + index, column + 1] = ω * gradient.onsetPhase
        jacobian[2 + index, column + 2] = ω * gradient.onsetWidth
        jacobian[2 + index, column + 3] = ω * gradient.offsetPhase
        jacobian[2 + index, column + 4] = ω * gradient.offsetWidth
        column += 5
      }
    }
  }

  /// The longest step in seconds that cannot jump over a wave: the narrowest edge's width.
  public var longestSafeStep: Double {
    var shortest = Double.infinity
    for source in heart.sources {
      for wave in source.waves {
        let ω = wave.wave.isAtrial ? atrialVelocity : ventricularVelocity
        shortest = min(shortest, wave.width / ω)
      }
      for plateau in source.plateaus {
        let ω = plateau.wave.isAtrial ? atrialVelocity : ventricularVelocity
        shortest = min(shortest, min(plateau.onsetWidth, plateau.offsetWidth) / ω)
      }
    }
    return shortest
  }
}
