internal import Electrocardiogram

extension RecordMeasures {
  /// Longest time from a pulse to the wave that it causes, in seconds.
  static let captureTime = 0.04
  /// Time by which the ruler may see the onset of that wave too early, in seconds.
  static let onsetError = 0.010

  /// Rate and RR intervals.
  mutating func addRhythm(rrInterval: Double?) {
    let rate = delineation.samplingRate
    let peaks = delineation.rPeaks
    var intervals = zip(peaks, peaks.dropFirst()).map { Double($1 - $0) / rate }
    if intervals.isEmpty, let rrInterval { intervals = [rrInterval] }
    set(.rrInterval, intervals)
    guard !intervals.isEmpty else { return }
    let mean = intervals.reduce(0, +) / Double(intervals.count)
    let variance =
      intervals.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(intervals.count)
    set(.heartRate, [60 / mean])
    set(.rrVariation, [variance.squareRoot() / mean])
    set(.longestRR, [intervals.max()])
    set(.rrRange, [rangeWithin(10, intervals, peaks)])
    let variability = HeartRateVariability(rPeaks: peaks.map { Double($0) / rate })
    for (quantity, _) in HeartRateVariability.statistics {
      switch variability.value(quantity) {
      case .success(let value): set(quantity, [value])
      case .failure(let refusal): refusals[quantity] = refusal.description
      }
    }
  }

  /// Longest minus shortest interval that lie within some stretch of a length in seconds.
  private func rangeWithin(_ seconds: Double, _ intervals: [Double], _ peaks: [Int]) -> Double {
    let length = Int(seconds * delineation.samplingRate)
    var widest = 0.0
    for first in intervals.indices {
      var (low, high) = (intervals[first], intervals[first])
      for last in first..<intervals.count {
        guard last + 1 < peaks.count, peaks[last + 1] - peaks[first] <= length else { break }
        low = min(low, intervals[last])
        high = max(high, intervals[last])
      }
      widest = max(widest, high - low)
    }
    return widest
  }

  /// PR, QRS and QT of every beat.
  mutating func addIntervals(rrInterval: Double?) {
    let rate = delineation.samplingRate
    let beats = delineation.consensus
    func seconds(_ first: Int?, _ last: Int?) -> Double? {
      guard let first, let last, last >= first else { return nil }
      return Double(last - first) / rate
    }
    let pr = beats.map { seconds($0.p?.onset, $0.qrs?.onset) }
    set(.prInterval, pr)
    let known = pr.compactMap { $0 }
    if let low = known.min(), let high = known.max() { set(.prSpread, [high - low]) }
    set(.pDuration, beats.map { seconds($0.p?.onset, $0.p?.offset) })
    set(.qrsDuration, beats.map { seconds($0.qrs?.onset, $0.qrs?.offset) })
    let qt = beats.map { seconds($0.qrs?.onset, $0.t?.offset) }
    set(.qtInterval, qt)
    // The interval before a beat sets its QT; the first beat has only the one after it.
    let rr = beats.indices.map { k -> Double? in
      if k > 0 { return seconds(beats[k - 1].rPeak, beats[k].rPeak) }
      return beats.count > 1 ? seconds(beats[0].rPeak, beats[1].rPeak) : rrInterval
    }
    for (law, measure) in [
      (QTCorrection.bazett, Quantity.qtcBazett), (.fridericia, .qtcFridericia),
      (.framingham, .qtcFramingham), (.hodges, .qtcHodges),
    ] {
      set(
        measure,
        zip(qt, rr).map { qt, rr in
          guard let qt, let rr, rr > 0 else { return nil }
          return law.corrected(qtInterval: qt, rrInterval: rr)
        })
    }
  }

  /// Pulses and whether a wave follows them.
  mutating func addPacing() {
    let rate = delineation.samplingRate
    let onsets = delineation.consensus.flatMap { [$0.p?.onset, $0.qrs?.onset] }.compactMap { $0 }
    let peaks = delineation.rPeaks
    set(
      .pulsesPerBeat,
      peaks.indices.map { k in
        let before = k > 0 ? peaks[k - 1] : -1
        return Double(pulses.count { $0.sample > before && $0.sample <= peaks[k] })
      })
    set(.pulseTime, pulses.map { Double($0.sample) / rate })
    set(.pulseArea, pulses.map(\.area))
    set(
      .captureDelay,
      pulses.map { pulse in
        onsets.map { Double($0 - pulse.sample) / rate }
          .filter { $0 >= -Self.onsetError && $0 <= Self.captureTime }.min()
          .map { max($0, 0) }
      })
  }
}
