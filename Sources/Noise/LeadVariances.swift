import CNoiseKernels
import Electrocardiogram

/// Means at the electrodes and variances in the leads of signals at electrodes.
struct LeadVariances {
  /// Means in `Electrode.allCases` order.
  let means: [Float]
  /// Variances and covariance of I and II: I I, I II, II II.
  private let limb: (Double, Double, Double)
  private let chest: [Double]

  init(of signals: ElectrodeSignals) {
    precondition(signals.count > 0, "signals without samples")
    var sums = NoiseSums()
    unsafe signals.samples.withUnsafeBufferPointer {
      guard let base = $0.baseAddress else { return }
      unsafe noise_sums(base, Int64(signals.count), &sums)
    }
    let n = Double(signals.count)
    func list(_ tuple: (Double, Double, Double, Double, Double, Double)) -> [Double] {
      [tuple.0, tuple.1, tuple.2, tuple.3, tuple.4, tuple.5]
    }
    let electrodes = sums.electrodes
    means = [
      electrodes.0, electrodes.1, electrodes.2, electrodes.3, electrodes.4, electrodes.5,
      electrodes.6, electrodes.7, electrodes.8,
    ].map { Float($0 / n) }
    let (I, II) = (sums.limb.0 / n, sums.limb.1 / n)
    let products = sums.limb_products
    limb = (products.0 / n - I * I, products.1 / n - I * II, products.2 / n - II * II)
    chest = zip(list(sums.chest), list(sums.chest_squares)).map { $1 / n - ($0 / n) * ($0 / n) }
  }

  /// The variance in a lead.
  subscript(lead: Lead) -> Double {
    if let (a, b) = LimbLeads.weights(of: lead) {
      return max(a * a * limb.0 + 2 * a * b * limb.1 + b * b * limb.2, 0)
    }
    guard let place = Lead.chest.firstIndex(of: lead) else { return 0 }
    return max(chest[place], 0)
  }
}
