import Foundation
import LinearAlgebra
import Testing

@Suite struct CholeskyFactorTests {
  /// A = Bᵀ B + I of a matrix without pattern.
  static let matrix: Matrix = {
    let b = Matrix(
      rows: 5, columns: 5, elements: (0..<25).map { Double(($0 * 7919) % 23) / 11 - 1 })
    var a = b.transposed() * b
    for i in 0..<5 { a[i, i] += 1 }
    return a
  }()

  @Test func theFactorTimesItsTransposeIsTheMatrix() throws {
    let l = try CholeskyFactor(Self.matrix).lower
    let product = l * l.transposed()
    // Some ten products of numbers below 10, each rounded.
    #expect(zip(product.elements, Self.matrix.elements).allSatisfy { abs($0 - $1) < 1e-13 * 100 })
    for i in 0..<5 { for j in i + 1..<max(5, i + 1) { #expect(l[i, j] == 0) } }
  }

  @Test func determinantAndWhiteningAgreeWithEigenvalues() throws {
    let factor = try CholeskyFactor(Self.matrix)
    let system = try SymmetricEigensystem(Self.matrix)
    let logarithm = system.values.reduce(0) { $0 + log($1) }
    #expect(abs(factor.logDeterminant - logarithm) < 1e-12)
    let b = [1.0, -2, 0.5, 3, -1]
    let white = factor.whitened(b)
    let projections = (0..<5).map { k in (0..<5).reduce(0) { $0 + system.vectors[$1, k] * b[$1] } }
    let energy = zip(projections, system.values).reduce(0) { $0 + $1.0 * $1.0 / $1.1 }
    #expect(abs(white.reduce(0) { $0 + $1 * $1 } - energy) < 1e-12 * energy)
  }

  @Test func whatIsNotPositiveDefiniteIsRefused() {
    let error = #expect(throws: LinearAlgebraError.self) {
      try CholeskyFactor(Matrix([[1, 2], [2, 1]]))
    }
    #expect(error?.code == .notPositiveDefinite)
    #expect(throws: LinearAlgebraError.self) { try CholeskyFactor(Matrix([[.nan]])) }
  }
}
