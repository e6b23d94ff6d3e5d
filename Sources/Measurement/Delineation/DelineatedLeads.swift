internal import Electrocardiogram

/// The leads that are delineated, with what every step needs of them.
struct DelineatedLeads {
  /// One lead.
  struct Row {
    let name: String
    let lead: Lead?
    /// Potential without gaps and pacing pulses, in millivolts.
    let samples: [Double]
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
      Row(
        name: leads.names[i], lead: leads.leads[i], samples: leads.millivolts[i], independent: true)
    }
    if let I = leads.leads.firstIndex(of: .I), let II = leads.leads.firstIndex(of: .II) {
      for lead in [Lead.III, .aVR, .aVL, .aVF] {
        guard let (a, b) = LimbLeads.weights(of: lead) else { continue }
        let samples = zip(leads.millivolts[I], leads.millivolts[II]).map { a * $0 + b * $1 }
        rows.append(
          Row(name: lead.rawValue, lead: lead, samples: samples, independent: false))
      }
    }
    self.rows = rows
  }

  /// Samples in a time, at least one.
  func samples(_ seconds: Double) -> Int { max(1, Int((seconds * samplingRate).rounded())) }

  /// Root of the sum over the independent leads of the squared velocity, in millivolts a second.
  ///
  /// Velocity is the slope of the regression line over 12 ms.
  func spatialSpeed(_ i: Int) -> Double {
    let half = max(1, Int(Self.velocityHalfWidth * samplingRate))
    let norm = samplingRate / (2 * (1...half).reduce(0.0) { $0 + Double($1 * $1) })
    var sum = 0.0
    for row in rows where row.independent {
      let velocity = (1...half).reduce(0.0) { sum, k in
        sum + Double(k) * (row.samples[min(i + k, count - 1)] - row.samples[max(i - k, 0)])
      }
      sum += velocity * velocity * norm * norm
    }
    return sum.squareRoot()
  }
}
