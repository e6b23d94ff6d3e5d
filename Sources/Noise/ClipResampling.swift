import Foundation

/// Change of the sampling rate of a recording by band-limited interpolation.
///
/// y(t) = Σ x[n] c·sinc(c(t − n)) w(c(t − n)), c = min(1, new rate/old rate), with Kaiser's window w of
/// β = 8 over 44 zero crossings to either side: flat to 1e-3 up to 0.94 of the lower Nyquist frequency,
/// and 80 dB down from 1.06 of it on. Source: Smith and Gossett, ICASSP 1984, 19.4.1; Kaiser's window: Kaiser and
/// Schafer, IEEE Trans Acoust Speech Signal Process 28:105 (1980).
struct ClipResampling {
  /// Old samples per new one.
  private let ratio: Double
  /// c above.
  private let cutoff: Double
  /// Zero crossings to either side, and the window's β.
  private static let (crossings, beta) = (44.0, 8.0)
  /// Samples to either side that count.
  private let reach: Int
  /// The most positions between samples for which weights are kept.
  private static let mostPhases = 10_000

  init(from old: Double, to new: Double) {
    precondition(old > 0 && new > 0, "from \(old) Hz to \(new) Hz")
    ratio = old / new
    cutoff = min(1, new / old)
    reach = Int((Self.crossings / cutoff).rounded(.up))
  }

  /// The samples at the new rate; those whose weights reach over an end are left out.
  func callAsFunction(_ x: [Double]) -> [Float] {
    guard ratio != 1 else { return x.map(Float.init) }
    let first = Double(reach)
    let count = Int((Double(x.count - 1 - reach) - first) / ratio)
    guard count > 0 else { return [] }
    let phases = (1...Self.mostPhases).first {
      let whole = Double($0) * ratio
      return abs(whole - whole.rounded()) < 1e-9 * whole
    }
    var kept: [Int: [Double]] = [:]
    return (0..<count).map { m in
      let place = first + Double(m) * ratio
      let base = Int(place.rounded(.down))
      let taps: [Double]
      if let phases, let weights = kept[m % phases] {
        taps = weights
      } else {
        // The same phase again and again, however far into the recording.
        let fraction = phases.map { (Double(m % $0) * ratio) } ?? place
        taps = weights(at: fraction - fraction.rounded(.down))
        if let phases { kept[m % phases] = taps }
      }
      // A place that rounding puts just below a whole number belongs to it.
      let start = (place - Double(base) > 1 - 1e-6 && phases != nil ? base + 1 : base) - reach + 1
      var sum = 0.0
      for k in taps.indices { sum += taps[k] * x[start + k] }
      return Float(sum)
    }
  }

  /// Weights of the samples −reach + 1 … reach from the one below a place, with a sum of one.
  private func weights(at fraction: Double) -> [Double] {
    let fraction = fraction > 1 - 1e-6 ? 0 : fraction
    let weights = (1 - reach...reach).map { k in
      let t = cutoff * (fraction - Double(k))
      let window = 1 - (t / Self.crossings) * (t / Self.crossings)
      guard window > 0 else { return 0.0 }
      let sinc = abs(t) < 1e-12 ? 1 : sin(.pi * t) / (.pi * t)
      return sinc * bessel(Self.beta * window.squareRoot())
    }
    let sum = weights.reduce(0, +)
    return weights.map { $0 / sum }
  }

  /// The modified Bessel function I₀ by its series.
  private func bessel(_ x: Double) -> Double {
    var (term, sum, k) = (1.0, 1.0, 1.0)
    while term > 1e-17 * sum {
      term *= (x / 2 / k) * (x / 2 / k)
      sum += term
      k += 1
    }
    return sum
  }
}
