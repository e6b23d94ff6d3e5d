import Foundation
import LinearAlgebra
import TestSupport
import Testing

/// The largest absolute difference between two matrices of one shape.
private func distance(_ a: Matrix, _ b: Matrix) -> Double {
  precondition(a.rows == b.rows && a.columns == b.columns)
  return zip(a.elements, b.elements).map { abs($0 - $1) }.max() ?? 0
}

/// A full matrix without structure: the fractional parts of multiples of the golden ratio.
private func example(_ rows: Int, _ columns: Int) -> Matrix {
  let elements = (1...rows * columns).map { i in
    let x = Double(i * i) * 0.618_033_988_749_894_9
    return x - x.rounded(.down) - 0.5
  }
  return Matrix(rows: rows, columns: columns, elements: elements)
}

@Suite struct MatrixTests {
  @Test func productMatchesHandCalculation() {
    let a = Matrix([[1, 2, 3], [4, 5, 6]])
    #expect(a * Matrix([[1, 0], [2, -1], [0, 3]]) == Matrix([[5, 7], [14, 13]]))
    #expect(a * [1, 1, 1] == [6, 15])
    #expect(a.transposed() == Matrix([[1, 4], [2, 5], [3, 6]]))
    #expect(a.row(1) == [4, 5, 6])
    #expect(a.column(2) == [3, 6])
  }

  @Test func productOverNothingIsZero() {
    #expect(
      Matrix(rows: 2, columns: 0) * Matrix(rows: 0, columns: 3) == Matrix(rows: 2, columns: 3))
  }
}

@Suite struct SingularValueDecompositionTests {
  @Test func knownSingularValues() throws {
    // AᵀA = [[25, 20], [20, 25]] has eigenvalues 45 and 5.
    let svd = try SingularValueDecomposition(Matrix([[3, 0], [4, 5]]))
    #expect(abs(svd.singularValues[0] - 45.0.squareRoot()) < 1e-14)
    #expect(abs(svd.singularValues[1] - 5.0.squareRoot()) < 1e-14)
  }

  @Test(arguments: [(8, 3), (3, 8), (5, 5), (8, 400)])
  func factorsMultiplyToTheMatrix(rows: Int, columns: Int) throws {
    let a = example(rows, columns)
    let svd = try SingularValueDecomposition(a)
    let k = min(rows, columns)
    var scaled = svd.vTransposed
    for i in 0..<k { for j in 0..<columns { scaled[i, j] *= svd.singularValues[i] } }
    // A few hundred roundings of numbers below 10.
    #expect(distance(svd.u * scaled, a) < 1e-12)
    #expect(distance(svd.u.transposed() * svd.u, .identity(k)) < 1e-13)
    #expect(distance(svd.vTransposed * svd.vTransposed.transposed(), .identity(k)) < 1e-13)
    #expect(zip(svd.singularValues, svd.singularValues.dropFirst()).allSatisfy { $0 >= $1 })
  }

  @Test func pseudoInverseMeetsPenrosesConditions() throws {
    // Rank 2: the third column is the sum of the others.
    var a = example(6, 3)
    for i in 0..<6 { a[i, 2] = a[i, 0] + a[i, 1] }
    let svd = try SingularValueDecomposition(a)
    #expect(svd.rank(relativeTolerance: 1e-10) == 2)
    let p = svd.pseudoInverse(relativeTolerance: 1e-10)
    #expect(distance(a * p * a, a) < 1e-13)
    #expect(distance(p * a * p, p) < 1e-12)
    #expect(distance((a * p).transposed(), a * p) < 1e-13)
    #expect(distance((p * a).transposed(), p * a) < 1e-13)
  }

  @Test func missingSampleIsAnErrorWithItsPlace() throws {
    let error = #expect(throws: LinearAlgebraError.self) {
      try SingularValueDecomposition(Matrix([[1, 2], [.nan, 4]]))
    }
    #expect(error?.code == .notFinite)
    #expect(error?.description.contains("(1, 0)") == true)
  }
}

@Suite struct LeastSquaresTests {
  @Test func lineThroughPointsIsTheClosedForm() throws {
    // y = 1 + 2 t with residuals (1, -2, 1)/6: the normal equations give exactly 1 and 2.
    let t = [0.0, 1, 2]
    let y = [1 + 1 / 6.0, 3 - 2 / 6.0, 5 + 1 / 6.0]
    let fit = try LeastSquares(
      Matrix(t.map { [1, $0] }), Matrix(column: y), relativeTolerance: 1e-12)
    #expect(fit.rank == 2)
    #expect(distance(fit.solution, Matrix(column: [1, 2])) < 1e-14)
  }

