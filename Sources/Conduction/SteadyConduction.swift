public import CardiacModel
public import Electrocardiogram
public import RhythmLibrary

/// The clocks and events of a rhythm that repeats one cycle.
///
/// Times are in seconds from the start of a recording. An atrial event is the onset of P, a
/// ventricular event the onset of QRS; the clocks' phases are zero at the atrial event and at the R
/// peak.
public struct SteadyConduction: Sendable, Equatable {
  /// The rhythm with the beat that its cycle shows.
  public let rhythm: Rhythm
  /// The cycle.
  public let cycle: SteadyCycle
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
  ///   - delayShare: Where in its range the delay of the node lies, from 0 to 1.
  ///   - duration: Length of the recording.
  /// - Throws: `UnsteadyRhythm` if no cycle is like all others.
  public init(
    _ rhythm: Rhythm, rrInterval: Double, firstRPeak: Double, atrialShift: Double,
    delayShare: Double = 0.5, duration: Double
  ) throws(UnsteadyRhythm) {
    let cycle = try SteadyCycle(
      rhythm, ratePerMinute: 60 / rrInterval, delayShare: delayShare)
    let rhythm = rhythm.showing(cycle)
    let event = firstRPeak - rhythm.rPeakDelay
    let (atrialEvent, pp): (Double?, Double) =
      switch cycle.atria {
      case .silent: (nil, rrInterval)
      case .linked(let before, let interval): (event - before, interval)
      case .free(let interval): (firstRPeak + atrialShift * interval, interval)
      }
    self.rhythm = rhythm
    self.cycle = cycle
    ventricularClock = PhaseClock(zeroAt: firstRPeak, period: rrInterval)
    atrialClock = PhaseClock(zeroAt: atrialEvent ?? event, period: pp)
    ventricularEvents = Self.events(including: event, every: rrInterval, duration)
    atrialEvents = atrialEvent.map { Self.events(including: $0, every: pp, duration) } ?? []
  }

  /// The pacing pulses that start within the recording, with their heights in mV.
  public func pulses(duration: Double) -> [(pulse: PacingPulse, amplitudes: [Double])] {
    guard let pacing = rhythm.pacing else { return [] }
    let pulses = cycle.pulses.flatMap { pulse in
      let stimulus = pacing.stimuli[pulse.stimulus]
      return ventricularEvents.map { $0 + pulse.time }.filter { (0..<duration).contains($0) }.map {
        (
          pulse: PacingPulse(time: $0, width: stimulus.width, chamber: stimulus.chamber),
          amplitudes: stimulus.amplitudes
        )
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

extension Rhythm {
  /// The same rhythm, its own beat being the one that a cycle shows.
  fileprivate func showing(_ cycle: SteadyCycle) -> Rhythm {
    guard cycle.beat != nil || cycle.atrialBeat != nil else { return self }
    let ventricular = cycle.beat.flatMap { beats[$0] } ?? beat
    let atrial = cycle.atrialBeat.flatMap { beats[$0] } ?? beat
    var rhythm = self
    rhythm.beat = BeatShape(
      basis: beat.basis, atRatePerMinute: ventricular.atRatePerMinute,
      kernels: ventricular.kernels.filter { !$0.key.isAtrial }
        .merging(atrial.kernels.filter { $0.key.isAtrial }) { $1 },
      plateaus: ventricular.plateaus.filter { !$0.wave.isAtrial }
        + atrial.plateaus.filter { $0.wave.isAtrial })
    return rhythm
  }
}
