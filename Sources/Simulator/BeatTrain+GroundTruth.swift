import CardiacModel
public import Electrocardiogram

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
    let beats = ventricularClock.zeroTimes(upTo: duration).compactMap { time -> GroundTruth.Beat? in
      guard let qrs = fiducials.qrs?.timed(by: ventricularClock, from: time) else { return nil }
      var tWave = fiducials.tWave?.timed(by: ventricularClock, from: time)
      // A current of injury rises before J: the T wave still begins where QRS ends.
      if let onset = tWave?.onset, let j = qrs.offset, onset < j { tWave?.onset = j }
      return GroundTruth.Beat(rPeak: qrs.peak, qrs: qrs, tWave: tWave, symbol: beatSymbol)
    }
    let pWaves = atrialClock.zeroTimes(upTo: duration).compactMap {
      fiducials.pWave?.timed(by: atrialClock, from: $0)
    }
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
  /// The wave's phases as times, counted from a time of phase zero.
  func timed(by clock: PhaseClock, from zero: Double) -> TimedWave {
    func time(_ phase: Double) -> Double { zero + phase / clock.angularVelocity }
    return TimedWave(onset: onset.map(time), peak: time(peak), offset: offset.map(time))
  }

  /// Whether a part of the wave lies in [0, duration).
  func overlaps(_ duration: Double) -> Bool {
    (offset ?? peak) > 0 && (onset ?? peak) < duration
  }
}
