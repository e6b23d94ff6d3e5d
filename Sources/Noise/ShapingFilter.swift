import Foundation

/// A cascade of first-order sections that gives white noise its colour, from its steady state on.
///
/// H(z) = Π (1 − zₖ z⁻¹)/(1 − pₖ z⁻¹). The state before the first sample is drawn from the stationary
/// distribution, whose covariance P solves P = A P Aᵀ + b bᵀ, so that a record needs no run-in
/// however slow a pole is.
struct ShapingFilter: Sendable, Equatable {
  let poles: [Float]
  let zeros: [Float]
  /// Lower triangular L with L Lᵀ = P, row by row.
  private let start: [[Double]]

  init(poles: [Double], zeros: [Double]) {
    precondition(
      poles.count == zeros.count && ElectrodeKernels.sections.contains(poles.count)
        && poles.allSatisfy { abs($0) < 1 },
      "poles \(poles), zeros \(zeros)")
    self.poles = poles.map(Float.init)
    self.zeros = zeros.map(Float.init)
    start = Self.root(of: Self.covariance(poles: poles, zeros: zeros))
  }

  /// Draws noise of the filter's spectrum at each electrode.
  func draw(into signals: inout ElectrodeSignals, using stream: NoiseStream) {
    stream.fillNormal(part: 1, &signals.samples)
    run(&signals, start: stream.normal(part: 2, count: poles.count * Electrode.allCases.count))
  }

  /// Replaces white noise of unit variance by coloured noise, at each electrode.
  ///
  /// - Parameters:
  ///   - signals: The noise.
  ///   - normals: As many normal numbers as there are sections and electrodes, for the states.
  func run(_ signals: inout ElectrodeSignals, start normals: [Float]) {
    let (sections, electrodes) = (poles.count, Electrode.allCases.count)
    precondition(normals.count == sections * electrodes, "\(normals.count) numbers")
    var states = [Float](repeating: 0, count: sections * ElectrodeKernels.lanes)
    for electrode in 0..<electrodes {
      for k in 0..<sections {
        var state = 0.0
        for j in 0...k { state += start[k][j] * Double(normals[electrode * sections + j]) }
        states[k * ElectrodeKernels.lanes + electrode] = Float(state)
      }
    }
    ElectrodeKernels.filter(&signals, poles: poles, zeros: zeros, states: &states)
  }

  /// The power spectrum |H|² at a frequency, for white noise of unit variance.
  func power(atHertz frequency: Double, samplingRate: Double) -> Double {
    let ω = 2 * .pi * frequency / samplingRate
    func square(_ root: Float) -> Double {
      let r = Double(root)
      return 1 + r * r - 2 * r * cos(ω)
    }
    return zip(poles, zeros).reduce(1) { $0 * square($1.1) / square($1.0) }
  }

  /// Covariance of the states w of w[n] = A w[n−1] + b x[n], by doubling the number of steps.
  private static func covariance(poles: [Double], zeros: [Double]) -> [[Double]] {
    let n = poles.count
    var a = Array(repeating: Array(repeating: 0.0, count: n), count: n)
    var row = Array(repeating: 0.0, count: n)
    for k in 0..<n {
      row[k] += poles[k]
      a[k] = row
      // What the next section gets.
      row[k] -= zeros[k]
    }
    func product(_ x: [[Double]], _ y: [[Double]]) -> [[Double]] {
      x.map { row in (0..<n).map { j in (0..<n).reduce(0) { $0 + row[$1] * y[$1][j] } } }
    }
    func transpose(_ x: [[Double]]) -> [[Double]] { (0..<n).map { j in x.map { $0[j] } } }
    // Every section hears the same x at once.
    var p = Array(repeating: Array(repeating: 1.0, count: n), count: n)
    // 2^40 steps are more than any pole remembers.
    for _ in 0..<40 {
      let next = product(product(a, p), transpose(a))
      for i in 0..<n { for j in 0..<n { p[i][j] += next[i][j] } }
      a = product(a, a)
    }
    return p
  }

  /// Cholesky's factor of a matrix that may be singular within rounding.
  private static func root(of p: [[Double]]) -> [[Double]] {
    let n = p.count
    var l = Array(repeating: Array(repeating: 0.0, count: n), count: n)
    for i in 0..<n {
      for j in 0...i {
        let rest = (0..<j).reduce(p[i][j]) { $0 - l[i][$1] * l[j][$1] }
        if i == j {
          l[i][i] = max(rest, 0).squareRoot()
        } else if l[j][j] > 0 {
          l[i][j] = rest / l[j][j]
        }
      }
    }
    return l
  }
}
