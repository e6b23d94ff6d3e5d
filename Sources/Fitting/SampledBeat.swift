import Foundation

/// Four samples, which the compiler adds and multiplies together.
typealias Lanes = SIMD4<Double>

/// One lead of a beat on its grid of samples, with what products with Gaussian kernels need.
///
/// Positions and widths are in samples here, counted from the first. Sums over samples run over
/// vectors of four; the samples that fill up the last vector are zeros.
final class SampledBeat {
  /// Number of samples.
  let count: Int
  /// Length of the heart's cycle in samples: kernels live on a circle of this length.
  let period: Double
  /// Number of vectors.
  let vectors: Int
  /// The samples in millivolts.
  let samples: Workspace<Lanes>
  /// Ones, and zeros behind the last sample.
  let ones: Workspace<Lanes>
  /// Sum of the samples.
  private(set) var sum = 0.0
  /// Sum of their squares.
  private(set) var energy = 0.0

  /// How far from its centre a kernel is followed, in widths: it has fallen to 7e-10 there.
  static let reach = 6.5

  /// Allocates for beats of `count` samples, which are at most one cycle.
  init(count: Int, period: Double) {
    precondition(Double(count) <= period, "\(count) samples in a cycle of \(period)")
    self.count = count
    self.period = period
    vectors = (count + Lanes.scalarCount - 1) / Lanes.scalarCount
    samples = Workspace(vectors, repeating: .zero)
    ones = Workspace(vectors, repeating: .one)
    for i in count..<vectors * Lanes.scalarCount {
      ones[i / Lanes.scalarCount][i % Lanes.scalarCount] = 0
    }
  }

  /// Takes over the samples of a lead.
  func load(_ values: [Double]) {
    precondition(values.count == count, "\(values.count) samples for a beat of \(count)")
    (sum, energy) = (0, 0)
    for (i, value) in values.enumerated() {
      samples[i / Lanes.scalarCount][i % Lanes.scalarCount] = value
      sum += value
      energy += value * value
    }
  }
}

/// The sums over all samples that one kernel takes part in alone.
///
/// With u = (x − centre)/width and g = exp(−u²/2): Σ g uᵖ and Σ y g uᵖ for p = 0, 1, 2.
struct KernelMoments: BitwiseCopyable {
  var plain = (0.0, 0.0, 0.0)
  var data = (0.0, 0.0, 0.0)

  mutating func add(_ other: KernelMoments) {
    plain.0 += other.plain.0
    plain.1 += other.plain.1
    plain.2 += other.plain.2
    data.0 += other.data.0
    data.1 += other.data.1
    data.2 += other.data.2
  }
}

extension SampledBeat {
  /// Tabulates a kernel and sums it against the samples.
  ///
  /// On equally spaced samples g(x + h) = g(x) r(x) and r(x + h) = r(x) q with constant q, so a
  /// kernel costs two multiplications a sample; outwards from the centre the rounding errors stay
  /// below 1e-12 of g.
  ///
  /// - Parameters:
  ///   - centre: Centre in samples; may lie outside the beat.
  ///   - width: Width in samples.
  ///   - table: Where the kernel is written.
  ///   - offset: Vector of `table` that belongs to the first sample.
  /// - Returns: The vectors in which the kernel is not negligible, and its sums.
  func tabulate(
    centre: Double, width: Double, into table: Workspace<Lanes>, offset: Int
  ) -> (window: Range<Int>, moments: KernelMoments) {
    let size = Double(Lanes.scalarCount)
    let reach = min(Self.reach * width, period / 2)
    let low = max(0, Int((centre - reach) / size))
    let high = min(vectors, Int(((centre + reach) / size).rounded(.down)) + 1)
    guard low < high else { return (0..<0, KernelMoments()) }
    let start = min(max(Int((centre / size).rounded(.down)), low), high - 1)
    let step = size / width
    let fine = 1 / width
    // The vector that holds the centre, and its ratio to the next one.
    let u0 = (Double(start) * size - centre) * fine
    var u = Lanes(u0, u0 + fine, u0 + 2 * fine, u0 + 3 * fine)
    let decay = exp(-step * step)
    let fall = exp(-step * fine)
    var g = Lanes(
      exp(-0.5 * u[0] * u[0]), exp(-0.5 * u[1] * u[1]),
      exp(-0.5 * u[2] * u[2]), exp(-0.5 * u[3] * u[3]))
    let first = exp(-step * (u0 + 0.5 * step))
    var ratio = Lanes(first, first * fall, first * fall * fall, first * fall * fall * fall)
    var (left, leftU) = (g, u)
    var leftRatio = decay / ratio
    var (d0, d1, d2) = (Lanes.zero, Lanes.zero, Lanes.zero)
    for v in start..<high {
      table[offset + v] = g
      let yg = samples[v] * g
      let yu = yg * u
      d0 += yg
      d1 += yu
      d2 += yu * u
      g *= ratio
      ratio *= decay
      u += step
    }
    for v in stride(from: start - 1, through: low, by: -1) {
      left *= leftRatio
      leftRatio *= decay
      leftU -= step
      table[offset + v] = left
      let yg = samples[v] * left
      let yu = yg * leftU
      d0 += yg
      d1 += yu
      d2 += yu * leftU
    }
    if high == vectors { table[offset + high - 1] *= ones[high - 1] }
    var moments = KernelMoments()
    moments.data = (d0.sum(), d1.sum(), d2.sum())
    if reach < Self.reach * width {
      cut(table, offset, low..<high, centre: centre, width: width, &moments)
    }
    if isInside(centre: centre, width: width) {
      let area = width * (2 * Double.pi).squareRoot()
      moments.plain = (area, 0, area)
    } else {
      moments.plain = plainMoments(table, offset, low..<high, centre: centre, width: width)
    }
    return (low..<high, moments)
  }

