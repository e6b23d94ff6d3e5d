internal import Electrocardiogram

/// What the leads show between T and QRS: how far a P wave stands out, f waves, alikeness of P waves.
struct AtrialEvidence {
  /// Window before the QRS onset in seconds.
  static let window = (first: 0.28, last: 0.02)
  /// Distance of the neighbours against which P stands out, in seconds.
  static let distance = 0.045

  let leads: SlowLeads

  /// How far the wave stands out against the next one between T and QRS.
  func isolation(_ beats: [BeatWaves], _ k: Int) -> (ratio: Double, height: Double)? {
    guard let p = beats[k].p, let onset = beats[k].qrs?.onset, k > 0,
      let start = beats[k - 1].t?.offset ?? beats[k - 1].qrs?.offset
    else { return nil }
    let distance = leads.samples(Self.distance)
    let apart = leads.samples(0.09)
    let others = (start + distance..<max(start + distance, onset - distance / 2))
      .filter { abs($0 - p.peak) > apart }
    // Without 150 ms to compare with, nothing is known.
    guard others.count >= leads.samples(0.15) else { return nil }
    let own = leads.squaredProminence(p.peak, distance: distance)
    let other = others.reduce(0.0) { max($0, leads.squaredProminence($1, distance: distance)) }
    return (own / max(other, 1e-8), own.squareRoot())
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
