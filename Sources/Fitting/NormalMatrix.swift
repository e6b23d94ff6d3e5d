import CKernelSums

/// A symmetric positive definite matrix as the solver's steps need it.
///
/// Decomposed in place and without allocation into A = Uᵀ D U, free of square roots. At 22 unknowns a call of LAPACK's `dpotrf` costs several times as much as these loops.
final class NormalMatrix {
  /// Elements from one row to the next.
  let stride: Int
  private let elements: Row
  private let reciprocals: Row

  /// Makes room for `capacity` unknowns and a right side in rows of a length.
  init(capacity: Int, stride: Int) {
    precondition(stride > capacity, "rows of \(stride) for \(capacity) unknowns")
    self.stride = stride
    elements = Row(capacity * stride, repeating: 0)
    reciprocals = Row(stride, repeating: 0)
  }

  /// An element of the upper triangle.
  @inline(__always)
  subscript(row: Int, column: Int) -> Double {
    get { elements[row * stride + column] }
    set { elements[row * stride + column] = newValue }
  }

  /// Takes over products in rows of the same length, each row and column times its scale.
  ///
  /// A scale of 0 makes a row of the identity.
  func load(_ products: Row, scales: Row, size: Int) {
    unsafe kernel_scale(
      products.pointer(), scales.pointer(), Int64(stride), Int64(size), elements.pointer())
  }

  /// Decomposes the first `size` rows.
  ///
  /// - Parameters:
  ///   - size: How many unknowns there are.
  ///   - rightSides: How many columns behind them are right sides, solved on the way.
  /// - Returns: Whether all pivots were positive.
  func decompose(size: Int, rightSides: Int = 0) -> Bool {
    unsafe kernel_decompose(
      elements.pointer(), Int64(stride), Int64(size), Int64(size + rightSides),
      reciprocals.pointer()) == 1
  }

  /// The solution for the right side in the column behind a decomposed matrix.
  func solve(size: Int, into solution: Row) {
    unsafe kernel_backward(
      elements.pointer(), Int64(stride), Int64(size), reciprocals.pointer(),
      elements.pointer(size), Int64(stride), solution.pointer())
  }

  /// bᵀ A⁻¹ b of a decomposed matrix; destroys b.
  func explained(_ b: Row, size: Int) -> Double {
    unsafe kernel_explained(
      elements.pointer(), Int64(stride), Int64(size), reciprocals.pointer(), b.pointer())
  }

  /// What leaving out each kernel would add to the cost if the others followed to first order.
  ///
  /// α² of a kernel over its part of the inverse without its g u and g u².
  func losses(kernels: Int, amplitudes: Row, at offset: Int, into losses: Row) {
    unsafe kernel_losses(
      elements.pointer(), Int64(stride), Int64(kernels), reciprocals.pointer(),
      amplitudes.pointer(offset), losses.pointer())
  }
}
