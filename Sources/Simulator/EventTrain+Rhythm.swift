public import Conduction
import Electrocardiogram
public import LeadProjection
public import RhythmLibrary

extension EventTrain {
  /// Time constant in seconds with which QT follows the RR interval.
  ///
  /// Source: simECG 2022.
  static let adaptationTime = 25.0

  /// What the event process of a rhythm did, as beats.
  ///
  /// QT of every beat follows the mean of the RR intervals before it under an exponential memory.
  ///
  /// - Parameters:
  ///   - rhythm: The rhythm, with the beats of its patient.
  ///   - activity: Its events.
  ///   - rrInterval: The mean RR interval before the first of them, in seconds.
  ///   - oscillations: Waves that never rest.
  ///   - breath: What moves the heart from beat to beat.
  ///   - projection: How leads see a dipole.
  public init(
    _ rhythm: Rhythm, activity: ElectricalActivity, rrInterval: Double,
    oscillations: [DrawnOscillation] = [], breath: Breath? = nil,
    projection: DipoleProjection = .dower
  ) {
    func shape(_ event: ChamberActivation) -> BeatShape {
      event.beat.flatMap { rhythm.beats[$0] } ?? rhythm.beat
    }
    func symbol(_ event: ChamberActivation) -> String {
      event.origin == .conducted ? rhythm.beatSymbol : event.symbol
    }
    func swing(_ time: Double) -> HeartSwing { breath?.swing(at: time) ?? .none }
    var activations = activity.atria.map {
      Activation(time: $0.time, isAtrial: true, shape: shape($0), swing: swing($0.time))
    }
    let memories = activity.rateMemory(startingFrom: rrInterval)
    for (event, memory) in zip(activity.ventricles, memories) {
      activations.append(
        Activation(
          time: event.time, isAtrial: false, shape: shape(event).stretched(rrInterval: memory),
          swing: swing(event.time), symbol: symbol(event)))
    }
    let stimuli = activity.pulses.compactMap { pulse -> Stimulus? in
      guard let stimulus = rhythm.pacing?.stimuli[pulse.stimulus] else { return nil }
      return Stimulus(
        pulse: PacingPulse(time: pulse.time, width: stimulus.width, chamber: stimulus.chamber),
        amplitudes: stimulus.amplitudes)
    }
    self.init(
      basis: rhythm.beat.basis, projection: projection, activations: activations, stimuli: stimuli,
      oscillations: oscillations)
  }
}
