/// Distance of the leads from their rest, all leads together.
enum SpatialMagnitude {
  /// Half the stretch around a complex whose median stands for rest, in seconds.
  static let restHalfWidth = 0.3
  /// Half the stretch that is searched, in seconds: a complex of 200 ms is reached from its middle.
  static let searchHalfWidth = 0.08
  /// Half the stretch in which another deflection of the complex is sought, in seconds: one of 240 ms
  /// is covered from its middle.
  static let complexHalfWidth = 0.12

  /// Tops of the magnitude near `center`, the largest first: those of its deflections that have at
  /// least a part of the largest one's magnitude.
  static func tops(
    near center: Int, in leads: MeasuredLeads, atLeast part: Double
  ) -> [ReferenceDeflection] {
    let count = leads.millivolts[0].count
    let rest = range(center, restHalfWidth, leads.samplingRate, count)
    let search = range(center, complexHalfWidth, leads.samplingRate, count)
    let near = range(center, searchHalfWidth, leads.samplingRate, count)
    var squares = [Double](repeating: 0, count: search.count)
    let levels = leads.millivolts.map { OrderStatistics.median($0[rest]) }
    for (lead, level) in zip(leads.millivolts, levels) {
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
    let (first, end) = (near.lowerBound - search.lowerBound, near.upperBound - search.lowerBound)
    var best = first
    for k in first..<end where windowed(k) > windowed(best) { best = k }
    while best > first, squares[best - 1] > squares[best] { best -= 1 }
    while best < end - 1, squares[best + 1] > squares[best] { best += 1 }
    let others = squares.indices.dropFirst().dropLast().filter { k in
      k != best && squares[k] >= part * part * squares[best] && squares[k] >= squares[k - 1]
        && squares[k] > squares[k + 1]
    }
    return ([best] + others).map { k in
      let sample = search.lowerBound + k
      return ReferenceDeflection(
        sample: sample, heights: zip(leads.millivolts, levels).map { $0[sample] - $1 })
    }
  }

  private static func range(
    _ center: Int, _ halfWidth: Double, _ samplingRate: Double, _ count: Int
  ) -> Range<Int> {
    let half = Int(halfWidth * samplingRate)
    return max(0, center - half)..<min(count, center + half + 1)
  }
}
