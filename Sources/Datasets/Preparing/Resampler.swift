import Foundation

/// A signal at another rate, with what the new rate cannot hold taken out first.
///
/// Sums of samples weighted by a sinc at 0.92 of the smaller Nyquist rate in a Kaiser window of β = 8 (about 80 dB)
/// and 24 zero crossings a side: Smith, "Digital audio resampling", CCRMA. Weights sum to 1 at every instant,
/// so that a constant stays one to its ends, beyond which the signal is taken not to be there.
public struct Resampler: Sendable, Equatable {
  /// Samples a second before and after.
  public let from: Double, to: Double

  private static let crossings = 24.0
  private static let beta = 8.0
  private static let passband = 0.92

  /// Plans a change of rate.
  ///
  /// - Precondition: Both rates are positive.
  public init(from: Double, to: Double) {
    precondition(from > 0 && to > 0, "resampling from \(from) to \(to) Hz")
    self.from = from
    self.to = to
  }

  /// How many samples a signal becomes; both begin at time 0.
  public func count(of count: Int) -> Int {
    count == 0 ? 0 : Int((Double(count - 1) * to / from + 1e-9).rounded(.down)) + 1
  }

  /// The signal at the new rate.
  public func callAsFunction(_ signal: [Double]) -> [Double] {
    guard from != to, !signal.isEmpty else { return signal }
    // Whole rates repeat their places between samples: weights are computed once for each.
    let isWhole = from == from.rounded() && to == to.rounded() && max(from, to) < 1e6
    let period = isWhole ? Int(to) / Self.divisor(Int(from), Int(to)) : Int.max
    var tables: [(first: Int, weights: [Double])] = []
    return (0..<count(of: signal.count)).map { index in
      let centre = Double(index) * from / to
      let base = Int((centre + 1e-9).rounded(.down))
      if index < period { tables.append(weights(at: max(0, centre - Double(base)))) }
      let (first, weights) = tables[index % period]
      let start = base + first
      var (sum, total) = (0.0, 0.0)
      for tap in max(0, -start)..<min(weights.count, signal.count - start) {
        sum += weights[tap] * signal[start + tap]
        total += weights[tap]
      }
      return sum / total
    }
  }

  /// Weights of the samples around a place between two of them, and where the first stands.
  private func weights(at fraction: Double) -> (first: Int, weights: [Double]) {
    // Cut-off in cycles per sample of the signal, and the kernel's reach in samples.
    let cutoff = Self.passband * 0.5 * min(1, to / from)
    let reach = Self.crossings / (2 * cutoff)
    let first = Int((fraction - reach).rounded(.up))
    let last = Int((fraction + reach).rounded(.down))
    return (
      first,
      (first...last).map { place in
        let distance = Double(place) - fraction
        let (share, x) = (distance / reach, 2 * .pi * cutoff * distance)
        let sinc = abs(x) < 1e-9 ? 1 : sin(x) / x
        return sinc * Self.bessel(Self.beta * max(0, 1 - share * share).squareRoot())
      }
    )
  }

  private static func divisor(_ a: Int, _ b: Int) -> Int { b == 0 ? a : divisor(b, a % b) }

  /// The modified Bessel function I₀ by its series.
  private static func bessel(_ x: Double) -> Double {
    var (sum, term, k) = (1.0, 1.0, 1.0)
    while term > 1e-12 * sum {
      term *= x * x / (4 * k * k)
      sum += term
      k += 1
    }
    return sum
  }
}
