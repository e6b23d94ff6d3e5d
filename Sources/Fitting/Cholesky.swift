import Foundation

/// Cholesky's decomposition for the fit's normal equations, in place and without allocation.
///
/// At 22 unknowns a call of LAPACK's `dpotrf` costs about as much as this loop, and the
/// decomposition is entered again at a later row when only the damping changes.
enum Cholesky {
  /// Decomposes rows `first ..< size` of a lower triangle whose rows before are decomposed already.
  ///
  /// - Returns: Whether all pivots were positive.
  static func decompose(
    _ a: Workspace<Double>, stride: Int, size: Int, from first: Int = 0
  ) -> Bool {
    for i in first..<size {
      let row = i * stride
      for j in 0..<i {
        let other = j * stride
        a[row + j] = (a[row + j] - dot(a, row, other, j)) * a[other + j]
      }
      let pivot = a[row + i] - dot(a, row, row, i)
      guard pivot > 0 else { return false }
      // The diagonal holds the reciprocal: divisions are slow.
      a[row + i] = 1 / pivot.squareRoot()
    }
    return true
  }

  /// Solves L x = b in place.
  static func forward(
    _ a: Workspace<Double>, stride: Int, size: Int, _ b: Workspace<Double>
  ) {
    for i in 0..<size {
      var sum = b[i]
      for j in 0..<i { sum -= a[i * stride + j] * b[j] }
      b[i] = sum * a[i * stride + i]
    }
  }

  /// Solves Lᵀ x = b in place.
  static func backward(
    _ a: Workspace<Double>, stride: Int, size: Int, _ b: Workspace<Double>
  ) {
    for i in Swift.stride(from: size - 1, through: 0, by: -1) {
      let x = b[i] * a[i * stride + i]
      b[i] = x
      for j in 0..<i { b[j] -= a[i * stride + j] * x }
    }
  }

  @inline(__always)
  private static func dot(_ a: Workspace<Double>, _ p: Int, _ q: Int, _ n: Int) -> Double {
    var (s, t) = (SIMD2<Double>.zero, SIMD2<Double>.zero)
    var k = 0
    while k + 4 <= n {
      s += SIMD2(a[p + k], a[p + k + 1]) * SIMD2(a[q + k], a[q + k + 1])
      t += SIMD2(a[p + k + 2], a[p + k + 3]) * SIMD2(a[q + k + 2], a[q + k + 3])
      k += 4
    }
    var sum = (s + t).sum()
    while k < n {
      sum += a[p + k] * a[q + k]
      k += 1
    }
    return sum
  }
}
