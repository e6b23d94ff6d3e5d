internal import Electrocardiogram

/// Finds a P or T wave and its edges in all leads of one beat.
struct WaveLocator {
  /// What distinguishes the waves.
  struct Shape {
    /// Distance of the neighbours against which the wave stands out, in seconds.
    var distance: Double
    /// Time from the peak to rest on either side, in seconds.
    var restBefore, restAfter: Double
    /// Least height of a lead's wave in millivolts for its edges to count.
    var leastHeight: Double

    static let p = Shape(distance: 0.045, restBefore: 0.082, restAfter: 0.062, leastHeight: 0.012)
    static let t = Shape(distance: 0.11, restBefore: 0.15, restAfter: 0.14, leastHeight: 0.03)
  }

  /// A wave in one lead.
  struct Found {
    var wave: SampledWave
    /// Prominence with its sign, in millivolts.
    var height: Double
  }

  let leads: SlowLeads
  let shape: Shape

  /// The sample in each window where the wave stands out most, over all leads.
  ///
  /// Waves of neighbouring beats come at like times from the beats' anchors: the squared prominence in
  /// a beat is added to the mean of all beats, so that noise in one beat does not lead away.
  func peaks(in windows: [Range<Int>], anchors: [Int]) -> [Int?] {
    let distance = leads.samples(shape.distance)
    let curves = windows.map { window in
      window.map { leads.squaredProminence($0, distance: distance) }
    }
    // Index of the mean: time from the anchor, from the earliest of all windows on.
    let origin = zip(windows, anchors).map { $0.lowerBound - $1 }.min() ?? 0
    let end = zip(windows, anchors).map { $0.upperBound - $1 }.max() ?? 0
    var mean = [Double](repeating: 0, count: max(0, end - origin))
    for (k, curve) in curves.enumerated() {
      let shift = windows[k].lowerBound - anchors[k] - origin
      for i in curve.indices { mean[i + shift] += curve[i] / Double(curves.count) }
    }
    return curves.enumerated().map { k, curve in
      let shift = windows[k].lowerBound - anchors[k] - origin
      var best: Int?
      var most = 0.0
      for i in curve.indices where curve[i] > 0 && curve[i] + mean[i + shift] > most {
        (most, best) = (curve[i] + mean[i + shift], windows[k].lowerBound + i)
      }
      return best
    }
  }

  /// The wave in each lead near the peak over all leads, between two samples.
  func waves(peak: Int, within bounds: ClosedRange<Int>) -> [Found?] {
    let distance = leads.samples(shape.distance)
    let near = leads.samples(shape.distance / 2)
    return leads.rows.indices.map { row in
      let samples = leads.rows[row]
      guard
        let top = Self.around(peak, near, within: bounds).max(by: {
          abs(leads.prominence(row, $0, distance: distance))
            < abs(leads.prominence(row, $1, distance: distance))
        })
      else { return nil }
      let height = leads.prominence(row, top, distance: distance)
      guard abs(height) > 0 else { return nil }
      let sign = height > 0 ? 1.0 : -1.0
      // From the largest prominence to the extreme of the potential itself.
      let peak =
        Self.around(top, near / 2, within: bounds)
        .max { sign * samples[$0] < sign * samples[$1] } ?? top
      let edges = WaveEdges(samples: samples)
      let onset = edges.edge(
        peak: peak, rest: max(bounds.lowerBound, top - leads.samples(shape.restBefore)), sign: sign)
      let offset = edges.edge(
        peak: peak, rest: min(bounds.upperBound, top + leads.samples(shape.restAfter)), sign: sign)
      return Found(
        wave: SampledWave(onset: onset, peak: peak, offset: offset), height: height)
    }
  }

  /// The samples around one, as far as they lie within bounds.
  private static func around(
    _ center: Int, _ half: Int, within bounds: ClosedRange<Int>
  ) -> ClosedRange<Int> {
    let first = max(bounds.lowerBound, center - half)
    return first...max(first, min(bounds.upperBound, center + half))
  }

  /// The median over the leads in which the wave stands out.
  func consensus(of found: [Found?]) -> SampledWave? {
    let largest = found.reduce(0) { max($0, abs($1?.height ?? 0)) }
    let clear = found.compactMap { $0 }
      .filter { abs($0.height) >= max(shape.leastHeight, 0.25 * largest) }
    guard !clear.isEmpty else { return nil }
    func median(_ values: [Int]) -> Int? {
      values.isEmpty ? nil : Int(OrderStatistics.median(values.map(Double.init)).rounded())
    }
    guard let peak = median(clear.map(\.wave.peak)) else { return nil }
    return SampledWave(
      onset: median(clear.compactMap(\.wave.onset)), peak: peak,
      offset: median(clear.compactMap(\.wave.offset)))
  }
}
