internal import Electrocardiogram

/// The leads that are delineated, with what every step needs of them.
struct DelineatedLeads {
  /// One lead.
  struct Row {
    let name: String
    let lead: Lead?
    /// Potential without gaps and pacing pulses, in millivolts.
    let samples: [Double]
    /// Slope of the regression line over 12 ms, in millivolts a second.
    let velocity: [Double]
    /// Whether it does not follow from other leads.
    let independent: Bool
  }

  /// Half the stretch of the regression line in seconds.
  static let velocityHalfWidth = 0.006

  let samplingRate: Double
  let rows: [Row]
  let count: Int

  /// Takes prepared leads and adds the limb leads that follow from I and II.
  init(_ leads: MeasuredLeads) {
    samplingRate = leads.samplingRate
    count = leads.millivolts.first?.count ?? 0
    var rows = leads.millivolts.indices.map { i in
      Self.row(
        name: leads.names[i], lead: leads.leads[i], samples: leads.millivolts[i],
        samplingRate: leads.samplingRate, independent: true)
    }
    if let I = leads.leads.firstIndex(of: .I), let II = leads.leads.firstIndex(of: .II) {
      for lead in [Lead.III, .aVR, .aVL, .aVF] {
        guard let (a, b) = LimbLeads.weights(of: lead) else { continue }
        let samples = zip(leads.millivolts[I], leads.millivolts[II]).map { a * $0 + b * $1 }
        rows.append(
          Self.row(
            name: lead.rawValue, lead: lead, samples: samples, samplingRate: leads.samplingRate,
            independent: false))
      }
    }
    self.rows = rows
  }

  private static func row(
    name: String, lead: Lead?, samples: [Double], samplingRate: Double, independent: Bool
  ) -> Row {
    Row(
      name: name, lead: lead, samples: samples,
      velocity: velocity(samples, samplingRate: samplingRate), independent: independent)
  }

  /// Samples in a time, at least one.
  func samples(_ seconds: Double) -> Int { max(1, Int((seconds * samplingRate).rounded())) }

  /// Root of the sum over the independent leads of the squared velocity, in millivolts a second.
  func spatialSpeed(_ i: Int) -> Double {
    var sum = 0.0
    for row in rows where row.independent { sum += row.velocity[i] * row.velocity[i] }
    return sum.squareRoot()
  }

  /// Slope of the regression line around every sample.
  private static func velocity(_ samples: [Double], samplingRate: Double) -> [Double] {
    let half = max(1, Int(velocityHalfWidth * samplingRate))
    let count = samples.count
    var velocity = [Double](repeating: 0, count: count)
    let norm = samplingRate / (2 * (1...half).reduce(0.0) { $0 + Double($1 * $1) })
    for i in 0..<count {
      var sum = 0.0
      for k in 1...half {
        sum += Double(k) * (samples[min(i + k, count - 1)] - samples[max(i - k, 0)])
      }
      velocity[i] = sum * norm
    }
    return velocity
  }
}
