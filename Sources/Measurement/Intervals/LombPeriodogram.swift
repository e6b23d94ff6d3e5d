import Foundation

/// Spectrum of a series that is not sampled evenly, without interpolation.
///
/// P(ω) = ½ [(Σ x cos ω(t − τ))² / Σ cos² ω(t − τ) + (Σ x sin ω(t − τ))² / Σ sin² ω(t − τ)] with
/// tan 2ωτ = Σ sin 2ωt / Σ cos 2ωt and x the values less their mean; the one-sided density is
/// 2 P T / n. Sources: Lomb, Astrophys Space Sci 39:447 (1976); for RR intervals Laguna, Moody and Mark,
/// IEEE Trans Biomed Eng 45:698 (1998).
struct LombPeriodogram {
  /// Frequencies per resolved one, 1 / T.
  static let oversampling = 4.0

  private let times: [Double]
  private let values: [Double]
  private let span: Double

  /// Takes at least two values at ascending times in seconds.
  init(times: [Double], values: [Double]) {
    precondition(
      times.count == values.count && times.count > 1, "\(times.count) times, \(values.count) values"
    )
    let mean = values.reduce(0, +) / Double(values.count)
    self.times = times.map { $0 - times[0] }
    self.values = values.map { $0 - mean }
    // Each value stands for one mean distance.
    span = (times[times.count - 1] - times[0]) * Double(times.count) / Double(times.count - 1)
  }

  /// The density at a frequency above 0 in hertz, in squared units of the values per hertz.
  func density(_ frequency: Double) -> Double {
    let ω = 2 * Double.pi * frequency
    var (s2, c2) = (0.0, 0.0)
    for t in times {
      s2 += sin(2 * ω * t)
      c2 += cos(2 * ω * t)
    }
    let τ = atan2(s2, c2) / (2 * ω)
    var (xc, xs, cc, ss) = (0.0, 0.0, 0.0, 0.0)
    for (t, x) in zip(times, values) {
      let (c, s) = (cos(ω * (t - τ)), sin(ω * (t - τ)))
      xc += x * c
      xs += x * s
      cc += c * c
      ss += s * s
    }
    let periodogram = 0.5 * (xc * xc / max(cc, 1e-12) + xs * xs / max(ss, 1e-12))
    return 2 * periodogram * span / Double(times.count)
  }

  /// The density integrated over a band in hertz, by rectangles around evenly spaced frequencies.
  func power(_ band: Range<Double>) -> Double {
    let width = band.upperBound - band.lowerBound
    let count = max(1, Int((width * span * Self.oversampling).rounded(.up)))
    let step = width / Double(count)
    return (0..<count).reduce(0) { sum, k in
      sum + step * density(band.lowerBound + (Double(k) + 0.5) * step)
    }
  }
}
