import CardiacModel
public import Conduction
public import LeadProjection
import RhythmLibrary

extension BeatTrain {
  /// A rhythm that repeats one cycle.
  ///
  /// - Parameters:
  ///   - conduction: Its clocks and events.
  ///   - duration: Length of the recording in seconds, for the pacing pulses.
  ///   - projection: How leads see a dipole.
  public init(
    _ conduction: SteadyConduction, duration: Double, projection: DipoleProjection = .dower
  ) {
    self.init(
      heart: conduction.rhythm.heart(
        rrInterval: conduction.ventricularClock.period,
        ppInterval: conduction.cycle.atria == .silent ? nil : conduction.atrialClock.period),
      projection: projection, atrialClock: conduction.atrialClock,
      ventricularClock: conduction.ventricularClock,
      stimuli: conduction.pulses(duration: duration).map {
        Stimulus(pulse: $0.pulse, amplitudes: $0.amplitudes)
      })
  }
}
