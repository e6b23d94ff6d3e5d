import CardiacModel
import Conduction
public import Electrocardiogram
import RhythmLibrary

extension BeatTrain {
  /// The instants of every wave within a recording, from the kernels and the clocks.
  ///
  /// - Parameters:
  ///   - duration: Length of the recording in seconds.
  ///   - rhythm: The rhythm's name.
  ///   - rhythmAnnotation: The rhythm as annotation files write it.
  ///   - beatSymbol: The type of every beat.
  /// - Returns: Every wave of which a part lies in the recording.
  public func groundTruth(
    duration: Double, rhythm: String, rhythmAnnotation: String, beatSymbol: String
  ) -> GroundTruth {
    let fiducials = AnalyticFiducials(heart)
    let qrs = fiducials.qrs?.timed(by: ventricularClock)
    var tWave = fiducials.tWave?.timed(by: ventricularClock)
    // A current of injury rises before J: the T wave still begins where QRS ends.
    if let onset = tWave?.onset, let j = qrs?.offset, onset < j { tWave?.onset = j }
    return groundTruth(
      pWave: fiducials.pWave?.timed(by: atrialClock), qrs: qrs, tWave: tWave, duration: duration,
      rhythm: rhythm, rhythmAnnotation: rhythmAnnotation, beatSymbol: beatSymbol)
  }

  /// The same for a train made of a rhythm, whose beat knows where its waves lie.
  ///
  /// - Parameters:
  ///   - conduction: What the train was made of.
  ///   - duration: Length of the recording in seconds.
  /// - Returns: Every wave of which a part lies in the recording.
  func groundTruth(of conduction: SteadyConduction, duration: Double) -> GroundTruth {
    let rhythm = conduction.rhythm
    let beat = rhythm.beat.stretched(rrInterval: ventricularClock.period)
    let delay = -rhythm.rPeakDelay
    return groundTruth(
      pWave: conduction.cycle.atria == .silent ? nil : beat.pWave, qrs: beat.qrs?.later(by: delay),
      tWave: beat.tWave?.later(by: delay), duration: duration, rhythm: rhythm.name,
      rhythmAnnotation: rhythm.rhythmAnnotation, beatSymbol: conduction.cycle.symbol)
  }

  /// Repeats waves, in seconds from phase 0 of their circles, in every turn of these.
  private func groundTruth(
    pWave: TimedWave?, qrs: TimedWave?, tWave: TimedWave?, duration: Double, rhythm: String,
    rhythmAnnotation: String, beatSymbol: String
  ) -> GroundTruth {
    let beats = ventricularClock.zeroTimes(upTo: duration).compactMap { time in
      qrs?.later(by: time).beat(tWave?.later(by: time), symbol: beatSymbol)
    }
    let pWaves = atrialClock.zeroTimes(upTo: duration).compactMap { pWave?.later(by: $0) }
    return GroundTruth(
      rhythm: rhythm, rhythmAnnotation: rhythmAnnotation,
      beats: beats.filter { beat in
        beat.qrs.overlaps(duration) || (beat.tWave?.overlaps(duration) ?? false)
      },
      pWaves: pWaves.filter { $0.overlaps(duration) },
      pacingPulses: stimuli.map(\.pulse).filter { (0..<duration).contains($0.time) })
  }
}

extension PhaseClock {
  /// The times of phase zero, from one turn before the start to one turn after the end.
  func zeroTimes(upTo duration: Double) -> [Double] {
    Array(stride(from: firstTime(of: 0) - period, to: duration + period, by: period))
  }
}

extension TimedWave {
  /// The wave's phases as seconds from phase zero.
  fileprivate func timed(by clock: PhaseClock) -> TimedWave {
    func time(_ phase: Double) -> Double { phase / clock.angularVelocity }
    return TimedWave(onset: onset.map(time), peak: time(peak), offset: offset.map(time))
  }

  /// The beat of which this is QRS.
  fileprivate func beat(_ tWave: TimedWave?, symbol: String) -> GroundTruth.Beat {
    GroundTruth.Beat(rPeak: peak, qrs: self, tWave: tWave, symbol: symbol)
  }

  /// Whether a part of the wave lies in [0, duration).
  func overlaps(_ duration: Double) -> Bool {
    (offset ?? peak) > 0 && (onset ?? peak) < duration
  }
}
