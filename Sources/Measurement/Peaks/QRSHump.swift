/// A maximum of the narrow envelope: a complex, or another wave, or noise.
struct QRSHump {
  /// Half the stretch in seconds within which both envelopes belong to one complex.
  static let halfWidth = 0.06

  /// Sample of the maximum.
  let sample: Int
  /// Height in the narrow band, 1 being a typical complex.
  let narrow: Double
  /// Height in the wide band, 1 being a typical complex.
  let wide: Double
  /// Geometric mean of both heights.
  let both: Double
  /// What lies between the complexes around it in the narrow band.
  let background: Double

  init(sample: Int, narrow: Double, wide: Double, background: Double) {
    self.sample = sample
    self.narrow = narrow
    self.wide = wide
    both = (narrow * wide).squareRoot()
    self.background = background
  }

  /// The maxima that are the largest within a distance on both sides, ascending.
  static func maxima(
    of narrow: QRSEnvelope, wide: QRSEnvelope, distance: Int, samplingRate: Double
  ) -> [QRSHump] {
    let values = narrow.values
    let half = Int(halfWidth * samplingRate)
    var result: [QRSHump] = []
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
      if values[i] > 0, !values[start..<i].contains(where: { $0 >= values[i] }) {
        let around = max(0, i - half)..<min(values.count, i + half + 1)
        result.append(
          QRSHump(
            sample: i, narrow: values[i], wide: wide.values[around].reduce(0, max),
            background: narrow.background[i]))
      }
      i = end
    }
    return result
  }
}
