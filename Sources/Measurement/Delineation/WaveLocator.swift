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
    /// Height over the chord with its sign, in millivolts.
    var height: Double
  }

  let leads: SlowLeads
  let shape: Shape

  /// The sample in a window where the wave stands out most, over all leads.
  func peak(in window: Range<Int>) -> Int? {
    let distance = leads.samples(shape.distance)
    var best: Int?
    var most = 0.0
    for i in window {
      let height = leads.squaredProminence(i, distance: distance)
      if height > most { (most, best) = (height, i) }
    }
    return best
  }

  /// The wave in each lead near the peak over all leads, between two samples.
  func waves(peak: Int, within bounds: ClosedRange<Int>) -> [Found?] {
    let distance = leads.samples(shape.distance)
    let near = leads.samples(shape.distance / 2)
    return leads.rows.indices.map { row in
      let samples = leads.rows[row]
      let search =
        max(
          bounds.lowerBound, peak - near)...max(
          max(bounds.lowerBound, peak - near), min(bounds.upperBound, peak + near))
      guard
        let top = search.max(by: {
          abs(leads.prominence(row, $0, distance: distance))
            < abs(leads.prominence(row, $1, distance: distance))
        })
      else { return nil }
      let height = leads.prominence(row, top, distance: distance)
      guard abs(height) > 0 else { return nil }
      let sign = height > 0 ? 1.0 : -1.0
      // From the largest height over the chord to the extreme of the potential itself.
      let extreme =
        max(
          bounds.lowerBound, top - near / 2)...max(
          max(bounds.lowerBound, top - near / 2), min(bounds.upperBound, top + near / 2))
      let peak = extreme.max { sign * samples[$0] < sign * samples[$1] } ?? top
      let edges = WaveEdges(samples: samples)
      let onset = edges.edge(
        peak: peak, rest: max(bounds.lowerBound, top - leads.samples(shape.restBefore)), sign: sign)
      let offset = edges.edge(
        peak: peak, rest: min(bounds.upperBound, top + leads.samples(shape.restAfter)), sign: sign)
      return Found(
        wave: SampledWave(onset: onset, peak: peak, offset: offset), height: height)
    }
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
