/// Distance of the leads from their rest, all leads together.
enum SpatialMagnitude {
  /// Half the stretch around a complex whose median stands for rest, in seconds.
  static let restHalfWidth = 0.3
  /// Half the stretch that is searched, in seconds: a complex of 200 ms is reached from its middle.
  static let searchHalfWidth = 0.08

  /// The sample near `center` where the magnitude is largest.
  static func peak(near center: Int, in leads: MeasuredLeads) -> Int {
    let count = leads.millivolts[0].count
    let rest = range(center, restHalfWidth, leads.samplingRate, count)
    let search = range(center, searchHalfWidth, leads.samplingRate, count)
    var squares = [Double](repeating: 0, count: search.count)
    for lead in leads.millivolts {
      let level = OrderStatistics.median(lead[rest])
      for (k, i) in search.enumerated() {
        let height = lead[i] - level
        squares[k] += height * height
      }
    }
    // A T wave at the edge must not win: search under a window, then climb to the top.
    func windowed(_ k: Int) -> Double {
      let distance = Double(search.lowerBound + k - center) / leads.samplingRate
      return squares[k] * (1 - abs(distance) / (2 * searchHalfWidth))
    }
    var best = 0
    for k in squares.indices where windowed(k) > windowed(best) { best = k }
    while best > 0, squares[best - 1] > squares[best] { best -= 1 }
    while best < squares.count - 1, squares[best + 1] > squares[best] { best += 1 }
    return search.lowerBound + best
  }

  private static func range(
    _ center: Int, _ halfWidth: Double, _ samplingRate: Double, _ count: Int
  ) -> Range<Int> {
    let half = Int(halfWidth * samplingRate)
    return max(0, center - half)..<min(count, center + half + 1)
  }
}
