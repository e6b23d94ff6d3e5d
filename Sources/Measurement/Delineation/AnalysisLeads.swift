/// The leads at the one sampling rate that the networks know.
struct AnalysisLeads {
  /// Samples a second.
  static let rate = 250.0

  /// Potential in millivolts, in the order of the delineated leads.
  let rows: [[Double]]
  /// Standard deviation of each row's noise in millivolts.
  let noise: [Double]
  let count: Int
  /// Samples of the recording per sample here.
  let scale: Double

  /// Averages the leads under a triangle of 4 ms, or one sample if that is more, on either side.
  init(_ leads: DelineatedLeads) {
    scale = leads.samplingRate / Self.rate
    count = leads.count > 0 ? Int(Double(leads.count - 1) / scale) + 1 : 0
    let (count, scale, width) = (self.count, self.scale, max(self.scale, 1))
    let reach = Int(width.rounded(.up))
    rows = leads.rows.map { row in
      (0..<count).map { k in
        let time = Double(k) * scale
        let middle = Int(time)
        var (sum, weights) = (0.0, 0.0)
        for i in max(0, middle - reach)...min(row.samples.count - 1, middle + reach) {
          let weight = max(0, 1 - abs(Double(i) - time) / width)
          sum += weight * row.samples[i]
          weights += weight
        }
        return sum / weights
      }
    }
    noise = rows.map(LeadBeat.noise)
  }

  /// The rows with complexes replaced by straight lines, smoothed twice over 20 ms, for P and T.
  func slowed(complexes: [(onset: Int, offset: Int)]) -> [[Double]] {
    var scratch = [Double](repeating: 0, count: count)
    return rows.map { row in
      var samples = row
      for (onset, offset) in complexes {
        let (first, last) = (max(0, onset), min(count - 1, offset))
        if last > first + 1 { MeasuredLeads.bridge(&samples, first, last) }
      }
      MovingAverage.apply(width: 5, to: &samples, scratch: &scratch)
      MovingAverage.apply(width: 5, to: &samples, scratch: &scratch)
      return samples
    }
  }
}

/// The sums of a row's first samples, from which any mean follows by one subtraction.
///
/// Beyond its ends the row repeats its first and last sample.
struct RunningSums {
  private let sums: [Double]
  private let margin: Int
  private let count: Int

  /// Sums a row; indices up to `margin` beyond its ends may be asked for.
  init(_ row: [Double], margin: Int) {
    self.margin = margin
    count = row.count
    var sums = [0.0]
    sums.reserveCapacity(row.count + 2 * margin + 1)
    var sum = 0.0
    func add(_ value: Double) {
      sum += value
      sums.append(sum)
    }
    for _ in 0..<margin { add(row.first ?? 0) }
    for value in row { add(value) }
    for _ in 0..<margin { add(row.last ?? 0) }
    self.sums = sums
  }

  /// Index into the sums of a sample, itself within the row.
  func start(_ sample: Int) -> Int { min(max(sample, 0), count - 1) + margin }

  /// The sum of the samples in `[first, end)`, as indices into the sums.
  func sum(_ first: Int, _ end: Int) -> Double { sums[end] - sums[first] }
}
