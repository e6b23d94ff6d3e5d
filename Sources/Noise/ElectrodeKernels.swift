import CNoiseKernels

/// The loops over samples that are compiled for the machine's vector instructions.
enum ElectrodeKernels {
  /// Electrodes that the filter's states have room for.
  static let lanes = Int(NOISE_LANES)
  /// Counts of sections that the filter takes.
  static let sections = 1...Int(NOISE_MOST_SECTIONS)

  /// Runs a cascade over each electrode in place; `states` is `[sections][lanes]`.
  static func filter(
    _ signals: inout ElectrodeSignals, poles: [Float], zeros: [Float], states: inout [Float]
  ) {
    let count = signals.count
    precondition(
      sections.contains(poles.count) && zeros.count == poles.count
        && states.count == poles.count * lanes,
      "\(poles.count) poles, \(zeros.count) zeros, \(states.count) states")
    unsafe signals.samples.withUnsafeMutableBufferPointer { signals in
      unsafe states.withUnsafeMutableBufferPointer { states in
        unsafe poles.withUnsafeBufferPointer { poles in
          unsafe zeros.withUnsafeBufferPointer { zeros in
            guard let signals = signals.baseAddress, let states = states.baseAddress,
              let p = poles.baseAddress, let z = zeros.baseAddress
            else { return }
            unsafe noise_filter(p, z, Int64(poles.count), states, Int64(count), signals)
          }
        }
      }
    }
  }

  /// Variance of a row; NaN if a sample is.
  static func variance(of row: [Double]) -> Double {
    guard !row.isEmpty else { return 0 }
    var (sum, squares) = (0.0, 0.0)
    unsafe row.withUnsafeBufferPointer {
      guard let base = $0.baseAddress else { return }
      unsafe noise_row_sums(base, Int64($0.count), &sum, &squares)
    }
    let n = Double(row.count)
    // Rounding of the difference counts as nothing.
    let variance = squares / n - (sum / n) * (sum / n)
    return variance.isNaN || variance > 1e-13 * squares / n ? variance : 0
  }
}
