internal import Electrocardiogram

/// Where the QRS complex begins and ends.
///
/// The spatial velocity (root of the sum over the independent leads of the squared slope) is small
/// before and after the complex. Onset is where it last rises above a small part of its largest
/// value, offset (J) where it falls below it; noise in front of the beat raises the level. A slow ST
/// segment may stay above: then the complex ends where the velocity is least before it rises again.
struct QRSBoundaries {
  /// Part of the largest velocity at onset.
  static let onsetPart = 0.04
  /// Part of the largest velocity at offset.
  static let offsetPart = 0.06
  /// Range of the part of the largest velocity that a deflection of the complex reaches.
  static let deflectionPart = 0.08...0.20
  /// Times the velocity of the T wave that a deflection of the complex reaches, within that range.
  static let deflectionAboveT = 1.4
  /// Part below which a minimum ends the complex.
  static let minimumPart = 0.13
  /// Times the velocity of the quiet stretch that onset must exceed.
  static let noiseFactor = 1.8
  /// Longest time from the R peak to either end in seconds.
  static let reach = 0.15
  /// Longest time between linked deflections of a complex in seconds.
  static let longestGap = 0.04
  /// Stretch after the R peak whose velocity stands for T, in seconds.
  static let repolarisation = (first: 0.18, last: 0.42)
  /// Half the time over which a minimum must be the least, in seconds.
  static let minimumHalfWidth = 0.010

  /// Time by which one lead may begin earlier or end later than all together, in seconds.
  static let leadMargin = 0.016
  /// Part of a lead's largest velocity at its onset and offset.
  static let leadPart = 0.04
  /// Time for which that velocity must last, in seconds.
  static let leadSteady = 0.006

  let leads: DelineatedLeads

  /// Bounds of the complex around an R peak over all leads; between `earliest` and `latest`.
  func consensus(rPeak: Int, earliest: Int, latest: Int) -> (onset: Int, offset: Int) {
    let reach = leads.samples(Self.reach)
    let first = max(earliest, rPeak - 2 * reach)
    let last = min(latest, rPeak + 3 * reach)
    let speed = (first...last).map { leads.spatialSpeed($0) }
    let bounds = self.bounds(speed, peak: rPeak - first, reach: reach)
    return (bounds.onset + first, bounds.offset + first)
  }

  /// The complex in one lead, between bounds a little wider than those of all leads together.
  func wave(in row: DelineatedLeads.Row, onset: Int, offset: Int) -> SampledWave {
    let margin = leads.samples(Self.leadMargin)
    let span = max(0, onset - margin)...min(leads.count - 1, offset + margin)
    let top = span.reduce(0.0) { max($0, abs(row.velocity[$1])) }
    let level = Self.leadPart * top
    let steady = leads.samples(Self.leadSteady)
    func moves(_ i: Int, _ step: Int) -> Bool {
      (0..<steady).allSatisfy { k in
        let j = i + step * k
        return span.contains(j) && abs(row.velocity[j]) > level
      }
    }
    let latest = min(onset + 3 * margin, offset)
    let earliest = max(offset - 4 * margin, onset)
    let first = (span.lowerBound...max(span.lowerBound, latest)).first { moves($0, 1) } ?? onset
    let last =
      (min(earliest, span.upperBound)...span.upperBound).last { moves($0, -1) } ?? offset
    let rest = row.samples[first]
    let inside = first...max(first, last)
    let peak = inside.max { abs(row.samples[$0] - rest) < abs(row.samples[$1] - rest) } ?? first
    return SampledWave(onset: first, peak: peak, offset: max(first, last))
  }

  /// Bounds in a series of velocities with the R peak at an index.
  private func bounds(_ speed: [Double], peak: Int, reach: Int) -> (onset: Int, offset: Int) {
    let core = max(0, peak - reach / 2)...min(speed.count - 1, peak + reach / 2)
    let top = speed[core].reduce(0, max)
    let quiet = OrderStatistics.quantile(0.25, of: speed[0...max(0, peak - reach / 2)])
    let parts = Self.deflectionPart
    // After the complex, a slow deflection must not be taken for one of its own.
    let afterwards = speed.dropFirst(peak + leads.samples(Self.repolarisation.first))
      .prefix(leads.samples(Self.repolarisation.last - Self.repolarisation.first))
    let tWave = OrderStatistics.quantile(0.9, of: afterwards)
    let terminal = min(
      max(Self.deflectionAboveT * tWave, parts.lowerBound * top), parts.upperBound * top)
    let onset = edge(
      speed, peak: peak, step: -1, reach: reach, top: top, deflection: parts.upperBound * top,
      level: max(Self.onsetPart * top, Self.noiseFactor * quiet))
    let offset = edge(
      speed, peak: peak, step: 1, reach: reach, top: top, deflection: terminal,
      level: max(Self.offsetPart * top, Self.noiseFactor * quiet))
    return (onset, offset)
  }

  /// Walks from the outermost deflection of the complex outwards.
  private func edge(
    _ speed: [Double], peak: Int, step: Int, reach: Int, top: Double, deflection: Double,
    level: Double
  ) -> Int {
    let limit = min(max(peak + step * reach, 0), speed.count - 1)
    let half = leads.samples(Self.minimumHalfWidth)
    // Outermost point of a deflection that is linked to the peak.
    var i = peak
    var outer = peak
    let gap = leads.samples(Self.longestGap)
    while i != limit, abs(i - outer) <= gap {
      if speed[i] >= max(deflection, level) { outer = i }
      i += step
    }
    i = outer
    while i != limit, speed[i] > level {
      if speed[i] < Self.minimumPart * top,
        (max(0, i - half)...min(speed.count - 1, i + half)).allSatisfy({ speed[$0] >= speed[i] })
      {
        break
      }
      i += step
    }
    return i
  }
}
