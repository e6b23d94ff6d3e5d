import CardiacModel
public import Conduction
public import LeadProjection
public import RhythmLibrary

extension EventTrain {
  /// A rhythm at one rate, breathing.
  ///
  /// - Parameters:
  ///   - rhythm: The rhythm, with the beat of its patient.
  ///   - conduction: Its clocks and events.
  ///   - duration: Length of the recording in seconds, for the pacing pulses.
  ///   - breath: What moves the heart from beat to beat.
  ///   - projection: How leads see a dipole.
  public init(
    _ rhythm: Rhythm, conduction: SteadyConduction, duration: Double, breath: Breath? = nil,
    projection: DipoleProjection = .dower
  ) {
    let shape = rhythm.beat.stretched(rrInterval: conduction.ventricularClock.period)
    func activations(_ events: [Double], isAtrial: Bool) -> [Activation] {
      events.map {
        Activation(
          time: $0, isAtrial: isAtrial, shape: shape, swing: breath?.swing(at: $0) ?? .none,
          symbol: rhythm.beatSymbol)
      }
    }
    self.init(
      basis: rhythm.beat.basis, projection: projection,
      activations: activations(conduction.atrialEvents, isAtrial: true)
        + activations(conduction.ventricularEvents, isAtrial: false),
      stimuli: conduction.pulses(of: rhythm, duration: duration).map {
        Stimulus(pulse: $0.pulse, amplitudes: $0.amplitudes)
      })
  }
}
