/// How much a recording looks like a QRS complex at each sample, from all its leads, in one band.
///
/// Each lead, mains removed, passes through a second and a third difference with the same centre
/// frequency. The two are in quadrature, so the root of the sum of their squares does not depend on
/// the shape or the sign of the complex. The second difference passes 18 % of a wave that is 3.6 times
/// as slow as the centre and 5 % of one that is 7 times as slow: in the narrow band P, T and baseline
/// wander hardly show.
///
/// The envelope is the mean over the leads of the root of that sum, in units of each lead's own QRS
/// size: a complex shows in most leads, an artefact of one electrode in few. Each lead weighs as much as
/// its complexes stand out of what lies between them in the seconds around, so that it counts for
/// little while it is noisy. A lead that is constant is left out.
struct QRSEnvelope {
  /// Where in the spectrum a complex is looked at.
  struct Band {
    /// Centre frequency in hertz.
    let center: Double
    /// Averaging time of the energy in seconds, which joins the parts of a notched complex.
    let integrationTime: Double

    /// Where narrow complexes are strongest, and far above T.
    static let narrow = Band(center: 18, integrationTime: 0.08)
    /// Where wide complexes are strongest: a P wave, as sharp as they but low, stays far below.
    static let wide = Band(center: 9, integrationTime: 0.12)
  }

  /// Least energy between the complexes that a lead is credited with, in units of its QRS size.
  private static let ownFloor = 1e-3
  /// The same in units of the largest QRS size: without noise, leads then count by their size.
  private static let commonFloor = 3e-3
  /// Weight of the largest lead where it shows no complex.
  private static let leastWeight = 0.1

  /// The envelope, 1 being a typical complex; empty if no lead can be used.
  private(set) var values: [Double] = []
  /// What lies between the complexes: the envelope's median in the seconds around.
  private(set) var background = LocalMedian([], samplingRate: 1)

  /// Computes the envelope of leads without gaps, pacing pulses and mains.
  init(leads: [[Double]], band: Band, samplingRate: Double) {
    guard let count = leads.first?.count, count > 0 else { return }
    let block = max(1, Int(2 * samplingRate))
    var total = [Double](repeating: 0, count: count)
    var weights = total
    var scratch = total
    var energies: [[Double]] = []
    for lead in leads {
      var energy = Self.energy(of: lead, center: band.center, samplingRate: samplingRate)
      MovingAverage.apply(
        width: Int(band.integrationTime * samplingRate), to: &energy, scratch: &scratch)
      energies.append(energy)
    }
    let sizes = energies.map { Self.typicalMaximum(of: $0, block: block) }
    let largest = sizes.max() ?? 0
    for (energy, size) in zip(energies, sizes) where size > 0 {
      let between = LocalMedian(energy, samplingRate: samplingRate)
      let floor = max(Self.ownFloor * size, Self.commonFloor * largest)
      for i in 0..<count {
        // Energies: a complex four times as high as what lies between weighs 15 times its noise.
        let weight = max(size / max(between[i], floor) - 1, Self.leastWeight * size / largest)
        weights[i] += weight
        total[i] += weight * (max(energy[i], 0) / size).squareRoot()
      }
    }
    guard weights[0] > 0 else { return }
    for i in 0..<count { total[i] /= weights[i] }
    values = total
    background = LocalMedian(total, samplingRate: samplingRate)
  }

  /// Sum of the squares of the second and the third difference, in square millivolts.
  private static func energy(
    of samples: [Double], center: Double, samplingRate: Double
  ) -> [Double] {
    let count = samples.count
    // Half a period from the centre to the outer points of the second difference.
    let near = max(1, Int((samplingRate / center / 4).rounded()))
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
}