  @Test func deficientSystemGivesTheShortestSolution() throws {
    // x + y = 2 alone: the shortest solution is (1, 1).
    let fit = try LeastSquares(
      Matrix([[1, 1], [2, 2]]), Matrix(column: [2, 4]), relativeTolerance: 1e-12)
    #expect(fit.rank == 1)
    #expect(distance(fit.solution, Matrix(column: [1, 1])) < 1e-14)
    let wide = try LeastSquares(
      Matrix([[1, 1, 1]]), Matrix([[3, 6]]), relativeTolerance: 1e-12)
    #expect(distance(wide.solution, Matrix([[1, 2], [1, 2], [1, 2]])) < 1e-14)
  }

  @Test func missingSampleIsAnError() {
    #expect(throws: LinearAlgebraError.self) {
      try LeastSquares(Matrix([[1.0]]), Matrix([[.infinity]]), relativeTolerance: 0)
    }
  }
}

@Suite struct SymmetricMatricesTests {
  @Test func secondDifferencesHaveKnownEigenvalues() throws {
    // Eigenvalues 2 − 2 cos(kπ/(n+1)).
    let n = 12
    var a = Matrix(rows: n, columns: n)
    for i in 0..<n {
      a[i, i] = 2
      if i > 0 { (a[i, i - 1], a[i - 1, i]) = (-1, -1) }
    }
    let eigen = try SymmetricEigensystem(a)
    for k in 1...n {
      let exact = 2 - 2 * cos(Double(k) * .pi / Double(n + 1))
      #expect(abs(eigen.values[k - 1] - exact) < 1e-14)
    }
    var scaled = eigen.vectors
    for i in 0..<n { for j in 0..<n { scaled[i, j] *= eigen.values[j] } }
    #expect(distance(a * eigen.vectors, scaled) < 1e-13)
  }

  @Test func choleskySolvesAndReadsTheLowerTriangleOnly() throws {
    let x = Matrix([[1, 2], [3, -1], [0, 4]])
    let b = Matrix([[4, 1, 0], [1, 3, 1], [0, 1, 2]]) * x
    let lower = Matrix([[4, 99, 99], [1, 3, 99], [0, 1, 2]])
    #expect(distance(try lower.solvePositiveDefinite(b), x) < 1e-14)
  }

  @Test func indefiniteMatrixIsRefused() {
    let error = #expect(throws: LinearAlgebraError.self) {
      try Matrix([[1, 2], [2, 1]]).solvePositiveDefinite(Matrix(column: [1, 1]))
    }
    #expect(error?.code == .notPositiveDefinite)
    #expect(error?.description.contains("2 x 2") == true)
  }
}

@Suite(.enabled(if: OraclePython.isPresent, "\(OraclePython.hint)"))
struct NumPyComparisonTests {
  @Test func agreesWithNumPy() throws {
    let a = example(20, 6)
    let b = example(20, 2)
    let script = """
      import numpy as np
      def example(r, c):
          x = np.arange(1, r * c + 1, dtype=float) ** 2 * 0.6180339887498949
          return (x - np.floor(x) - 0.5).reshape(r, c)
      a, b = example(20, 6), example(20, 2)
      for v in [np.linalg.lstsq(a, b, rcond=None)[0], np.linalg.svd(a)[1],
                np.linalg.pinv(a), np.linalg.eigvalsh(a.T @ a),
                np.linalg.solve(a.T @ a, a.T @ b)]:
          print(*[repr(float(x)) for x in v.ravel()])
      """
    let theirs = try OraclePython.run(script).split(separator: "\n")
      .map { $0.split(separator: " ").compactMap { Double($0) } }
    let svd = try SingularValueDecomposition(a)
    let normal = a.transposed() * a
    let ours = [
      try LeastSquares(a, b, relativeTolerance: 1e-12).solution.elements, svd.singularValues,
      svd.pseudoInverse(relativeTolerance: 1e-12).elements,
      try SymmetricEigensystem(normal).values,
      try normal.solvePositiveDefinite(a.transposed() * b).elements,
    ]
    #expect(theirs.map(\.count) == ours.map(\.count))
    for (x, y) in zip(ours, theirs) {
      // The condition number of the normal equations is about 10.
      for (x, y) in zip(x, y) { #expect(abs(x - y) < 1e-12) }
    }
  }
}
