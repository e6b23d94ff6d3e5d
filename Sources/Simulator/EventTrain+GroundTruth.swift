public import Electrocardiogram
import RhythmLibrary

extension EventTrain {
  /// The instants of every wave within a recording, from the kernels and the events.
  ///
  /// - Parameters:
  ///   - duration: Length of the recording in seconds.
  ///   - rhythm: The rhythm's name.
  ///   - rhythmAnnotation: The rhythm as annotation files write it.
  /// - Returns: Every wave of which a part lies in the recording.
  public func groundTruth(
    duration: Double, rhythm: String, rhythmAnnotation: String
  ) -> GroundTruth {
    var truth = GroundTruth(
      rhythm: rhythm, rhythmAnnotation: rhythmAnnotation, beats: [], pWaves: [],
      pacingPulses: stimuli.map(\.pulse).filter { (0..<duration).contains($0.time) })
    addWaves(to: &truth, of: -.infinity..<Double.infinity, duration: duration)
    return truth
  }

  /// Adds the waves of the events of a stretch to the truth about a recording.
  ///
  /// - Parameters:
  ///   - truth: Receives every wave of which a part lies in the recording.
  ///   - stretch: When the events come.
  ///   - duration: Length of the recording in seconds.
  public func addWaves(
    to truth: inout GroundTruth, of stretch: Range<Double>, duration: Double
  ) {
    let events = activations.filter { stretch.contains($0.time) }.sorted { $0.time < $1.time }
    for activation in events {
      let (shape, time) = (activation.shape, activation.time)
      if activation.isAtrial {
        if let wave = shape.pWave?.later(by: time), wave.overlaps(duration) {
          truth.pWaves.append(wave)
        }
      } else if let qrs = shape.qrs?.later(by: time) {
        let tWave = shape.tWave?.later(by: time)
        guard qrs.overlaps(duration) || tWave?.overlaps(duration) ?? false else { continue }
        truth.beats.append(
          GroundTruth.Beat(rPeak: qrs.peak, qrs: qrs, tWave: tWave, symbol: activation.symbol))
      }
    }
  }
}

extension TimedWave {
  /// The same wave some seconds later.
  func later(by seconds: Double) -> TimedWave {
    TimedWave(
      onset: onset.map { $0 + seconds }, peak: peak + seconds,
      offset: offset.map { $0 + seconds })
  }
}
