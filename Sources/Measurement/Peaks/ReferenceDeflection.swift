/// A deflection of a complex that may be called its R peak.
///
/// Where two deflections are nearly alike in size, noise and breathing decide from beat to beat which is
/// the larger: the R peak would jump between them, and RR intervals with it. So each beat takes the one
/// that most beats around it have as their largest.
struct ReferenceDeflection {
  /// Least magnitude in units of the largest one's: breathing moves heights by some 10 %, and two
  /// deflections against each other.
  static let alike = 0.7
  /// Beats on each side that are asked.
  static let neighbours = 10
  /// Least cosine of two deflections' heights in the leads that makes them the same.
  static let sameDirection = 0.8

  /// Its sample.
  let sample: Int
  /// Heights above rest in every lead, in millivolts.
  let heights: [Double]

  /// The R peaks of beats.
  static func peaks(near beats: [Int], in leads: MeasuredLeads) -> [Int] {
    let tops = beats.map { SpatialMagnitude.tops(near: $0, in: leads, atLeast: alike) }
    return tops.indices.map { k in
      guard tops[k].count > 1 else { return tops[k][0].sample }
      let others = (max(0, k - neighbours)...min(tops.count - 1, k + neighbours)).filter { $0 != k }
      var (best, most) = (0, -1)
      for (index, top) in tops[k].enumerated() {
        let votes = others.count { top.isLike(tops[$0][0]) }
        if votes > most { (best, most) = (index, votes) }
      }
      return tops[k][best].sample
    }
  }

  /// Whether another beat's deflection points where this one points.
  func isLike(_ other: ReferenceDeflection) -> Bool {
    var (both, own, others) = (0.0, 0.0, 0.0)
    for (a, b) in zip(heights, other.heights) {
      both += a * b
      own += a * a
      others += b * b
    }
    return both >= Self.sameDirection * (own * others).squareRoot()
  }
}
