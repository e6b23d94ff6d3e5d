import LinearAlgebra
import RandomNumbers
import Testing

@testable import Fitting

@Suite struct NormalMatrixTests {
  /// BᵀB of a random B with more rows than columns, in rows of a stride.
  private func products(_ size: Int, stride: Int, seed: UInt64) -> Row {
    var random = Philox(seed: seed)
    let factor = (0..<size + 5).map { _ in (0..<size).map { _ in random.normal() } }
    let products = Row(size * stride, repeating: 0)
    for i in 0..<size {
      for j in 0..<size {
        products[i * stride + j] = factor.reduce(0) { $0 + $1[i] * $1[j] }
      }
    }
    return products
  }

  private func dense(_ products: Row, stride: Int, scales: [Double]) -> Matrix {
    let size = scales.count
    return Matrix(
      (0..<size).map { i in
        (0..<size).map { j in
          scales[i] == 0 || scales[j] == 0
            ? (i == j ? 1 : 0) : scales[i] * scales[j] * products[i * stride + j]
        }
      })
  }

  /// Sizes below, at and beyond whole vectors.
  @Test(arguments: [1, 4, 7, 8, 9, 22, 31]) func solvesWhatLeastSquaresSolves(size: Int) throws {
    let stride = KernelSums.stride(columns: size)
    let products = products(size, stride: stride, seed: UInt64(size))
    var random = Philox(seed: 9)
    var scales = (0..<size).map { _ in 0.5 + random.uniform() }
    if size > 4 { scales[3] = 0 }
    let row = Row(stride, repeating: 0)
    for i in 0..<size { row[i] = scales[i] }
    let right = (0..<size).map { scales[$0] == 0 ? 0 : random.normal() }

    let matrix = NormalMatrix(capacity: size, stride: stride)
    matrix.load(products, scales: row, size: size)
    for i in 0..<size { matrix[i, size] = right[i] }
    #expect(matrix.decompose(size: size, rightSides: 1))
    let solution = Row(stride, repeating: 0)
    matrix.solve(size: size, into: solution)
    let reference = try LeastSquares(
      dense(products, stride: stride, scales: scales), Matrix(column: right),
      relativeTolerance: 1e-14)
    let expected = reference.solution.column(0)
    // Condition numbers of these matrices stay below 1e5.
    let size2 = expected.reduce(0) { max($0, abs($1)) }
    for i in 0..<size { #expect(abs(solution[i] - expected[i]) < 1e-9 * size2, "unknown \(i)") }

    for i in 0..<stride { row[i] = i < size ? right[i] : 0 }
    let explained = zip(right, expected).reduce(0) { $0 + $1.0 * $1.1 }
    #expect(abs(matrix.explained(row, size: size) - explained) < 1e-9 * explained)
  }

  @Test func indefiniteMatrixIsRefused() {
    let stride = KernelSums.stride(columns: 2)
    let products = Row(2 * stride, repeating: 0)
    for (at, value) in [(0, 1.0), (1, 2), (stride, 2), (stride + 1, 1)] { products[at] = value }
    let scales = Row(stride, repeating: 0)
    (scales[0], scales[1]) = (1, 1)
    let matrix = NormalMatrix(capacity: 2, stride: stride)
    matrix.load(products, scales: scales, size: 2)
    #expect(!matrix.decompose(size: 2))
  }
}
