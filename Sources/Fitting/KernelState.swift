import Foundation

/// One set of kernels with everything that a step of the fit needs to know about it.
///
/// The model x̂ = c + Σ αᵢ gᵢ is linear in c and αᵢ, so these always have their best values for the
/// kernels' centres and widths. Its columns are 1 and, for every kernel, g, g u and g u² with
/// u = (x − centre)/width: the model's derivatives by offset, amplitude, centre and log-width, the
/// latter two for a unit amplitude and in widths.
final class KernelState {
  /// Row length of `products`.
  let stride: Int
  var count = 0
  let centres: Workspace<Double>
  let widths: Workspace<Double>
  /// Two columns for each kernel: where it is nearer than its image a cycle away, and its image.
  let table: Workspace<Lanes>
  let tableStride: Int
  /// The vectors in which a column of `table` is not negligible.
  let windows: Workspace<Range<Int>>
  /// Position of the image, if the beat sees it.
  let images: Workspace<Double>
  /// Products of all columns with each other, lower triangle and diagonal.
  let products: Workspace<Double>
  /// Products of all columns with the samples.
  let data: Workspace<Double>
  /// c, α₁ … α_K.
  let linear: Workspace<Double>
  /// 1 where an amplitude stands at its bound.
  let pinned: Workspace<Bool>
  /// Sum of squared residuals.
  var cost = Double.infinity

  init(capacity: Int, vectors: Int) {
    stride = 3 * capacity + 1
    centres = Workspace(capacity, repeating: 0)
    widths = Workspace(capacity, repeating: 1)
    tableStride = vectors
    table = Workspace(2 * capacity * vectors, repeating: .zero)
    windows = Workspace(2 * capacity, repeating: 0..<0)
    images = Workspace(capacity, repeating: 0)
    products = Workspace(stride * stride, repeating: 0)
    data = Workspace(stride, repeating: 0)
    linear = Workspace(capacity + 1, repeating: 0)
    pinned = Workspace(capacity + 1, repeating: false)
  }

  /// Takes over another set's centres and widths.
  func copyKernels(of other: KernelState) {
    count = other.count
    for i in 0..<count {
      centres[i] = other.centres[i]
      widths[i] = other.widths[i]
    }
  }

  func append(centre: Double, width: Double) {
    centres[count] = centre
    widths[count] = width
    count += 1
  }

  func remove(_ index: Int) {
    for i in index..<count - 1 {
      centres[i] = centres[i + 1]
      widths[i] = widths[i + 1]
    }
    count -= 1
  }

  /// Computes the products of all kernels from `first` on; those of the others are known.
  func tabulate(_ beat: SampledBeat, from first: Int = 0) {
    products[0] = Double(beat.count)
    data[0] = beat.sum
    for i in first..<count {
      tabulate(i, beat)
      for j in 0...i { multiply(i, j, beat) }
    }
  }

  /// Tabulates a kernel and its image, and sums them against the samples.
  func tabulate(_ i: Int, _ beat: SampledBeat) {
    var (window, moments) = beat.tabulate(
      centre: centres[i], width: widths[i], into: table, offset: 2 * i * tableStride)
    windows[2 * i] = window
    windows[2 * i + 1] = 0..<0
    let ahead = centres[i] < beat.period / 2
    images[i] = centres[i] + (ahead ? beat.period : -beat.period)
    let nearest = ahead ? images[i] - Double(beat.count - 1) : -images[i]
    if nearest < SampledBeat.reach * widths[i] {
      let image = beat.tabulate(
        centre: images[i], width: widths[i], into: table, offset: (2 * i + 1) * tableStride)
      windows[2 * i + 1] = image.window
      moments.add(image.moments)
    }
    let a = 1 + 3 * i
    (data[a], data[a + 1], data[a + 2]) = moments.data
    let row = a * stride
    (products[row], products[row + stride], products[row + 2 * stride]) = moments.plain
  }

  /// Product of a tabulated kernel with other samples of the beat's length.
  func dot(_ i: Int, _ samples: Workspace<Lanes>) -> Double {
    var sum = Lanes.zero
    for column in 2 * i...2 * i + 1 {
      for v in windows[column] { sum += table[column * tableStride + v] * samples[v] }
    }
    return sum.sum()
  }

