/// Leads without the mains: each averaged over one period of 50 Hz and one of 60 Hz.
struct SmoothLeads {
  /// Potentials in millivolts.
  private(set) var millivolts: [[Double]]
  /// Largest peak-to-peak potential of a typical 2 s stretch over the leads, in millivolts.
  private(set) var typicalSpan = 0.0

  /// Smooths leads without gaps and without pacing pulses.
  init(_ leads: [[Double]], samplingRate: Double) {
    millivolts = leads
    let block = max(1, Int(2 * samplingRate))
    var scratch = [Double](repeating: 0, count: leads.first?.count ?? 0)
    for lead in leads.indices {
      for mains in [50.0, 60.0] {
        MovingAverage.apply(
          width: Int((samplingRate / mains).rounded()), to: &millivolts[lead], scratch: &scratch)
      }
      typicalSpan = max(typicalSpan, Self.typicalSpan(of: millivolts[lead], block: block))
    }
  }

  /// Median over blocks of the largest minus the smallest value of each.
  private static func typicalSpan(of values: [Double], block: Int) -> Double {
    OrderStatistics.median(
      stride(from: 0, to: values.count, by: block).map { start in
        var (low, high) = (values[start], values[start])
        for value in values[start..<min(start + block, values.count)] {
          low = min(low, value)
          high = max(high, value)
        }
        return high - low
      })
  }
}
