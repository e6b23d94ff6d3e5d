public import CardiacModel
import Foundation

extension Heart {
  /// The potentials of the sources at a pair of phases in the periodic steady state, in mV.
  ///
  /// Without relaxation this is the closed form. With it, z = s − w, where dw/dt = (s − s₀ − w)/τ is a
  /// low-pass of the waves. It is linear, so that each circle has its own periodic part.
  public func steadyState(atrialClock: PhaseClock, ventricularClock: PhaseClock) -> [Double] {
    let (a, v) = (atrialClock.phaseAtStart, ventricularClock.phaseAtStart)
    let values = values(atrialPhase: a, ventricularPhase: v)
    guard let τ = relaxationTime else { return values }
    return zip(sources, values).map { source, value in
      var lowPassed = 0.0
      for wave in source.waves {
        let clock = wave.wave.isAtrial ? atrialClock : ventricularClock
        lowPassed += wave.amplitude * clock.lowPassedGaussian(wave.phase, wave.width, τ)
      }
      for plateau in source.plateaus {
        let clock = plateau.wave.isAtrial ? atrialClock : ventricularClock
        lowPassed += plateau.lowPassed(clock, τ)
      }
      return value - lowPassed
    }
  }
}

extension PlateauWave {
  /// The plateau's low-pass at the clock's start: s − τ·(low-pass of ds/dt), and ds/dt is two Gaussians.
  func lowPassed(_ clock: PhaseClock, _ τ: Double) -> Double {
    let unit = clock.angularVelocity / (2 * Double.pi).squareRoot()
    let up = clock.lowPassedGaussian(onsetPhase, onsetWidth, τ) * unit / onsetWidth
    let down = clock.lowPassedGaussian(offsetPhase, offsetWidth, τ) * unit / offsetWidth
    return value(at: clock.phaseAtStart) - τ * amplitude * (up - down)
  }
}

extension PhaseClock {
  /// The first-order low-pass, at time 0, of a Gaussian of unit height that repeats every turn.
  ///
  /// One Gaussian at a time d after its centre gives √(π/2)(σ/τ) e^(σ²/2τ² − d/τ) erfc((σ/τ − d/σ)/√2),
  /// the exponentially modified Gaussian; repetitions long past sum to a geometric series.
  func lowPassedGaussian(_ phase: Double, _ width: Double, _ τ: Double) -> Double {
    let (σ, period) = (width / angularVelocity, period)
    let d = wrap(phaseAtStart - phase) / angularVelocity
    let strength = (Double.pi / 2).squareRoot() * σ / τ
    func single(_ d: Double) -> Double {
      let tail = erfc((σ / τ - d / σ) * 0.5.squareRoot())
      return tail == 0 ? 0 : strength * exp(σ * σ / (2 * τ * τ) - d / τ) * tail
    }
    let past = 2 * strength * exp(σ * σ / (2 * τ * τ) - (d + 2 * period) / τ)
    return single(d - period) + single(d) + single(d + period) + past / (1 - exp(-period / τ))
  }
}
