import Foundation

/// Removal of baseline wander, which electrodes make and no dipole explains.
public enum BaselineRemoval {
  /// Subtracts a zero-phase low-pass: a first-order filter run forward and backward.
  ///
  /// The gain at a frequency f is 1 − 1/(1 + (f/f₀)²), so that f₀ = 0.5 Hz halves 0.5 Hz and leaves 99 %
  /// of 5 Hz.
  ///
  /// - Parameters:
  ///   - signal: Potential in any unit.
  ///   - samplingRate: Samples a second.
  ///   - cutoff: f₀ in hertz, where the gain is one half.
  /// - Returns: The signal without its slow part.
  public static func highPass(
    _ signal: [Double], samplingRate: Double, cutoff: Double
  ) -> [Double] {
    precondition(samplingRate > 0 && cutoff > 0, "cut-off \(cutoff) Hz at \(samplingRate) Hz")
    guard let first = signal.first else { return [] }
    let keep = exp(-2 * .pi * cutoff / samplingRate)
    var slow = signal
    var level = first
    for index in slow.indices {
      level = keep * level + (1 - keep) * signal[index]
      slow[index] = level
    }
    for index in slow.indices.reversed() {
      level = keep * level + (1 - keep) * slow[index]
      slow[index] = level
    }
    return zip(signal, slow).map { $0 - $1 }
  }
}
