import Foundation

/// One set of kernels with everything that a step of the fit needs to know about it.
///
/// The model x̂ = c + Σ αᵢ gᵢ is linear in c and αᵢ, so these always have their best values for the
/// kernels' centres and widths. Its columns are 1, then g of every kernel, then g u, then g u² with
/// u = (x − centre)/width: the model's derivatives by offset, amplitude, centre and log-width, the
/// latter two for a unit amplitude and in widths.
final class KernelState {
  /// How many kernels there is room for.
  let capacity: Int
  /// Row length of `products`.
  let stride: Int
  private(set) var count = 0
  let centres: Row
  let widths: Row
  /// Two rows for each kernel: where it is nearer than its image a cycle away, and its image.
  let table: Row
  /// Row length of `table`.
  let tableStride: Int
  /// The vectors in which a row of `table` is not negligible.
  let windows: Workspace<Range<Int>>
  /// Position of the image, if the beat sees it.
  private let images: Row
  /// Whether the beat's ends leave the kernel whole; then the circle does so, too.
  private let whole: Workspace<Bool>
  /// Products of all columns with each other, symmetric.
  let products: Row
  /// Products of all columns with the samples.
  let data: Row
  /// The nine products of two kernels' columns.
  private let block = Row(9, repeating: 0)
  /// c, α₁ … α_K.
  let linear: Row
  /// Whether an amplitude stands at its bound.
  let pinned: Workspace<Bool>
  /// Sum of squared residuals.
  var cost = Double.infinity

  init(capacity: Int, vectors: Int) {
    precondition(capacity <= KernelSums.mostKernels, "room for \(capacity) kernels")
    self.capacity = capacity
    stride = KernelSums.stride(columns: 3 * capacity + 1)
    // Products are computed in whole vectors of kernels, those that fill up having a width of 1.
    centres = Row(KernelSums.padded(capacity), repeating: 0)
    widths = Row(KernelSums.padded(capacity), repeating: 1)
    tableStride = vectors * KernelSums.lanes
    table = Row(2 * capacity * tableStride, repeating: 0)
    windows = Workspace(2 * capacity, repeating: 0..<0)
    images = Row(capacity, repeating: 0)
    whole = Workspace(capacity, repeating: true)
    products = Row((3 * capacity + 1) * stride, repeating: 0)
    data = Row(stride, repeating: 0)
    linear = Row(capacity + 1, repeating: 0)
    pinned = Workspace(capacity + 1, repeating: false)
  }

  /// Number of columns.
  var size: Int { 3 * count + 1 }

  /// Column of kernel i's g (kind 0), g u (1) or g u² (2).
  @inline(__always)
  func column(_ kind: Int, _ i: Int) -> Int { 1 + kind * count + i }

  /// Forgets all kernels.
  func clear() { count = 0 }

  /// Takes over another set's centres and widths.
  func copyKernels(of other: KernelState) {
    count = other.count
    for i in 0..<count {
      centres[i] = other.centres[i]
      widths[i] = other.widths[i]
    }
  }

