import CardiacModel
public import Conduction
public import LeadProjection
public import RhythmLibrary

extension BeatTrain {
  /// A rhythm at one rate.
  ///
  /// - Parameters:
  ///   - rhythm: The rhythm.
  ///   - conduction: Its clocks and events.
  ///   - duration: Length of the recording in seconds, for the pacing pulses.
  ///   - projection: How leads see a dipole.
  public init(
    _ rhythm: Rhythm, conduction: SteadyConduction, duration: Double,
    projection: DipoleProjection = .dower
  ) {
    self.init(
      heart: rhythm.heart(rrInterval: conduction.ventricularClock.period),
      projection: projection, atrialClock: conduction.atrialClock,
      ventricularClock: conduction.ventricularClock,
      stimuli: conduction.pulses(of: rhythm, duration: duration).map {
        Stimulus(pulse: $0.pulse, amplitudes: $0.amplitudes)
      })
  }
}