  /// Products of kernel i's columns with kernel j's.
  func multiply(_ i: Int, _ j: Int, _ beat: SampledBeat) {
    for row in 3 * i + 1..<3 * i + 4 {
      for column in 3 * j + 1..<3 * j + 4 { products[row * stride + column] = 0 }
    }
    multiply(i, j, centres[i], centres[j], 2 * i, 2 * j, beat)
    let (imageI, imageJ) = (!windows[2 * i + 1].isEmpty, !windows[2 * j + 1].isEmpty)
    if imageI { multiply(i, j, images[i], centres[j], 2 * i + 1, 2 * j, beat) }
    if imageJ { multiply(i, j, centres[i], images[j], 2 * i, 2 * j + 1, beat) }
    if imageI, imageJ { multiply(i, j, images[i], images[j], 2 * i + 1, 2 * j + 1, beat) }
  }

  /// Adds the products over the samples that see the kernels at two given centres.
  ///
  /// gᵢ gⱼ is a Gaussian again, so its moments are closed forms unless the beat's ends or the
  /// opposite side of the circle cut it.
  private func multiply(
    _ i: Int, _ j: Int, _ centreI: Double, _ centreJ: Double, _ tableI: Int, _ tableJ: Int,
    _ beat: SampledBeat
  ) {
    let (si, sj) = (widths[i], widths[j])
    let total = si * si + sj * sj
    let distance = centreI - centreJ
    let exponent = 0.5 * distance * distance / total
    guard exponent < 25 else { return }
    let (a, b) = (1 + 3 * i, 2 + 3 * i)
    let (p, q) = (1 + 3 * j, 2 + 3 * j)
    let width = si * sj / total.squareRoot()
    let centre = (centreI * sj * sj + centreJ * si * si) / total
    let uncut = beat.period / 2 - SampledBeat.reach * width
    var (m0, m1, m2, m3, m4) = (0.0, 0.0, 0.0, 0.0, 0.0)
    if beat.isInside(centre: centre, width: width), abs(centre - centreI) < uncut,
      abs(centre - centreJ) < uncut
    {
      m0 = exp(-exponent) * width * (2 * Double.pi).squareRoot()
      (m2, m4) = (m0, 3 * m0)
    } else {
      let window = windows[tableI].clamped(to: windows[tableJ])
      guard !window.isEmpty else { return }
      (m0, m1, m2, m3, m4) = beat.productMoments(
        table, tableI * tableStride, tableJ * tableStride, window, centre: centre, width: width)
    }
    // uᵢ = e ξ + f and uⱼ = g ξ + h in ξ = (x − centre)/width.
    let (e, f) = (width / si, (centre - centreI) / si)
    let (g, h) = (width / sj, (centre - centreJ) / sj)
    let (e2, e1, e0) = (e * e, 2 * e * f, f * f)
    let (g2, g1, g0) = (g * g, 2 * g * h, h * h)
    add(a, p, m0)
    add(a, q, g * m1 + h * m0)
    add(a, q + 1, g2 * m2 + g1 * m1 + g0 * m0)
    add(b, p, e * m1 + f * m0)
    add(b + 1, p, e2 * m2 + e1 * m1 + e0 * m0)
    add(b, q, e * g * m2 + (e * h + f * g) * m1 + f * h * m0)
    add(b, q + 1, e * g2 * m3 + (e * g1 + f * g2) * m2 + (e * g0 + f * g1) * m1 + f * g0 * m0)
    add(b + 1, q, g * e2 * m3 + (g * e1 + h * e2) * m2 + (g * e0 + h * e1) * m1 + h * e0 * m0)
    add(
      b + 1, q + 1,
      e2 * g2 * m4 + (e2 * g1 + e1 * g2) * m3 + (e2 * g0 + e1 * g1 + e0 * g2) * m2
        + (e1 * g0 + e0 * g1) * m1 + e0 * g0 * m0)
  }

  @inline(__always)
  private func add(_ row: Int, _ column: Int, _ value: Double) {
    products[row * stride + column] += value
  }
  /// A product, whichever triangle it is asked from.
  @inline(__always)
  func product(_ row: Int, _ column: Int) -> Double {
    products[max(row, column) * stride + min(row, column)]
  }
}
