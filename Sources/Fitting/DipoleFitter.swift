import Electrocardiogram
import LeadProjection
import LinearAlgebra

/// Fits a dipole with a free projection to the eight independent leads of a beat, jointly.
///
/// The eight leads' best three-dimensional subspace comes from their singular values; in it the axes
/// are those that Kors's matrix reads from the leads, so that X, Y and Z keep their meaning. Then the
/// axes' kernels and the projection are improved in turn, each axis against what the leads still show
/// of the others' errors, until the leads' squared error stops falling.
public final class DipoleFitter {
  /// Timing of the beats.
  public let timing: BeatTiming
  private let fitter: LeadFitter
  private let leads = Lead.independent.count
  private var samples: Int { timing.sampleCount }

  /// Rounds of improvement at most, and the relative gain below which they end.
  private static let rounds = 12
  private static let smallestGain = 2e-3
  /// Singular values below this part of the largest count as 0.
  private static let rankTolerance = 1e-6

  /// Prepares for beats of one timing; `options.kernelCount` is the number of kernels an axis.
  ///
  /// - Throws: `FitError` with code `tooShort` if there are not more samples than unknowns.
  public init(timing: BeatTiming, options: FitOptions) throws(FitError) {
    self.timing = timing
    fitter = try LeadFitter(timing: timing, options: options)
  }

  /// Fits one beat.
  ///
  /// - Parameter millivolts: The independent leads, `[8][sample]` in the order of `Lead.independent`.
  /// - Returns: Axes, projection and the model of the eight leads.
  /// - Throws: `FitError` with code `notFinite`, `flat` or `deficientRank`.
  public func fit(_ millivolts: [[Double]]) throws(FitError) -> DipoleFit {
    precondition(
      millivolts.count == leads && millivolts.allSatisfy { $0.count == samples },
      "\(millivolts.map(\.count)) samples for \(leads) leads of \(samples)")
    let beat = Matrix(millivolts)
    let subspace = try Subspace(beat, tolerance: Self.rankTolerance)
    var axes: [LeadFit] = []
    for axis in 0..<3 { axes.append(try fitter.fit(subspace.dipole.row(axis))) }
    var projection = try project(beat, on: axes)
    var error = squaredError(beat, projection, axes)
    for _ in 0..<Self.rounds {
      let improved = try improve(axes, for: beat, projection)
      let next = try project(beat, on: improved)
      let nextError = squaredError(beat, next, improved)
      guard nextError < error else { break }
      let gain = error - nextError
      (axes, projection, error) = (improved, next, nextError)
      if gain < Self.smallestGain * error { break }
    }
    let spread = millivolts.reduce(0) { sum, lead in
      let mean = lead.reduce(0, +) / Double(samples)
      return sum + lead.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    }
    let models = projection * Matrix(axes.map(\.model))
    return DipoleFit(
      axes: axes.map { .init(kernels: $0.kernels, baseline: $0.baseline) },
      projection: DipoleProjection(weights: projection.elements),
      models: (0..<leads).map { models.row($0) },
      prd: 100 * (error / spread).squareRoot(),
      rankThreePRD: 100 * (subspace.squaredError / spread).squareRoot())
  }

  /// The best three-dimensional subspace of eight leads and Kors's axes in it.
  private struct Subspace {
    /// X, Y, Z as Kors's matrix reads them from the beat's part in the subspace, `[3, sample]`.
    let dipole: Matrix
    /// What lies outside the subspace.
    let squaredError: Double

    init(_ beat: Matrix, tolerance: Double) throws(FitError) {
      let svd: SingularValueDecomposition
      do { svd = try SingularValueDecomposition(beat) } catch {
        throw FitError(code: .notFinite, message: "the beat's leads: \(error)")
      }
      guard svd.rank(relativeTolerance: tolerance) >= 3 else {
        throw FitError(
          code: .deficientRank,
          message: "the leads' singular values \(svd.singularValues.prefix(3)) span fewer than "
            + "three dimensions; fit them lead by lead")
      }
      var scaled = Matrix(rows: 3, columns: beat.columns)
      var basis = Matrix(rows: beat.rows, columns: 3)
      for axis in 0..<3 {
        for j in 0..<beat.columns {
          scaled[axis, j] = svd.singularValues[axis] * svd.vTransposed[axis, j]
        }
        for i in 0..<beat.rows { basis[i, axis] = svd.u[i, axis] }
      }
      let kors = DipoleEstimate.kors
      var estimate = Matrix(rows: 3, columns: beat.rows)
      for (j, lead) in Lead.independent.enumerated() {
        guard let column = kors.leads.firstIndex(of: lead) else { continue }
        for axis in 0..<3 { estimate[axis, j] = kors.weights[axis * kors.leads.count + column] }
      }
      dipole = estimate * basis * scaled
      squaredError = svd.singularValues.dropFirst(3).reduce(0) { $0 + $1 * $1 }
    }
  }

  /// The projection that brings the axes nearest to the leads, `[8, 3]`.
  private func project(_ beat: Matrix, on axes: [LeadFit]) throws(FitError) -> Matrix {
    let dipole = Matrix(axes.map(\.model))
    return try solve(dipole.transposed(), beat.transposed()).transposed()
  }

  private func solve(_ matrix: Matrix, _ right: Matrix) throws(FitError) -> Matrix {
    do {
      return try LeastSquares(matrix, right, relativeTolerance: 1e-10).solution
    } catch {
      throw FitError(code: .notFinite, message: "projection of the dipole: \(error)")
    }
  }

  /// Improves each axis for a fixed projection.
  ///
  /// With e the axes' errors the leads' squared error is eᵀ Dᵀ D e and a constant. For one axis a that
  /// is smallest where its model meets its target minus Σ_b G_ab/G_aa e_b, G = DᵀD.
  private func improve(
    _ axes: [LeadFit], for beat: Matrix, _ projection: Matrix
  ) throws(FitError) -> [LeadFit] {
    let target = try solve(projection, beat)  // [3, sample]
    let metric = projection.transposed() * projection
    var result = axes
    for a in 0..<3 {
      var wanted = target.row(a)
      for b in 0..<3 where b != a {
        let weight = metric[a, b] / metric[a, a]
        for i in 0..<samples { wanted[i] -= weight * (result[b].model[i] - target[b, i]) }
      }
      result[a] = try fitter.refine(wanted, from: result[a].kernels)
    }
    return result
  }

  private func squaredError(_ beat: Matrix, _ projection: Matrix, _ axes: [LeadFit]) -> Double {
    let model = projection * Matrix(axes.map(\.model))
    return zip(beat.elements, model.elements).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  }
}