  /// Zeroes what lies more than half a cycle from the centre: there the next image is nearer.
  private func cut(
    _ table: Workspace<Lanes>, _ offset: Int, _ window: Range<Int>, centre: Double, width: Double,
    _ moments: inout KernelMoments
  ) {
    let lanes = Lanes.scalarCount
    for v in Set([window.lowerBound, window.upperBound - 1]) {
      for i in 0..<lanes {
        let distance = Double(v * lanes + i) - centre
        guard distance < -period / 2 || distance >= period / 2 else { continue }
        let u = distance / width
        let yg = samples[v][i] * table[offset + v][i]
        moments.data.0 -= yg
        moments.data.1 -= yg * u
        moments.data.2 -= yg * u * u
        table[offset + v][i] = 0
      }
    }
  }

  /// Whether a Gaussian is negligible at both ends, so that sums over samples are integrals.
  ///
  /// By Poisson's formula the two differ by 2 exp(−2π² width²), 5e-9 at a width of one sample.
  func isInside(centre: Double, width: Double) -> Bool {
    centre - Self.reach * width > 0 && centre + Self.reach * width < Double(count - 1)
  }

  private func plainMoments(
    _ table: Workspace<Lanes>, _ offset: Int, _ window: Range<Int>, centre: Double, width: Double
  ) -> (Double, Double, Double) {
    let scale = 1 / width
    var u = (Lanes(0, 1, 2, 3) + Double(window.lowerBound * Lanes.scalarCount) - centre) * scale
    let step = Double(Lanes.scalarCount) * scale
    var (s0, s1, s2) = (Lanes.zero, Lanes.zero, Lanes.zero)
    for v in window {
      let g = table[offset + v]
      let gu = g * u
      s0 += g
      s1 += gu
      s2 += gu * u
      u += step
    }
    return (s0.sum(), s1.sum(), s2.sum())
  }

  /// The moments 0 … 4 of the product of two tabulated kernels about `centre`, in units of `width`.
  func productMoments(
    _ table: Workspace<Lanes>, _ first: Int, _ second: Int, _ window: Range<Int>, centre: Double,
    width: Double
  ) -> (Double, Double, Double, Double, Double) {
    let scale = 1 / width
    var u = (Lanes(0, 1, 2, 3) + Double(window.lowerBound * Lanes.scalarCount) - centre) * scale
    let step = Double(Lanes.scalarCount) * scale
    var (m0, m1, m2) = (Lanes.zero, Lanes.zero, Lanes.zero)
    var (m3, m4) = (Lanes.zero, Lanes.zero)
    for v in window {
      let p = table[first + v] * table[second + v]
      let pu = p * u
      let puu = pu * u
      m0 += p
      m1 += pu
      m2 += puu
      m3 += puu * u
      m4 += puu * (u * u)
      u += step
    }
    return (m0.sum(), m1.sum(), m2.sum(), m3.sum(), m4.sum())
  }
}
