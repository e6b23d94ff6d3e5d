import CKernelSums

/// Rows of doubles, padded to whole vectors of `KernelSums.lanes`.
typealias Row = Workspace<Double>

/// The inner loops of the solver, compiled for the machine's vector instructions.
///
/// Positions and widths are in samples, windows in vectors of samples.
enum KernelSums {
  /// Doubles in a vector.
  static let lanes = Int(KERNEL_SUMS_LANES)
  /// The most kernels of which products can be had.
  static let mostKernels = Int(KERNEL_SUMS_MOST_KERNELS)

  /// A count rounded up to whole vectors.
  static func padded(_ count: Int) -> Int { vectors(count) * lanes }

  /// How long a row of a matrix must be that has so many columns: a right side follows them, or a
  /// vector that may be spoilt.
  static func stride(columns: Int) -> Int { padded(columns) + lanes }

  /// How many vectors hold a count of doubles.
  static func vectors(_ count: Int) -> Int { (count + lanes - 1) / lanes }

  /// Σ y g uᵖ or Σ g uᵖ of a kernel g for p = 0, 1, 2.
  typealias Moments = (Double, Double, Double)

  /// Writes a kernel into `table` from `offset` on, and sums it against the samples.
  static func tabulate(
    centre: Double, width: Double, window: Range<Int>, start: Int, samples: Row, into table: Row,
    at offset: Int
  ) -> Moments {
    var sums = (0.0, 0.0, 0.0)
    unsafe withUnsafeMutableBytes(of: &sums) { sums in
      unsafe kernel_tabulate(
        samples.pointer(), Int64(window.lowerBound), Int64(start), Int64(window.upperBound), centre,
        width, table.pointer(offset), sums.assumingMemoryBound(to: Double.self).baseAddress)
    }
    return sums
  }

  /// Sums a tabulated kernel.
  static func moments(
    centre: Double, width: Double, window: Range<Int>, table: Row, at offset: Int
  ) -> Moments {
    var sums = (0.0, 0.0, 0.0)
    unsafe withUnsafeMutableBytes(of: &sums) { sums in
      unsafe kernel_moments(
        table.pointer(offset), Int64(window.lowerBound), Int64(window.upperBound), centre, width,
        sums.assumingMemoryBound(to: Double.self).baseAddress)
    }
    return sums
  }

  /// A tabulated kernel or its image.
  struct Tabulated {
    var centre: Double
    var width: Double
    /// Where its row begins in the table.
    var offset: Int
    /// The vectors in which it is not negligible.
    var window: Range<Int>
  }

  /// Adds the nine products of two tabulated kernels' columns to a block, row by row.
  static func addProducts(
    _ a: Tabulated, _ b: Tabulated, in table: Row, of beat: SampledBeat, to block: Row
  ) {
    var first = unsafe kernel_cut(
      centre: a.centre, width: a.width, table: table.pointer(a.offset),
      low: Int64(a.window.lowerBound), high: Int64(a.window.upperBound))
    var second = unsafe kernel_cut(
      centre: b.centre, width: b.width, table: table.pointer(b.offset),
      low: Int64(b.window.lowerBound), high: Int64(b.window.upperBound))
    unsafe kernel_add_products(
      &first, &second, Double(beat.count - 1), beat.period / 2, SampledBeat.reach, block.pointer())
  }

  /// Writes the products of all kernels that no end of the beat cuts.
  static func products(
    centres: Row, widths: Row, count: Int, into products: Row, stride: Int
  ) {
    unsafe kernel_products(
      centres.pointer(), widths.pointer(), Int64(count), products.pointer(), Int64(stride))
  }

  /// Writes the products of one further kernel with the columns of all others into a row.
  static func products(
    centre: Double, width: Double, with centres: Row, widths: Row, count: Int, into row: Row
  ) {
    unsafe kernel_products_of(
      centre, width, centres.pointer(), widths.pointer(), Int64(count), row.pointer())
  }

  /// Σ a b over a window of two rows that begin at offsets.
  static func dot(
    _ a: Row, at first: Int = 0, _ b: Row, at second: Int = 0, window: Range<Int>
  ) -> Double {
    unsafe kernel_dot(
      a.pointer(first), b.pointer(second), Int64(window.lowerBound), Int64(window.upperBound))
  }

  /// Subtracts a multiple of a row from another over a window.
  static func subtract(
    _ factor: Double, times values: Row, at offset: Int, from row: Row, window: Range<Int>
  ) {
    unsafe kernel_subtract(
      row.pointer(), values.pointer(offset), Int64(window.lowerBound), Int64(window.upperBound),
      factor)
  }

  /// The number of the centre at which a template explains most of a row, and how much.
  static func match(
    _ row: Row, at offset: Int, count: Int, stride: Int, values: Row, at first: Int, vectors: Int,
    norms: Row, at norm: Int
  ) -> (number: Int, gain: Double)? {
    var gain = 0.0
    let number = unsafe kernel_match(
      row.pointer(offset), Int64(count), Int64(stride), values.pointer(first), Int64(vectors),
      norms.pointer(norm), &gain)
    return number < 0 ? nil : (Int(number), gain)
  }
}
