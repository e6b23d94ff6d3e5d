internal import Electrocardiogram

extension AtrialEvidence {
  /// Half the stretch around the peak of P that makes its shape, in seconds.
  static let shapeHalfWidth = 0.06
  /// Length of the stretches in which fibrillation waves are looked for, in seconds: one period of
  /// 5 Hz.
  static let stretch = 0.2
  /// Part of the stretches that may be flat by chance without the waves being called absent.
  static let quietPart = 0.3

  /// Peak-to-peak of the mean window of one row, line removed; `nil` if no window is whole.
  func lockedSpan(_ beats: [BeatWaves], row: Int) -> Double? {
    let first = leads.samples(Self.window.first)
    let last = leads.samples(Self.window.last)
    let onsets = beats.compactMap(\.qrs?.onset).filter { $0 >= first }
    guard !onsets.isEmpty else { return nil }
    let mean = Self.withoutLine(
      (last..<first).reversed().map { back in
        onsets.reduce(0) { $0 + leads.rows[row][$1 - back] } / Double(onsets.count)
      })
    return Self.span(mean)
  }

  /// Peak-to-peak of what moves in nearly every stretch between T and QRS that holds no P.
  func restlessSpan(_ beats: [BeatWaves], row: Int) -> Double? {
    let length = leads.samples(Self.stretch)
    let margin = leads.samples(Self.window.last)
    var spans: [Double] = []
    for k in beats.indices.dropFirst() {
      guard let last = beats[k].p?.onset ?? beats[k].qrs?.onset,
        let first = beats[k - 1].t?.offset ?? beats[k - 1].qrs?.offset
      else { continue }
      var start = first + margin
      while start + length <= last - margin {
        spans.append(Self.span(Self.withoutLine(Array(leads.rows[row][start..<start + length]))))
        start += length / 2
      }
    }
    return spans.isEmpty ? nil : OrderStatistics.quantile(Self.quietPart, of: spans)
  }

  /// Correlation of each beat's P, all independent leads together, with the mean P.
  func shapeCorrelations(_ beats: [BeatWaves]) -> [Double?] {
    let half = leads.samples(Self.shapeHalfWidth)
    let shapes = beats.map { beat -> [Double]? in
      guard let peak = beat.p?.peak, peak >= half, peak + half < leads.count else { return nil }
      return leads.rows.indices.filter { leads.independent[$0] }.flatMap { row in
        Self.withoutLine(Array(leads.rows[row][(peak - half)...(peak + half)]))
      }
    }
    let known = shapes.compactMap { $0 }
    guard let size = known.first?.count else { return beats.map { _ in nil } }
    var mean = [Double](repeating: 0, count: size)
    for shape in known { for i in 0..<size { mean[i] += shape[i] / Double(known.count) } }
    return shapes.map { $0.map { Self.correlation($0, mean) } }
  }

  static func span(_ values: [Double]) -> Double {
    values.reduce(-.infinity, max) - values.reduce(.infinity, min)
  }

  static func energy(_ values: [Double]) -> Double { values.reduce(0) { $0 + $1 * $1 } }

  /// Correlation of two series without their lines; 0 if one is flat.
  static func correlation(_ a: [Double], _ b: [Double]) -> Double {
    let product = zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
    return product / max((energy(a) * energy(b)).squareRoot(), 1e-12)
  }
}
