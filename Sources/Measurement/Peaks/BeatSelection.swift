/// Decides which humps of the QRS envelope are beats.
///
/// A whole recording is at hand, so every decision looks forward and back: a hump is judged against
/// the beats around it on both sides, and a gap that is long for its surroundings is searched again.
enum BeatSelection {
  /// Shortest distance of two beats in seconds.
  static let refractoryTime = 0.2
  /// Least height of a beat, in units of the median of its neighbours.
  static let threshold = 0.35
  /// The same in units of the background, as long as that is not more than `mostThreshold` of a beat.
  static let backgroundThreshold = 2.0
  /// Most height that is ever asked of a beat, in units of the median of its neighbours.
  static let mostThreshold = 0.55
  /// Least height of a beat within a gap, in units of the lower of the beats at its ends.
  static let gapThreshold = 0.18
  /// The same in units of the background.
  static let gapBackgroundThreshold = 3.0
  /// A gap is longer than this many median RR intervals of its neighbourhood.
  static let gapFactor = 1.5
  /// Within this many seconds after a beat a hump may be its T wave.
  static let repolarisationTime = 0.4
  /// A hump there must reach this part of the beat before it.
  static let repolarisationThreshold = 0.6
  /// Beats on each side that make a neighbourhood.
  static let neighbours = 6
  /// Least ratio of the envelope's 95th percentile to its median in leads of small span.
  ///
  /// Gaussian noise gives 2.5 to 3 in 2 s stretches.
  static let leastContrast = 4.0
  /// Span in millivolts below which contrast is asked for.
  static let smallSpan = 0.15

  /// The samples of the envelope's humps that are beats, ascending.
  static func beats(in envelope: QRSEnvelope, samplingRate: Double) -> [Int] {
    let values = envelope.values
    guard !values.isEmpty else { return [] }
    let humps = maxima(of: values, distance: Int(refractoryTime / 2 * samplingRate))
    guard !humps.isEmpty else { return [] }
    if envelope.typicalSpan < smallSpan {
      let between = OrderStatistics.median(values)
      if OrderStatistics.quantile(0.95, of: values) < leastContrast * between { return [] }
    }
    let levels = blockLevels(values, block: Int(2 * samplingRate))
    var beats = humps.filter { i in
      values[i] >= threshold * levels[min(i / Int(2 * samplingRate), levels.count - 1)]
    }
    beats = resolved(beats, values, samplingRate)
    for _ in 0..<2 {
      beats = judged(humps, against: beats, envelope)
      beats = resolved(beats, values, samplingRate)
    }
    return withGapsSearched(beats, humps, envelope, samplingRate)
  }

  /// Samples that are the largest within a distance on both sides.
  private static func maxima(of values: [Double], distance: Int) -> [Int] {
    var result: [Int] = []
    var i = 0
    while i < values.count {
      let end = min(values.count, i + distance + 1)
      var higher: Int?
      for j in (i + 1)..<max(end, i + 1) where values[j] > values[i] {
        higher = j
        break
      }
      if let higher {
        i = higher
        continue
      }
      let start = max(0, i - distance)
      if values[i] > 0, !values[start..<i].contains(where: { $0 >= values[i] }) { result.append(i) }
      i = end
    }
    return result
  }

  /// Median of the largest values of seven neighbouring blocks, per block.
  private static func blockLevels(_ values: [Double], block: Int) -> [Double] {
    let largest = stride(from: 0, to: values.count, by: block).map { start in
      values[start..<min(start + block, values.count)].reduce(0, max)
    }
    return largest.indices.map { b in
      OrderStatistics.median(largest[max(0, b - 3)...min(largest.count - 1, b + 3)])
    }
  }

  /// Humps that are high enough against the beats around them.
  private static func judged(
    _ humps: [Int], against beats: [Int], _ envelope: QRSEnvelope
  ) -> [Int] {
    let values = envelope.values
    var result: [Int] = []
    var k = 0
    for hump in humps {
      while k < beats.count, beats[k] < hump { k += 1 }
      let around = beats[max(0, k - neighbours)..<min(beats.count, k + neighbours)]
      let level = OrderStatistics.median(around.lazy.map { values[$0] })
      let least = min(
        max(threshold * level, backgroundThreshold * envelope.background[hump]),
        mostThreshold * level)
      if values[hump] >= least { result.append(hump) }
    }
    return result
  }

  /// Drops the smaller of two humps that are too close, and T waves.
  private static func resolved(
    _ beats: [Int], _ values: [Double], _ samplingRate: Double
  ) -> [Int] {
    let refractory = Int(refractoryTime * samplingRate)
    let repolarisation = Int(repolarisationTime * samplingRate)
    var result: [Int] = []
    for beat in beats {
      if let last = result.last {
        if beat - last < refractory {
          if values[beat] > values[last] { result[result.count - 1] = beat }
          continue
        }
        if beat - last < repolarisation, values[beat] < repolarisationThreshold * values[last] {
          continue
        }
      }
      result.append(beat)
    }
    return result
  }

  /// Adds the highest hump of each gap if it is a small beat.
  private static func withGapsSearched(
    _ beats: [Int], _ humps: [Int], _ envelope: QRSEnvelope, _ samplingRate: Double
  ) -> [Int] {
    let values = envelope.values
    guard beats.count > 2 else { return beats }
    let margin = Int(repolarisationTime * samplingRate)
    let intervals = zip(beats, beats.dropFirst()).map { Double($1 - $0) }
    var added: [Int] = []
    for (k, interval) in intervals.enumerated() {
      let around = intervals[max(0, k - neighbours)...min(intervals.count - 1, k + neighbours)]
      let (first, last) = (beats[k] + margin, beats[k + 1] - margin / 2)
      guard first < last, interval > gapFactor * OrderStatistics.median(around) else { continue }
      let gap = first..<last
      guard
        let best = humps.filter({ gap.contains($0) }).max(by: { values[$0] < values[$1] })
      else { continue }
      let least = max(
        gapThreshold * min(values[beats[k]], values[beats[k + 1]]),
        gapBackgroundThreshold * envelope.background[best])
      if values[best] >= least { added.append(best) }
    }
    return (beats + added).sorted()
  }
}
