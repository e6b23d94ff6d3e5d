public import CardiacModel
public import Electrocardiogram
public import RhythmLibrary

/// Atria and ventricles at constant rates: linked by a constant delay, or each on its own clock.
///
/// Times are in seconds from the start of a recording. An atrial event is the onset of P, a
/// ventricular event the onset of QRS; the clocks' phases are zero at the atrial event and at the R
/// peak.
public struct SteadyConduction: Sendable, Equatable {
  /// The phase of P.
  public let atrialClock: PhaseClock
  /// The phase of QRS, ST and T.
  public let ventricularClock: PhaseClock
  /// Onsets of QRS, from one before the recording to one after its end.
  public let ventricularEvents: [Double]
  /// Onsets of P, likewise; empty if the atria are silent.
  public let atrialEvents: [Double]

  /// Lets a rhythm run at one rate.
  ///
  /// - Parameters:
  ///   - rhythm: The rhythm.
  ///   - rrInterval: Seconds between beats.
  ///   - firstRPeak: Time of one R peak.
  ///   - atrialShift: Where the atrial clock of a dissociated rhythm stands: the fraction of its own
  ///     interval by which an atrial event follows the first R peak. Linked atria ignore it.
  ///   - duration: Length of the recording.
  public init(
    _ rhythm: Rhythm, rrInterval: Double, firstRPeak: Double, atrialShift: Double, duration: Double
  ) {
    let pp = rhythm.ppInterval(rrInterval: rrInterval)
    let ventricularEvent = firstRPeak - rhythm.rPeakDelay
    let atrialEvent =
      rhythm.atrioventricularDelay(rrInterval: rrInterval).map { ventricularEvent - $0 }
      ?? firstRPeak + atrialShift * pp
    ventricularClock = PhaseClock(zeroAt: firstRPeak, period: rrInterval)
    atrialClock = PhaseClock(zeroAt: atrialEvent, period: pp)
    ventricularEvents = Self.events(including: ventricularEvent, every: rrInterval, duration)
    atrialEvents =
      rhythm.hasAtrialWaves ? Self.events(including: atrialEvent, every: pp, duration) : []
  }

  /// The pacing pulses of a rhythm that start within the recording, with their heights in mV.
  public func pulses(
    of rhythm: Rhythm, duration: Double
  ) -> [(pulse: PacingPulse, amplitudes: [Double])] {
    guard let pacing = rhythm.pacing else { return [] }
    var pulses: [(pulse: PacingPulse, amplitudes: [Double])] = []
    for stimulus in pacing.stimuli {
      let events = stimulus.chamber == .atrium ? atrialEvents : ventricularEvents
      for time in events.map({ $0 + stimulus.time }) where time >= 0 && time < duration {
        let pulse = PacingPulse(time: time, width: stimulus.width, chamber: stimulus.chamber)
        pulses.append((pulse, stimulus.amplitudes))
      }
    }
    return pulses.sorted { $0.pulse.time < $1.pulse.time }
  }

  /// All repetitions of an event, from one interval before 0 to one after the duration.
  private static func events(
    including event: Double, every interval: Double, _ duration: Double
  ) -> [Double] {
    let first = event - ((event / interval).rounded(.down) + 1) * interval
    return Array(stride(from: first, through: duration + interval, by: interval))
  }
}
