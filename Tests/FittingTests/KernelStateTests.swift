import Foundation
import LinearAlgebra
import RandomNumbers
import Testing

@testable import Fitting

/// The solver's sums against plain sums over the samples.
@Suite struct KernelStateTests {
  private static let count = 403
  private static let period = 421.5

  /// Kernels of all sorts: within the window, cut by either end, wider than half the cycle.
  static let kernels: [(centre: Double, width: Double)] = [
    (50, 20), (80.3, 5), (120, 3.1), (150, 4), (151, 2.5), (380, 30), (3, 40), (250, 90), (0, 7),
    (402, 12),
  ]

  static func samples(seed: UInt64 = 1) -> [Double] {
    var random = Philox(seed: seed)
    return (0..<count).map { sin(0.05 * Double($0)) + 0.3 * random.normal() }
  }

  /// A solver of the kernels, or of the first ones, which are free to move in all directions.
  static func solver(first: Int = kernels.count, amplitude: Double = 1e6) -> SeparableSolver {
    let solver = SeparableSolver(samples: count, period: period, capacity: kernels.count + 1)
    solver.bounds = KernelBounds(widths: 1.5...100, amplitude: amplitude)
    solver.beat.load(samples())
    for kernel in kernels.prefix(first) {
      solver.state.append(centre: kernel.centre, width: kernel.width)
    }
    solver.evaluate(solver.state)
    return solver
  }

  /// g uᵏ of a kernel at every sample, the shorter way round the circle.
  static func column(_ kind: Int, centre: Double, width: Double) -> [Double] {
    (0..<count).map { sample in
      var distance = Double(sample) - centre
      distance -= period * (distance / period + 0.5).rounded(.down)
      let u = distance / width
      return exp(-0.5 * u * u) * pow(u, Double(kind))
    }
  }

  static func columns(of state: KernelState) -> [[Double]] {
    var columns = [[Double](repeating: 1, count: count)]
    for kind in 0..<3 {
      for i in 0..<state.count {
        columns.append(column(kind, centre: state.centres[i], width: state.widths[i]))
      }
    }
    return columns
  }

  static func dot(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }

  @Test func productsAreSumsOverTheSamples() {
    let solver = Self.solver()
    let state = solver.state
    let columns = Self.columns(of: state)
    let samples = Self.samples()
    // Kernels are followed to 6.5 widths, where g is 7e-10 and g u² 3e-8; the columns' norms are 2 to
    // 200.
    for (i, column) in columns.enumerated() {
      #expect(abs(state.data[i] - Self.dot(column, samples)) < 1e-6)
      for (j, other) in columns.enumerated() {
        let product = state.products[i * state.stride + j]
        #expect(abs(product - Self.dot(column, other)) < 1e-6, "columns \(i) and \(j)")
      }
    }
  }

  @Test func linearUnknownsAreTheBestAndTheCostIsTheirs() {
    let solver = Self.solver()
    let state = solver.state
    let residual = Row(KernelSums.padded(Self.count), repeating: 0)
    solver.writeResidual(into: residual)
    let left = (0..<Self.count).map { residual[$0] }
    for column in Self.columns(of: state).prefix(state.count + 1) {
      // The ridge of 1e-10 leaves a slope where kernels are nearly alike.
      #expect(abs(Self.dot(column, left)) < 1e-4)
    }
    #expect(abs(state.cost - Self.dot(left, left)) < 1e-6 * state.cost)
  }

  @Test func amplitudesStayBelowTheSpanNearTheirKernel() {
    let solver = Self.solver(amplitude: 0.5)
    let state = solver.state
    let samples = Self.samples()
    var pinned = 0
    for i in 0..<state.count {
      let reach = 2 * state.widths[i]
      let first = max(0, Int((state.centres[i] - reach).rounded(.down)))
      let last = min(Self.count - 1, Int((state.centres[i] + reach).rounded(.up)))
      let near = samples[first...last]
      let limit = 0.5 * ((near.max() ?? 0) - (near.min() ?? 0))
      #expect(abs(state.linear[1 + i]) <= limit * (1 + 1e-12))
      #expect(state.pinned[1 + i] == (abs(abs(state.linear[1 + i]) - limit) < 1e-12))
      pinned += state.pinned[1 + i] ? 1 : 0
    }
    #expect(pinned > 0 && pinned < state.count, "\(pinned)")
  }

  /// Offset and kernels with their derivatives, those with the solver's damping as further rows.
  private func followers(_ state: KernelState, without left: Int?) -> [[Double]] {
    let columns = Self.columns(of: state)
    return columns.indices.compactMap { number in
      let kernel = (number - 1) % state.count
      if number > 0, kernel == left { return nil }
      let isShape = number > state.count
      let amplitude = isShape ? state.linear[1 + kernel] : 1
      let damping = isShape ? 0.1 * Self.dot(columns[number], columns[number]).squareRoot() : 0
      return (columns[number] + columns.indices.map { $0 == number ? damping : 0 })
        .map { amplitude * $0 }
    }
  }

  /// What the nearest combination of columns leaves of a vector, squared.
  private func rest(of vector: [Double], beside columns: [[Double]]) throws -> Double {
    let matrix = Matrix(columns).transposed()
    let padded = vector + [Double](repeating: 0, count: matrix.rows - vector.count)
    let fit = try LeastSquares(matrix, Matrix(column: padded), relativeTolerance: 1e-12)
    let explained = matrix * fit.solution.column(0)
    return zip(padded, explained).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  }

  @Test func importanceIsWhatTheOthersCannotExplain() throws {
    let solver = Self.solver(first: 8)
    let state = solver.state
    let importance = Row(KernelSums.padded(state.capacity), repeating: 0)
    solver.importance(into: importance)
    for i in 0..<state.count {
      let own = Self.column(0, centre: state.centres[i], width: state.widths[i])
      let expected =
        pow(state.linear[1 + i], 2) * (try rest(of: own, beside: followers(state, without: i)))
      // The other side loses digits where kernels are alike, this one to the ridge of 1e-10.
      #expect(abs(importance[i] - expected) < 1e-5 * expected, "kernel \(i)")
    }
  }

  @Test func gainIsWhatAFurtherKernelExplainsBesideTheOthers() throws {
    let solver = Self.solver(first: 8)
    let state = solver.state
    let residual = Row(KernelSums.padded(Self.count), repeating: 0)
    solver.writeResidual(into: residual)
    let left = (0..<Self.count).map { residual[$0] }
    #expect(solver.prepareGains())
    for (centre, width) in [(200.0, 10.0), (20, 6), (300, 25), (399, 9)] {
      let own = Self.column(0, centre: centre, width: width)
      let slope = Self.dot(own, left)
      let alone = try rest(of: own, beside: followers(state, without: nil))
      let energy = Self.dot(own, own)
      let expected = slope * slope / max(alone, 0.02 * energy)
      let gain = solver.gain(centre: centre, width: width, residual: residual, limit: 0)
      #expect(abs(gain - expected) < 1e-5 * expected, "at \(centre)")
      // A gain that cannot reach the limit is not computed.
      let out = solver.gain(
        centre: centre, width: width, residual: residual,
        limit: 1.001 * slope * slope / (0.02 * energy))
      #expect(out == 0)
    }
  }
}
