/// How much a recording looks like a QRS complex at each sample, from all its leads.
///
/// Each lead is smoothed over one period of 50 Hz and one of 60 Hz, which removes the mains, and passed
/// through a second and a third difference with the same centre frequency (18 Hz). The two are in
/// quadrature, so the root of the sum of their squares does not depend on the shape or the sign of
/// the complex. Against an 18 Hz wave the second difference passes 18 % of a 5 Hz wave and 5 % of a
/// 2.5 Hz one: P, T and baseline wander hardly show.
///
/// Leads are added in units of their own QRS size, each in proportion to how far its complexes stand
/// out of what lies between them in the seconds around: a lead counts for little while it is noisy.
/// A lead that is constant is left out.
struct QRSEnvelope {
  /// Distance of the outer points of the second difference from its centre: half of 1/(18 Hz).
  static let halfPeriod = 0.028
  /// Averaging time of the energy, which joins the parts of a notched complex.
  static let integrationTime = 0.08

  /// The envelope, 1 being a typical complex; empty if no lead can be used.
  private(set) var values: [Double] = []
  /// What lies between the complexes: the envelope's median in the seconds around.
  private(set) var background = LocalMedian([], samplingRate: 1)
  /// Largest peak-to-peak potential of a typical 2 s stretch over the leads, in millivolts, mains
  /// removed.
  private(set) var typicalSpan = 0.0

  /// Computes the envelope of leads without gaps and without pacing pulses.
  init(leads: [[Double]], samplingRate: Double) {
    guard let count = leads.first?.count, count > 0 else { return }
    let block = max(1, Int(2 * samplingRate))
    var total = [Double](repeating: 0, count: count)
    var weights = total
    var scratch = total
    for lead in leads {
      var smooth = lead
      for mains in [50.0, 60.0] {
        MovingAverage.apply(
          width: Int((samplingRate / mains).rounded()), to: &smooth, scratch: &scratch)
      }
      typicalSpan = max(typicalSpan, Self.typicalSpan(of: smooth, block: block))
      var energy = Self.energy(of: smooth, samplingRate: samplingRate)
      MovingAverage.apply(
        width: Int(Self.integrationTime * samplingRate), to: &energy, scratch: &scratch)
      let size = Self.typicalMaximum(of: energy, block: block)
      guard size > 0 else { continue }
      let between = LocalMedian(energy, samplingRate: samplingRate)
      for i in 0..<count {
        // Energies: a complex four times as high as what lies between weighs 15 times its noise.
        let weight = max(size / max(between[i], size * 1e-3) - 1, 0.1)
        weights[i] += weight
        total[i] += weight / size * energy[i]
      }
    }
    guard weights[0] > 0 else { return }
    for i in 0..<count { total[i] = (max(total[i], 0) / weights[i]).squareRoot() }
    values = total
    background = LocalMedian(total, samplingRate: samplingRate)
  }

  /// Sum of the squares of the second and the third difference, in square millivolts.
  private static func energy(of samples: [Double], samplingRate: Double) -> [Double] {
    let count = samples.count
    let near = max(1, Int((halfPeriod / 2 * samplingRate).rounded()))
    let (half, far) = (2 * near, 3 * near)
    var energy = [Double](repeating: 0, count: count)
    guard count > 2 * far else { return energy }
    for i in far..<(count - far) {
      // Each divided by its largest gain, 4 and 8.
      let second = (2 * samples[i] - samples[i - half] - samples[i + half]) / 4
      let third =
        (samples[i + far] - samples[i - far] + 3 * (samples[i - near] - samples[i + near])) / 8
      energy[i] = second * second + third * third
    }
    return energy
  }

  /// Median over blocks of the largest value of each.
  private static func typicalMaximum(of values: [Double], block: Int) -> Double {
    OrderStatistics.median(
      stride(from: 0, to: values.count, by: block).map { start in
        values[start..<min(start + block, values.count)].reduce(0, max)
      })
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
