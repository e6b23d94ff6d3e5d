internal import Electrocardiogram

/// The leads with every QRS complex replaced by a straight line, smoothed for P and T.
///
/// Smoothed over one period of 50 Hz and one of 60 Hz, which leaves half of 27 Hz.
struct SlowLeads {
  let samplingRate: Double
  /// Potential in millivolts, in the order of the delineated leads.
  let rows: [[Double]]
  /// Whether a row does not follow from others.
  let independent: [Bool]
  let count: Int

  /// Bridges the complexes, whose bounds ascend.
  init(_ leads: DelineatedLeads, complexes: [(onset: Int, offset: Int)]) {
    samplingRate = leads.samplingRate
    count = leads.count
    independent = leads.rows.map(\.independent)
    var scratch = [Double](repeating: 0, count: leads.count)
    rows = leads.rows.map { row in
      var samples = row.samples
      for (onset, offset) in complexes where offset > onset + 1 {
        MeasuredLeads.bridge(&samples, onset, offset)
      }
      for mains in [50.0, 60.0] {
        MovingAverage.apply(
          width: Int((leads.samplingRate / mains).rounded()), to: &samples, scratch: &scratch)
      }
      return samples
    }
  }

  /// Bridges the complexes of delineated beats.
  init(_ leads: DelineatedLeads, beats: [BeatWaves]) {
    self.init(
      leads,
      complexes: beats.compactMap { beat in
        guard let onset = beat.qrs?.onset, let offset = beat.qrs?.offset else { return nil }
        return (onset, offset)
      })
  }

  /// Samples in a time, at least one.
  func samples(_ seconds: Double) -> Int { max(1, Int((seconds * samplingRate).rounded())) }

  /// By how much a sample stands out against both neighbours at a distance, with its sign.
  ///
  /// The smaller of the two differences if they have one sign, else 0: the end of another wave,
  /// where the potential only levels off, does not stand out.
  func prominence(_ row: Int, _ i: Int, distance: Int) -> Double {
    let samples = rows[row]
    let before = samples[i] - samples[max(0, i - distance)]
    let after = samples[i] - samples[min(count - 1, i + distance)]
    guard before * after > 0 else { return 0 }
    return abs(before) < abs(after) ? before : after
  }

  /// Squared sum over all independent rows of the sizes of their prominences.
  ///
  /// Sizes, not squares, are added: a disturbance of one lead must not outweigh all others.
  func squaredProminence(_ i: Int, distance: Int) -> Double {
    var sum = 0.0
    for row in rows.indices where independent[row] {
      sum += abs(prominence(row, i, distance: distance))
    }
    return sum * sum
  }
}
