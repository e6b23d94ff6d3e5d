/// A pulse of a pacemaker as the samples show it.
public struct DetectedPulse: Sendable, Equatable, Codable {
  /// Sample of its largest deflection.
  public var sample: Int
  /// Area in millivolt seconds between the samples and the line from foot to foot.
  ///
  /// Of the lead where it is largest, with the deflection's sign. Sampling keeps the area, not the
  /// height.
  public var area: Double

  /// Creates a pulse.
  public init(sample: Int, area: Double) {
    self.sample = sample
    self.area = area
  }
}

/// Finds deflections too narrow for a heart: pulses of 0.1 to 2 ms.
///
/// With d(w) the height above the line between the samples w before and after, a pulse is as high
/// over twice the distance as over once, while a QRS complex, many samples wide, is at least twice as
/// high. Heights are taken over all leads together (root of the sum of squares).
///
/// Not supported below 240 Hz, where a pulse cannot be told from an R wave: nothing is found.
enum PacingPulseDetector {
  /// Longest pulse of a pacemaker in seconds (IEC 60601-2-27 tests up to 2 ms).
  static let longestPulse = 0.002
  /// Least height over all leads in millivolts.
  static let leastHeight = 0.3
  /// Least height in units of the median height at all samples, which is noise.
  static let leastHeightAboveNoise = 12.0
  /// Least ratio of the height over the narrow to the height over the wide distance: 1 for a pulse,
  /// at most 0.75 for a Gaussian of σ 5 ms at 250 Hz.
  static let leastNarrowness = 0.8
  /// Most difference of the feet in units of the height: 2 for a step from one level to another.
  static let mostStep = 0.7
  /// Fewest pulses a second of a pacemaker; rarer deflections are artefacts.
  static let leastRate = 0.25
  /// Lowest sampling rate in hertz.
  static let lowestRate = 240.0

  /// Replaces pulses by the line between their feet and returns them, ascending.
  static func removePulses(
    from leads: inout [[Double]], samplingRate: Double
  ) -> [DetectedPulse] {
    guard let count = leads.first?.count, samplingRate >= lowestRate else { return [] }
    let near = Int((longestPulse * samplingRate).rounded(.up)) + 1
    let far = (5 * near + 1) / 2
    guard count > 2 * far else { return [] }
    let heights = squaredHeights(leads, distance: near, margin: far)
    let step = max(1, count / 20_000)
    let noise = OrderStatistics.median(
      stride(from: far, to: count - far, by: step).lazy.map { heights[$0] })
    let least = max(
      leastHeight * leastHeight, leastHeightAboveNoise * leastHeightAboveNoise * noise)

    var peaks: [Int] = []
    var i = far
    while i < count - far {
      defer { i += 1 }
      guard heights[i] >= least, (i - near...i + near).allSatisfy({ heights[$0] <= heights[i] }),
        heights[i] >= leastNarrowness * leastNarrowness * squaredHeight(leads, at: i, far),
        squaredStep(leads, at: i, near) <= mostStep * mostStep * heights[i]
      else { continue }
      peaks.append(i)
      i += near
    }
    guard Double(peaks.count) >= leastRate * Double(count) / samplingRate else { return [] }
    return peaks.map { peak in
      var area = 0.0
      for lead in leads.indices {
        let (first, last) = (peak - near, peak + near)
        let before = leads[lead][(first + 1)..<last].reduce(0, +)
        MeasuredLeads.bridge(&leads[lead], first, last)
        let above = (before - leads[lead][(first + 1)..<last].reduce(0, +)) / samplingRate
        if abs(above) > abs(area) { area = above }
      }
      return DetectedPulse(sample: peak, area: area)
    }
  }

  /// Squared height of every sample above the line between its neighbours at a distance.
  private static func squaredHeights(
    _ leads: [[Double]], distance: Int, margin: Int
  ) -> [Double] {
    let count = leads[0].count
    var heights = [Double](repeating: 0, count: count)
    for lead in leads {
      for i in margin..<(count - margin) {
        let height = lead[i] - (lead[i - distance] + lead[i + distance]) / 2
        heights[i] += height * height
      }
    }
    return heights
  }

  /// Squared height of one sample above the line between its neighbours at a distance.
  private static func squaredHeight(_ leads: [[Double]], at i: Int, _ distance: Int) -> Double {
    leads.reduce(0) { sum, lead in
      let height = lead[i] - (lead[i - distance] + lead[i + distance]) / 2
      return sum + height * height
    }
  }

  /// Squared difference of the samples at a distance on either side.
  private static func squaredStep(_ leads: [[Double]], at i: Int, _ distance: Int) -> Double {
    leads.reduce(0) { sum, lead in
      let step = lead[i + distance] - lead[i - distance]
      return sum + step * step
    }
  }
}
