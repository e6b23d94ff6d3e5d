import Foundation

/// The low-pass through which ECG machines print to keep muscle noise off the paper.
///
/// A Gaussian in time, which delays nothing: half the power is left at the cut-off f, so that its
/// standard deviation is √(ln 2)/(2πf). Machines offer cut-offs of 20 to 150 Hz, 40 Hz among them
/// ("monitor" or "muscle filter"; general knowledge). Beyond its ends a signal keeps its last value.
struct PrintFilter: Sendable, Equatable {
  /// Frequency at which half the power is left, in hertz.
  var cutoff: Double

  /// Filters samples.
  func applied(to samples: [Double], samplingRate: Double) -> [Double] {
    guard let last = samples.indices.last else { return [] }
    let width = log(2).squareRoot() / (2 * .pi * cutoff) * samplingRate
    let reach = Int((5 * width).rounded(.up))
    let weights = (-reach...reach).map { exp(-Double($0 * $0) / (2 * width * width)) }
    let sum = weights.reduce(0, +)
    return samples.indices.map { index in
      weights.enumerated().reduce(0) { total, weight in
        total + weight.element * samples[min(max(index + weight.offset - reach, 0), last)]
      } / sum
    }
  }
}