  func append(centre: Double, width: Double) {
    precondition(count < capacity, "more than \(capacity) kernels")
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

  /// Computes the products of all columns with each other and with the samples.
  func tabulate(_ beat: SampledBeat) {
    KernelSums.products(
      centres: centres, widths: widths, count: count, into: products, stride: stride)
    products[0] = Double(beat.count)
    data[0] = beat.sum
    for i in 0..<count {
      let (plain, data) = tabulate(i, beat, against: beat.samples)
      set(column(0, i), plain.0, data.0)
      set(column(1, i), plain.1, data.1)
      set(column(2, i), plain.2, data.2)
    }
    for i in 0..<count {
      for j in 0...i where !(whole[i] && whole[j]) && isCut(i, j, beat) { multiply(i, j, beat) }
    }
  }

  /// Whether the product of two kernels is cut, or seen twice on the circle.
  private func isCut(_ i: Int, _ j: Int, _ beat: SampledBeat) -> Bool {
    guard windows[2 * i + 1].isEmpty, windows[2 * j + 1].isEmpty else { return true }
    let (vi, vj) = (widths[i] * widths[i], widths[j] * widths[j])
    let width = (vi * vj / (vi + vj)).squareRoot()
    let centre = (centres[i] * vj + centres[j] * vi) / (vi + vj)
    let uncut = beat.period / 2 - SampledBeat.reach * width
    return !beat.isInside(centre: centre, width: width) || abs(centre - centres[i]) >= uncut
      || abs(centre - centres[j]) >= uncut
  }

  @inline(__always)
  private func set(_ column: Int, _ plain: Double, _ data: Double) {
    products[column] = plain
    products[column * stride] = plain
    self.data[column] = data
  }

  /// Tabulates a kernel and its image, and sums them alone and against samples.
  private func tabulate(
    _ i: Int, _ beat: SampledBeat, against samples: Row
  ) -> (plain: KernelSums.Moments, data: KernelSums.Moments) {
    let (centre, width) = (centres[i], widths[i])
    let own = beat.tabulate(
      centre: centre, width: width, against: samples, into: table, at: 2 * i * tableStride)
    windows[2 * i] = own.window
    windows[2 * i + 1] = 0..<0
    whole[i] = beat.isInside(centre: centre, width: width)
    let ahead = centre < beat.period / 2
    images[i] = centre + (ahead ? beat.period : -beat.period)
    let nearest = ahead ? images[i] - Double(beat.count - 1) : -images[i]
    guard nearest < SampledBeat.reach * width else { return (own.plain, own.data) }
    let image = beat.tabulate(
      centre: images[i], width: width, against: samples, into: table,
      at: (2 * i + 1) * tableStride)
    windows[2 * i + 1] = image.window
    return (Self.add(own.plain, image.plain), Self.add(own.data, image.data))
  }

  private static func add(
    _ a: KernelSums.Moments, _ b: KernelSums.Moments
  ) -> KernelSums.Moments { (a.0 + b.0, a.1 + b.1, a.2 + b.2) }

  /// Computes the products of two kernels of which one is cut.
  private func multiply(_ i: Int, _ j: Int, _ beat: SampledBeat) {
    writeBlock(i, j, beat)
    for kind in 0..<3 {
      let row = column(kind, i)
      for other in 0..<3 {
        let column = column(other, j)
        products[row * stride + column] = block[3 * kind + other]
        products[column * stride + row] = block[3 * kind + other]
      }
    }
  }

  /// Compares a further kernel with what is left of the beat, and with the present kernels.
  ///
  /// - Parameters:
  ///   - centre: Centre in samples.
  ///   - width: Width in samples.
  ///   - residual: What the present kernels leave of the beat.
  ///   - beat: The beat.
  ///   - row: Receives Σ g times every column.
  ///   - limit: If slope² is not above so many times the energy, `row` is not written.
  /// - Returns: Σ g r and Σ g².
  func compare(
    centre: Double, width: Double, with residual: Row, _ beat: SampledBeat, into row: Row,
    limit: Double
  ) -> (slope: Double, energy: Double) {
    precondition(count < capacity, "more than \(capacity) kernels")
    let i = count
    (centres[i], widths[i]) = (centre, width)
    let sums = tabulate(i, beat, against: residual)
    let slope = sums.data.0
    var energy = width * Double.pi.squareRoot()
    if !whole[i] {
      writeBlock(i, i, beat)
      energy = block[0]
    }
    guard slope * slope > limit * energy else { return (slope, energy) }
    KernelSums.products(
      centre: centre, width: width, with: centres, widths: widths, count: count, into: row)
    row[0] = sums.plain.0
    for j in 0..<count where !(whole[i] && whole[j]) && isCut(i, j, beat) {
      writeBlock(i, j, beat)
      for kind in 0..<3 { row[column(kind, j)] = block[kind] }
    }
    return (slope, energy)
  }

  /// Writes the nine products of two kernels' columns into `block`, images included.
  private func writeBlock(_ i: Int, _ j: Int, _ beat: SampledBeat) {
    for n in 0..<9 { block[n] = 0 }
    for a in 2 * i...2 * i + 1 where !windows[a].isEmpty {
      for b in 2 * j...2 * j + 1 where !windows[b].isEmpty {
        KernelSums.addProducts(tabulated(a), tabulated(b), in: table, of: beat, to: block)
      }
    }
  }

  /// A kernel (even rows of the table) or its image (odd ones).
  @inline(__always)
  private func tabulated(_ row: Int) -> KernelSums.Tabulated {
    KernelSums.Tabulated(
      centre: row % 2 == 0 ? centres[row / 2] : images[row / 2], width: widths[row / 2],
      offset: row * tableStride, window: windows[row])
  }
}
