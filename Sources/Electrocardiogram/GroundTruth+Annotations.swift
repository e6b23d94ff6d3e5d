extension GroundTruth {
  /// The truth as marks of an annotation file, ascending; marks outside the recording are left out.
  ///
  /// Waves are `(`, peak, `)` with the wave's kind as number (0 P, 1 QRS, 2 T), as delineated data sets
  /// write them; the peak of QRS carries the beat's type. A pulse is a note `"` whose text gives its
  /// chamber, true time and width. A rhythm is a `+` where it begins, the first at sample 0; flutter
  /// and fibrillation of the ventricles last from a `[` there to a `]` at their last sample.
  ///
  /// - Parameters:
  ///   - samplingRate: Samples a second.
  ///   - sampleCount: Samples in the recording.
  /// - Returns: The marks, at most one for each boundary.
  public func annotations(samplingRate: Double, sampleCount: Int) -> [Annotation] {
    var marks: [Annotation] = []
    func add(_ time: Double?, _ symbol: String, number: Int = 0, text: String = "") {
      guard let time else { return }
      let sample = Int((time * samplingRate).rounded())
      guard (0..<sampleCount).contains(sample) else { return }
      marks.append(Annotation(sample: sample, symbol: symbol, number: number, text: text))
    }
    func add(_ wave: TimedWave?, _ symbol: String, number: Int) {
      add(wave?.onset, "(", number: number)
      add(wave?.peak, symbol, number: number)
      add(wave?.offset, ")", number: number)
    }
    let duration = Double(sampleCount) / samplingRate
    var rhythms = [
      RhythmChange(time: 0, rhythm: rhythm, rhythmAnnotation: rhythmAnnotation)
    ]
    for change in rhythmChanges ?? [] where change.time < duration { rhythms.append(change) }
    /// Where fibrillations end: before the next rhythm or at the last sample.
    var ends: [Double] = []
    for (index, rhythm) in rhythms.enumerated() {
      if !rhythm.rhythmAnnotation.isEmpty {
        add(rhythm.time, "+", text: rhythm.rhythmAnnotation)
      }
      guard ["(VF", "(VFL"].contains(rhythm.rhythmAnnotation) else { continue }
      add(rhythm.time, "[")
      let next = index + 1 < rhythms.count ? rhythms[index + 1].time : duration
      ends.append(next - 1 / samplingRate)
    }
    for wave in pWaves { add(wave, "p", number: 0) }
    for beat in beats {
      add(
        TimedWave(onset: beat.qrs.onset, peak: beat.rPeak, offset: beat.qrs.offset), beat.symbol,
        number: 1)
      add(beat.tWave, "t", number: 2)
    }
    for pulse in pacingPulses {
      add(
        pulse.time, "\"",
        text: "pulse \(pulse.chamber.rawValue) at \(pulse.time) s, \(pulse.width * 1000) ms")
    }
    for end in ends { add(end, "]") }
    // Swift's sort is stable, so marks at one sample keep the order above.
    return marks.sorted { $0.sample < $1.sample }
  }
}
