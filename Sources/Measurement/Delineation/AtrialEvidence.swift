internal import Electrocardiogram

/// Whether what precedes the QRS complexes is a P wave.
///
/// Something always stands out most in front of a complex, also in atrial fibrillation. It is a P wave
/// if it comes at a fixed time before the complexes (coherence of the QRS-locked windows), or if
/// nothing else between T and QRS stands out like it (isolation), as with dissociated P waves.
struct AtrialEvidence {
  /// Window before the QRS onset in seconds.
  static let window = (first: 0.28, last: 0.02)
  /// Least peak-to-peak of the mean window in some lead, in millivolts.
  static let leastLockedSpan = 0.04
  /// Least coherence: 1 for equal windows, 0 for unrelated ones.
  static let leastCoherence = 0.35
  /// Least correlation of one beat's window with the mean one.
  static let leastCorrelation = 0.4
  /// Least ratio of squared prominences of the wave and of the next one between T and QRS.
  static let leastIsolation = 5.0
  /// Ratio in most beats below which even a locked wave is one of many (flutter).
  static let leastLockedIsolation = 2.0
  /// Least sum over the leads of an isolated wave's prominences, in millivolts.
  static let leastHeight = 0.04

  let leads: SlowLeads

  /// Which of the beats have a P wave.
  func hasP(_ beats: [BeatWaves]) -> [Bool] {
    let isolations = beats.indices.map { isolation(beats, $0) }
    let typical = OrderStatistics.median(isolations.compactMap { $0?.ratio })
    let known = isolations.contains { $0 != nil }
    let locked = correlations(beats)
    return beats.indices.map { k in
      guard beats[k].p != nil else { return false }
      if locked.isLocked, !known || typical >= Self.leastLockedIsolation,
        locked.correlations[k] >= Self.leastCorrelation
      {
        return true
      }
      guard let isolation = isolations[k] else { return false }
      return typical >= Self.leastIsolation && isolation.ratio >= Self.leastIsolation
        && isolation.height >= Self.leastHeight
    }
  }

  /// How far the wave stands out against the next one between T and QRS.
  func isolation(_ beats: [BeatWaves], _ k: Int) -> (ratio: Double, height: Double)? {
    guard let p = beats[k].p, let onset = beats[k].qrs?.onset, k > 0,
      let start = beats[k - 1].t?.offset ?? beats[k - 1].qrs?.offset
    else { return nil }
    let distance = leads.samples(WaveLocator.Shape.p.distance)
    let apart = leads.samples(0.09)
    let others = (start + distance..<max(start + distance, onset - distance / 2))
      .filter { abs($0 - p.peak) > apart }
    // Without 150 ms to compare with, nothing is known.
    guard others.count >= leads.samples(0.15) else { return nil }
    let own = leads.squaredProminence(p.peak, distance: distance)
    let other = others.reduce(0.0) { max($0, leads.squaredProminence($1, distance: distance)) }
    return (own / max(other, 1e-8), own.squareRoot())
  }

  /// Whether the windows before the complexes agree, and how each correlates with their mean.
  private func correlations(_ beats: [BeatWaves]) -> (isLocked: Bool, correlations: [Double]) {
    // A recording of one beat may hold less than the whole window.
    let first = min(
      leads.samples(Self.window.first), beats.reduce(0) { max($0, $1.qrs?.onset ?? 0) })
    let last = leads.samples(Self.window.last)
    guard first > last else { return (false, beats.map { _ in 0 }) }
    let windows = beats.map { beat -> [Double]? in
      guard let onset = beat.qrs?.onset, onset >= first else { return nil }
      return leads.rows.indices.filter { leads.independent[$0] }.flatMap { row in
        Self.withoutLine(Array(leads.rows[row][(onset - first)..<(onset - last)]))
      }
    }
    let whole = windows.compactMap { $0 }
    guard let size = whole.first?.count, size > 0 else {
      return (false, beats.map { _ in 0 })
    }
    var mean = [Double](repeating: 0, count: size)
    for window in whole { for i in 0..<size { mean[i] += window[i] / Double(whole.count) } }
    let meanEnergy = Self.energy(mean)
    let energy = whole.reduce(0) { $0 + Self.energy($1) } / Double(whole.count)
    let n = Double(whole.count)
    let coherence = n > 1 ? (n * meanEnergy / max(energy, 1e-12) - 1) / (n - 1) : 1
    let row = first - last
    let span = stride(from: 0, to: size, by: row).reduce(0.0) { most, start in
      max(most, Self.span(Array(mean[start..<start + row])))
    }
    return (
      coherence >= Self.leastCoherence && span >= Self.leastLockedSpan,
      windows.map { window in
        guard let window else { return 0 }
        return Self.correlation(window, mean)
      }
    )
  }

  /// The values less their regression line.
  static func withoutLine(_ values: [Double]) -> [Double] {
    let n = Double(values.count)
    guard n > 1 else { return values }
    let mean = values.reduce(0, +) / n
    let middle = (n - 1) / 2
    var (sxy, sxx) = (0.0, 0.0)
    for (i, value) in values.enumerated() {
      let x = Double(i) - middle
      sxy += x * (value - mean)
      sxx += x * x
    }
    return values.enumerated().map { $1 - mean - sxy / sxx * (Double($0) - middle) }
  }
}
