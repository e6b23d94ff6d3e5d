import CNoiseKernels
public import Electrocardiogram

/// Potentials at the nine electrodes, in single precision.
public struct ElectrodeSignals: Sendable, Equatable {
  /// Samples at each electrode.
  public let count: Int
  /// `[9][count]`, in `Electrode.allCases` order.
  var samples: [Float]

  /// Silence.
  public init(count: Int) {
    precondition(count >= 0, "\(count) samples")
    self.count = count
    samples = Array(repeating: 0, count: Electrode.allCases.count * count)
  }

  /// The potential at an electrode, in the unit of the signals.
  public subscript(electrode: Electrode) -> [Float] { Array(samples[range(of: electrode)]) }

  /// What a lead sees.
  public func potential(in lead: Lead) -> [Double] {
    var row = [Double](repeating: 0, count: count)
    add(to: &row, as: lead)
    return row
  }

  /// Where an electrode's samples stand.
  func range(of electrode: Electrode) -> Range<Int> {
    electrode.index * count..<(electrode.index + 1) * count
  }

  /// Silences all electrodes.
  mutating func clear() {
    for index in samples.indices { samples[index] = 0 }
  }

  /// Adds what a lead sees to its samples.
  func add(to row: inout [Double], as lead: Lead) {
    precondition(row.count == count, "\(row.count) samples for \(count)")
    let weights = lead.electrodeWeights
    unsafe row.withUnsafeMutableBufferPointer { row in
      unsafe samples.withUnsafeBufferPointer { samples in
        unsafe weights.withUnsafeBufferPointer { weights in
          guard let row = row.baseAddress, let samples = samples.baseAddress,
            let weights = weights.baseAddress
          else { return }
          unsafe noise_project(row, samples, Int64(count), weights)
        }
      }
    }
  }

  /// Adds other signals without their means, times a factor.
  mutating func add(_ other: ElectrodeSignals, times gain: Float, means: [Float]) {
    precondition(
      other.count == count && means.count == Electrode.allCases.count,
      "\(other.count) samples for \(count), \(means.count) means")
    let count = count
    unsafe samples.withUnsafeMutableBufferPointer { total in
      unsafe other.samples.withUnsafeBufferPointer { other in
        unsafe means.withUnsafeBufferPointer { means in
          guard let total = total.baseAddress, let other = other.baseAddress,
            let means = means.baseAddress
          else { return }
          unsafe noise_accumulate(total, other, Int64(count), gain, means)
        }
      }
    }
  }

  /// Adds a row times a factor to an electrode.
  mutating func add(_ row: [Float], times gain: Float, at electrode: Electrode) {
    precondition(row.count == count, "\(row.count) samples for \(count)")
    let (first, count) = (range(of: electrode).lowerBound, count)
    unsafe samples.withUnsafeMutableBufferPointer { samples in
      unsafe row.withUnsafeBufferPointer { row in
        guard let samples = samples.baseAddress, let row = row.baseAddress else { return }
        unsafe noise_add_row(samples + first, row, Int64(count), gain)
      }
    }
  }
}

extension Electrode {
  /// The place in `allCases`.
  var index: Int {
    switch self {
    case .RA: 0
    case .LA: 1
    case .LL: 2
    case .V1: 3
    case .V2: 4
    case .V3: 5
    case .V4: 6
    case .V5: 7
    case .V6: 8
    }
  }
}
