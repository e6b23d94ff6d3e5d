/// Decides which humps of the QRS envelopes are beats.
///
/// A whole recording is at hand, so every decision looks forward and back: a hump is judged against
/// the beats around it on both sides, and a gap that is long for its surroundings is searched again.
struct BeatSelection {
  /// Shortest distance of two beats in seconds.
  static let refractoryTime = 0.2
  /// Least height of a beat in each band and in their geometric mean, in units of the median of its
  /// neighbours.
  ///
  /// A P wave among wide complexes reaches 0.6 in the narrow band but 0.4 in the wide one, a T wave
  /// among narrow complexes the reverse: neither reaches half a beat in both.
  static let threshold = (narrow: 0.2, wide: 0.35, both: 0.5)
  /// Height in the wide band that makes up for a mean below the threshold: a wide ectopic beat among
  /// narrow ones.
  static let wideAlone = 0.55
  /// Least height in the narrow band in units of the background, as long as that is not more than
  /// `mostThreshold` of a beat.
  static let backgroundThreshold = 2.5
  /// Most height that is ever asked of a beat in the narrow band, in units of the median of its
  /// neighbours.
  static let mostThreshold = 0.65
  /// The same within a gap, in units of the lower of the beats at its ends.
  static let gapThreshold = (narrow: 0.18, wide: 0.18, both: 0.3)
  /// Least height in the narrow band within a gap, in units of the background.
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

  let humps: [QRSHump]
  let samplingRate: Double

  /// The samples of the humps that are beats, ascending.
  static func beats(in leads: [[Double]], samplingRate: Double) -> [Int] {
    let smooth = SmoothLeads(leads, samplingRate: samplingRate)
    let narrow = QRSEnvelope(leads: smooth.millivolts, band: .narrow, samplingRate: samplingRate)
    let wide = QRSEnvelope(leads: smooth.millivolts, band: .wide, samplingRate: samplingRate)
    guard !narrow.values.isEmpty, !wide.values.isEmpty else { return [] }
    if smooth.typicalSpan < smallSpan {
      let between = OrderStatistics.median(narrow.values)
      if OrderStatistics.quantile(0.95, of: narrow.values) < leastContrast * between { return [] }
    }
    let humps = QRSHump.maxima(
      of: narrow, wide: wide, distance: Int(refractoryTime / 2 * samplingRate),
      samplingRate: samplingRate)
    guard !humps.isEmpty else { return [] }
    let selection = BeatSelection(humps: humps, samplingRate: samplingRate)
    return selection.alike(selection.beats(), in: smooth.millivolts).map(\.sample)
  }

  /// The humps that are beats.
  func beats() -> [QRSHump] {
    var beats = resolved(outstanding())
    let quiet = [Double](repeating: 0, count: humps.count)
    for _ in 0..<2 { beats = withoutTallT(resolved(judged(against: beats, noise: quiet))) }
    // Of all that passes for beats so far nothing counts as noise: beats of a kind that is rare must
    // not drive each other out.
    let noise = noiseLevels(besides: beats)
    beats = withoutTallT(resolved(judged(against: beats, noise: noise)))
    return withGapsSearched(beats, noise: noise)
  }

  /// Humps that are high among those of the seconds around.
  private func outstanding() -> [QRSHump] {
    let block = Int(2 * samplingRate)
    func levels(_ height: (QRSHump) -> Double) -> [Double] {
      var largest = [Double](repeating: 0, count: (humps.last?.sample ?? 0) / block + 1)
      for hump in humps {
        largest[hump.sample / block] = max(largest[hump.sample / block], height(hump))
      }
      return largest.indices.map { b in
        OrderStatistics.median(largest[max(0, b - 3)...min(largest.count - 1, b + 3)])
      }
    }
    let narrow = levels(\.narrow)
    let both = levels(\.both)
    return humps.filter {
      let b = $0.sample / block
      return $0.narrow >= Self.threshold.narrow * narrow[b]
        && $0.both >= Self.threshold.both * both[b]
    }
  }

  /// Humps that are high enough against the beats around them.
  private func judged(against beats: [QRSHump], noise: [Double]) -> [QRSHump] {
    var result: [QRSHump] = []
    var k = 0
    for (index, hump) in humps.enumerated() {
      while k < beats.count, beats[k].sample < hump.sample { k += 1 }
      let around = beats[max(0, k - Self.neighbours)..<min(beats.count, k + Self.neighbours)]
      let narrow = OrderStatistics.median(around.lazy.map(\.narrow))
      let wide = OrderStatistics.median(around.lazy.map(\.wide))
      let least = min(
        max(Self.threshold.narrow * narrow, Self.backgroundThreshold * hump.background),
        Self.mostThreshold * narrow)
      let both = OrderStatistics.median(around.lazy.map(\.both))
      guard hump.narrow >= least, hump.wide >= Self.threshold.wide * wide,
        hump.both >= leastAbove(noise[index], level: both)
      else { continue }
      if hump.both >= Self.threshold.both * both || hump.wide >= Self.wideAlone * wide {
        result.append(hump)
      }
    }
    return result
  }

  /// Drops the smaller of two humps that are too close, and T waves.
  private func resolved(_ beats: [QRSHump]) -> [QRSHump] {
    let refractory = Int(Self.refractoryTime * samplingRate)
    let repolarisation = Int(Self.repolarisationTime * samplingRate)
    var result: [QRSHump] = []
    for beat in beats {
      if let last = result.last {
        if beat.sample - last.sample < refractory {
          if beat.narrow > last.narrow { result[result.count - 1] = beat }
          continue
        }
        if beat.sample - last.sample < repolarisation,
          beat.narrow < Self.repolarisationThreshold * last.narrow
        {
          continue
        }
      }
      result.append(beat)
    }
    return result
  }

  /// Adds the highest hump of each gap if it is a small beat.
  private func withGapsSearched(_ beats: [QRSHump], noise: [Double]) -> [QRSHump] {
    guard beats.count > 2 else { return beats }
    let margin = Int(Self.repolarisationTime * samplingRate)
    let intervals = zip(beats, beats.dropFirst()).map { Double($1.sample - $0.sample) }
    var added: [QRSHump] = []
    var next = 0
    for (k, interval) in intervals.enumerated() {
      let around = intervals[
        max(0, k - Self.neighbours)...min(intervals.count - 1, k + Self.neighbours)]
      let (first, last) = (beats[k].sample + margin, beats[k + 1].sample - margin / 2)
      guard first < last, interval > Self.gapFactor * OrderStatistics.median(around) else {
        continue
      }
      while next < humps.count, humps[next].sample < first { next += 1 }
      let gap = humps[next...].prefix { $0.sample < last }
      guard let best = gap.indices.max(by: { humps[$0].narrow < humps[$1].narrow }) else {
        continue
      }
      if isSmallBeat(humps[best], between: beats[k], beats[k + 1], noise: noise[best]) {
        added.append(humps[best])
      }
    }
    return (beats + added).sorted { $0.sample < $1.sample }
  }

  /// Whether a hump in a gap is high enough against the beats at its ends.
  private func isSmallBeat(
    _ hump: QRSHump, between first: QRSHump, _ last: QRSHump, noise: Double
  ) -> Bool {
    let both = min(first.both, last.both)
    return hump.narrow >= Self.gapThreshold.narrow * min(first.narrow, last.narrow)
      && hump.narrow >= Self.gapBackgroundThreshold * hump.background
      && hump.wide >= Self.gapThreshold.wide * min(first.wide, last.wide)
      && hump.both >= Self.gapThreshold.both * both
      && hump.both >= leastAbove(noise, level: both)
  }
}
