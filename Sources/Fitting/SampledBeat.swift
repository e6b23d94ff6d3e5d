import Foundation

/// One lead of a beat on its grid of samples, with what products with Gaussian kernels need.
///
/// Positions and widths are in samples here, counted from the first. Rows are filled up with zeros to
/// whole vectors.
final class SampledBeat {
  /// Number of samples.
  let count: Int
  /// Length of the heart's cycle in samples: kernels live on a circle of this length.
  let period: Double
  /// Number of vectors.
  let vectors: Int
  /// The samples in millivolts.
  let samples: Row
  /// Sum of the samples.
  private(set) var sum = 0.0
  /// Sum of their squares.
  private(set) var energy = 0.0
  /// Smallest and largest of the 2ʲ samples from each one on, `[j][sample]`.
  private let lows: Row
  private let highs: Row

  /// How far from its centre a kernel is followed, in widths: it has fallen to 7e-10 there.
  static let reach = 6.5

  /// Allocates for beats of `count` samples, which are at most one cycle.
  init(count: Int, period: Double) {
    precondition(Double(count) <= period, "\(count) samples in a cycle of \(period)")
    self.count = count
    self.period = period
    vectors = KernelSums.vectors(count)
    samples = Row(KernelSums.padded(count), repeating: 0)
    let levels = Int.bitWidth - count.leadingZeroBitCount
    lows = Row(levels * count, repeating: 0)
    highs = Row(levels * count, repeating: 0)
  }

  /// Takes over the samples of a lead.
  func load(_ values: [Double]) {
    precondition(values.count == count, "\(values.count) samples for a beat of \(count)")
    (sum, energy) = (0, 0)
    for (i, value) in values.enumerated() {
      samples[i] = value
      sum += value
      energy += value * value
      (lows[i], highs[i]) = (value, value)
    }
    var (half, row) = (1, count)
    while 2 * half <= count {
      for i in 0...count - 2 * half {
        let first = row - count + i
        lows[row + i] = min(lows[first], lows[first + half])
        highs[row + i] = max(highs[first], highs[first + half])
      }
      half *= 2
      row += count
    }
  }

  /// Difference of the largest and the smallest sample within a distance of a place.
  func span(around place: Double, within distance: Double) -> Double {
    let first = max(0, Int((place - distance).rounded(.down)))
    let last = min(count - 1, Int((place + distance).rounded(.up)))
    let length = last - first + 1
    let level = Int.bitWidth - 1 - length.leadingZeroBitCount
    let left = level * count + first
    let right = level * count + last + 1 - (1 << level)
    return max(highs[left], highs[right]) - min(lows[left], lows[right])
  }
}

/// A kernel in a table: the vectors in which it is not negligible, and the sums over all samples that
/// it takes part in alone.
struct TabulatedKernel {
  var window: Range<Int>
  /// Σ g uᵖ, u = (x − centre)/width, p = 0, 1, 2.
  var plain: KernelSums.Moments
  /// Σ y g uᵖ.
  var data: KernelSums.Moments
}

extension SampledBeat {
  /// Tabulates a kernel and sums it against the samples.
  ///
  /// - Parameters:
  ///   - centre: Centre in samples; may lie outside the beat.
  ///   - width: Width in samples.
  ///   - samples: What to sum it against.
  ///   - table: Where the kernel is written.
  ///   - offset: Element of `table` that belongs to the first sample.
  /// - Returns: The kernel's window and sums.
  func tabulate(
    centre: Double, width: Double, against samples: Row, into table: Row, at offset: Int
  ) -> TabulatedKernel {
    let size = Double(KernelSums.lanes)
    let reach = min(Self.reach * width, period / 2)
    let low = max(0, Int((centre - reach) / size))
    let high = min(vectors, Int(((centre + reach) / size).rounded(.down)) + 1)
    guard low < high else {
      return TabulatedKernel(window: 0..<0, plain: (0, 0, 0), data: (0, 0, 0))
    }
    let start = min(max(Int((centre / size).rounded(.down)), low), high - 1)
    var kernel = TabulatedKernel(
      window: low..<high, plain: (0, 0, 0),
      data: KernelSums.tabulate(
        centre: centre, width: width, window: low..<high, start: start, samples: samples,
        into: table, at: offset))
    if high == vectors {
      for i in count..<vectors * KernelSums.lanes { table[offset + i] = 0 }
    }
    if reach < Self.reach * width {
      cut(samples, table, offset, at: low, centre: centre, width: width, &kernel.data)
      if high - 1 > low {
        cut(samples, table, offset, at: high - 1, centre: centre, width: width, &kernel.data)
      }
    }
    if isInside(centre: centre, width: width) {
      let area = width * (2 * Double.pi).squareRoot()
      kernel.plain = (area, 0, area)
    } else {
      kernel.plain = KernelSums.moments(
        centre: centre, width: width, window: low..<high, table: table, at: offset)
    }
    return kernel
  }

  /// Zeroes what lies in a vector more than half a cycle from the centre: there the next image is
  /// nearer.
  private func cut(
    _ samples: Row, _ table: Row, _ offset: Int, at vector: Int, centre: Double, width: Double,
    _ data: inout KernelSums.Moments
  ) {
    for i in vector * KernelSums.lanes..<(vector + 1) * KernelSums.lanes {
      let distance = Double(i) - centre
      guard distance < -period / 2 || distance >= period / 2 else { continue }
      let u = distance / width
      let product = samples[i] * table[offset + i]
      data.0 -= product
      data.1 -= product * u
      data.2 -= product * u * u
      table[offset + i] = 0
    }
  }

  /// Whether a Gaussian is negligible at both ends, so that sums over samples are integrals.
  ///
  /// By Poisson's formula the two differ by 2 exp(−2π² width²), 5e-9 at a width of one sample.
  func isInside(centre: Double, width: Double) -> Bool {
    centre - Self.reach * width > 0 && centre + Self.reach * width < Double(count - 1)
  }
}
