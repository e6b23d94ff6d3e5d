public import CardiacModel
public import Electrocardiogram
public import LeadProjection
public import RhythmLibrary

/// A record as a sequence of events: every activation of a chamber brings its own beat.
///
/// Each chamber's phase advances at 2π/RR of its own interval, θ_k = 2π (t − t_k)/RR_k after event k,
/// and ds/dt = Σ_k ω_k ∂s_k/∂θ_k over all events. Kernels belong to time, so that the closed form is
/// s(t) = Σ_k Σ_i α_i exp(−(t − t_k − t_i)²/2σ_i²), whatever the intervals are. Where every interval is
/// the same it is the `BeatTrain` of that rate.
public struct EventTrain: Sendable {
  /// One activation of the atria or of the ventricles.
  public struct Activation: Sendable {
    /// Onset of P or of QRS, in seconds from the start of the recording.
    public var time: Double
    /// Whether the atria are activated; else the ventricles.
    public var isAtrial: Bool
    /// The beat whose P wave, or whose QRS, ST and T, follow.
    public var shape: BeatShape
    /// How the heart stands.
    public var swing: HeartSwing
    /// The type of a ventricular beat as annotation files write it.
    public var symbol: String

    /// Creates an activation.
    public init(
      time: Double, isAtrial: Bool, shape: BeatShape, swing: HeartSwing = .none,
      symbol: String = "N"
    ) {
      self.time = time
      self.isAtrial = isAtrial
      self.shape = shape
      self.swing = swing
      self.symbol = symbol
    }
  }

  /// What the sources stand for.
  public var basis: Heart.Basis
  /// How leads see a dipole; leads that are sources do not use it.
  public var projection: DipoleProjection
  /// The activations, in any order.
  public var activations: [Activation]
  /// Pacing pulses.
  public var stimuli: [Stimulus]
  /// Waves that never rest.
  public var oscillations: [DrawnOscillation]

  /// Creates a train.
  ///
  /// - Precondition: all beats have the train's basis.
  public init(
    basis: Heart.Basis, projection: DipoleProjection = .dower, activations: [Activation],
    stimuli: [Stimulus] = [], oscillations: [DrawnOscillation] = []
  ) {
    precondition(
      activations.allSatisfy { $0.shape.basis == basis }, "a beat has not the basis \(basis)")
    self.basis = basis
    self.projection = projection
    self.activations = activations
    self.stimuli = stimuli
    self.oscillations = oscillations
  }

  /// The leads that follow from the sources, in standard order.
  public var leads: [Lead] { basis.leads }

  /// The sources in closed form, in double precision and without pulses.
  ///
  /// - Returns: Potentials in mV, `[sources, grid.count]`, row-major.
  public func exactSources(on grid: SampleGrid) -> [Double] {
    var rows = [Double](repeating: 0, count: basis.sourceCount * grid.count)
    for activation in activations {
      // In the order of the waves: that of a dictionary changes the last digit of a sum.
      for wave in Wave.allCases where wave.isAtrial == activation.isAtrial {
        for kernel in activation.shape.kernels[wave] ?? [] {
          for source in 0..<basis.sourceCount {
            let height = activation.swing.amplitude(
              kernel.amplitudes, source: source, basis: basis)
            for (sample, time) in grid.times.enumerated() {
              rows[source * grid.count + sample] += GaussianFormula.value(
                difference: time - activation.time - kernel.time, amplitude: height,
                width: kernel.width)
            }
          }
        }
      }
      for plateau in activation.shape.plateaus where plateau.wave.isAtrial == activation.isAtrial {
        for source in 0..<basis.sourceCount {
          let height = activation.swing.amplitude(
            plateau.amplitudes, source: source, basis: basis)
          for (sample, time) in grid.times.enumerated() {
            rows[source * grid.count + sample] +=
              height * plateau.unitValue(at: time - activation.time)
          }
        }
      }
    }
    for oscillation in oscillations {
      for (sample, time) in grid.times.enumerated() {
        let value = oscillation.unitValue(at: time)
        for (source, height) in oscillation.amplitudes.enumerated() {
          rows[source * grid.count + sample] += height * value
        }
      }
    }
    return rows
  }
}
