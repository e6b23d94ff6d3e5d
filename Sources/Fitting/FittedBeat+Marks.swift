public import Electrocardiogram
public import Measurement

extension FittedBeat {
  /// Where the waves of a beat lie, in seconds from the R peak; `nil` for a wave that was not found.
  public struct Marks: Sendable, Equatable {
    /// P.
    public var p: TimedWave?
    /// QRS.
    public var qrs: TimedWave?
    /// T.
    public var t: TimedWave?

    /// Creates the marks of a beat.
    public init(p: TimedWave?, qrs: TimedWave?, t: TimedWave?) {
      self.p = p
      self.qrs = qrs
      self.t = t
    }
  }
}

extension FittedBeat.Marks {
  /// Measures the beats of a recording that a fit is made to, in all its leads together.
  ///
  /// Of an average each mark is the median over its beats, and a wave is there if more than half of
  /// them have it.
  ///
  /// - Parameters:
  ///   - recording: The recording.
  ///   - cutter: Its beats.
  ///   - beat: The number of the beat; all whole beats, as they are averaged, if it is not given.
  /// - Throws: `MeasurementError.Code.emptyRecording`, `.samplingRateTooLow`.
  public init(
    of recording: Recording, _ cutter: BeatCutter, beat: Int? = nil
  ) throws(MeasurementError) {
    let waves = try RecordMeasures(recording, rPeaks: cutter.rPeaks).delineation.consensus
    let chosen = beat.map { [cutter.rPeaks[$0]] } ?? cutter.wholeBeats
    let beats = waves.filter { chosen.contains($0.rPeak) }
    func median(_ wave: (BeatWaves) -> SampledWave?) -> TimedWave? {
      let found = beats.compactMap { beat in
        wave(beat).map { $0.seconds(from: beat.rPeak, samplingRate: cutter.samplingRate) }
      }
      return 2 * found.count > beats.count ? TimedWave(median: found) : nil
    }
    self.init(p: median(\.p), qrs: median(\.qrs), t: median(\.t))
  }
}

extension SampledWave {
  /// The wave in seconds from a sample.
  func seconds(from origin: Int, samplingRate: Double) -> TimedWave {
    func time(_ sample: Int) -> Double { Double(sample - origin) / samplingRate }
    return TimedWave(onset: onset.map(time), peak: time(peak), offset: offset.map(time))
  }
}

extension TimedWave {
  /// The median peak, onset and duration, over the waves with both boundaries if there are any.
  ///
  /// Where R peaks lie on different deflections, the difference of two medians is no beat's duration.
  fileprivate init(median waves: [TimedWave]) {
    let whole = waves.filter { $0.onset != nil && $0.offset != nil }
    func median(_ mark: (TimedWave) -> Double?) -> Double? {
      let values = (whole.isEmpty ? waves : whole).compactMap(mark).sorted()
      return values.isEmpty ? nil : (values[(values.count - 1) / 2] + values[values.count / 2]) / 2
    }
    guard let peak = median(\.peak) else { preconditionFailure("median of no waves") }
    guard !whole.isEmpty, let onset = median(\.onset),
      let duration = median({ wave in wave.offset.flatMap { end in wave.onset.map { end - $0 } } })
    else {
      self.init(onset: nil, peak: peak, offset: nil)
      return
    }
    self.init(onset: onset, peak: peak, offset: max(peak, onset + duration))
  }
}
