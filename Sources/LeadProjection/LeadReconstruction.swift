import Electrocardiogram
public import LinearAlgebra

/// The eight independent leads as sums of a few signals, each taken at some delays.
///
/// ŷ_l(t) = Σ_s Σ_d w_lsd x_s(t − d). Leads that are given are handed on as they are; the other limb
/// leads follow from I and II (`TwelveLeads`). There is no constant: a level is multiplied too.
public struct LeadReconstruction: Sendable, Equatable, Codable {
  /// The signals that it needs.
  public let sources: [SourceLead]
  /// The delays d in seconds, negative for samples to come.
  public let delays: [Double]
  /// Weights w, row-major `[8, sources, delays]`, rows in `Lead.independent` order.
  public let weights: [Double]

  /// Creates a reconstruction.
  ///
  /// - Precondition: there is a finite weight for each lead, source and delay, and no source stands
  ///   twice. The weights of a lead that is given are not used.
  public init(sources: [SourceLead], delays: [Double] = [0], weights: [Double]) {
    precondition(
      weights.count == 8 * sources.count * delays.count && weights.allSatisfy(\.isFinite),
      "\(weights.count) weights for 8 x \(sources.count) x \(delays.count)")
    precondition(Set(sources).count == sources.count, "a source stands twice in \(sources)")
    self.sources = sources
    self.delays = delays
    self.weights = weights
  }

  /// Reconstructs the independent leads.
  ///
  /// - Parameters:
  ///   - signals: `[sources][samples]` in mV, all of one length.
  ///   - samplingRate: Samples a second. Between samples lies a straight line, beyond the ends the
  ///     last value.
  /// - Returns: `[8][samples]` in mV, in `Lead.independent` order.
  public func callAsFunction(_ signals: [[Double]], samplingRate: Double) -> [[Double]] {
    precondition(
      signals.count == sources.count && Set(signals.map(\.count)).count <= 1,
      "\(signals.map(\.count)) samples for \(sources)")
    let features = Self.features(signals, delays: delays, samplingRate: samplingRate)
    return Lead.independent.enumerated().map { row, lead in
      if let given = sources.firstIndex(where: { $0.lead == lead }) { return signals[given] }
      var sum = [Double](repeating: 0, count: signals.first?.count ?? 0)
      for (column, feature) in features.enumerated() {
        let weight = weights[row * features.count + column]
        guard weight != 0 else { continue }
        for index in sum.indices { sum[index] += weight * feature[index] }
      }
      return sum
    }
  }

  /// Every signal at every delay, `[sources * delays][samples]`.
  static func features(
    _ signals: [[Double]], delays: [Double], samplingRate: Double
  ) -> [[Double]] {
    signals.flatMap { signal in
      delays.map { delay in
        let shift = delay * samplingRate
        guard shift != 0, let last = signal.indices.last else { return signal }
        return signal.indices.map { index in
          let place = min(max(Double(index) - shift, 0), Double(last))
          let first = Int(place)
          let part = place - Double(first)
          return part == 0
            ? signal[first] : signal[first] + part * (signal[first + 1] - signal[first])
        }
      }
    }
  }
}

extension LeadReconstruction {
  /// The dipole that the sources tell by least squares, projected to all leads.
  ///
  /// W = D (D_s)⁺, where D_s are the sources' rows of D. With Frank's axes W = D. Three leads determine
  /// the dipole, and every flaw of D with it.
  ///
  /// - Throws: `LinearAlgebraError` if LAPACK does not converge.
  public init(
    dipole projection: DipoleProjection, from sources: [SourceLead]
  ) throws(LinearAlgebraError) {
    let d = Matrix(rows: 8, columns: 3, elements: projection.weights)
    let seen = Matrix(sources.map { Self.row(of: $0, in: projection) })
    let inverse = try SingularValueDecomposition(seen).pseudoInverse(relativeTolerance: 1e-9)
    self.init(sources: sources, weights: (d * inverse).elements)
  }

  /// The most likely leads of a known heart, given some of them with noise.
  ///
  /// W = D Σ D_sᵀ (D_s Σ D_sᵀ + N)⁻¹ for a dipole of covariance Σ and sources with errors of variances
  /// N: the dipole's own habits stand in for what the sources do not tell.
  ///
  /// - Parameters:
  ///   - projection: How the leads of this heart see its dipole.
  ///   - sources: Leads that are given.
  ///   - covariance: Σ in mV², `[3, 3]` row-major.
  ///   - errors: Variances of what the dipole leaves of each source in mV², positive.
  /// - Throws: `LinearAlgebraError` if the covariance is none.
  public init(
    dipole projection: DipoleProjection, from sources: [SourceLead], covariance: [Double],
    errors: [Double]
  ) throws(LinearAlgebraError) {
    precondition(covariance.count == 9 && errors.count == sources.count, "\(errors.count) errors")
    let d = Matrix(rows: 8, columns: 3, elements: projection.weights)
    let seen = Matrix(sources.map { Self.row(of: $0, in: projection) })
    let spread = Matrix(rows: 3, columns: 3, elements: covariance) * seen.transposed()
    var total = seen * spread
    for index in errors.indices { total[index, index] += errors[index] }
    let gain = try total.solvePositiveDefinite((d * spread).transposed())
    self.init(sources: sources, weights: gain.transposed().elements)
  }

  /// How the matrix of Kors reads backwards: its pseudo-inverse as a projection.
  ///
  /// Kors et al. published the way from leads to axes; the way back is a construction.
  ///
  /// - Throws: `LinearAlgebraError` if LAPACK does not converge.
  public static func korsBackwards() throws(LinearAlgebraError) -> DipoleProjection {
    let kors = DipoleEstimate.kors
    var matrix = Matrix(rows: 3, columns: 8)
    for (column, lead) in kors.leads.enumerated() {
      guard let place = Lead.independent.firstIndex(of: lead) else { continue }
      for axis in 0..<3 { matrix[axis, place] = kors.weights[axis * 8 + column] }
    }
    return DipoleProjection(
      weights: try SingularValueDecomposition(matrix).pseudoInverse(relativeTolerance: 1e-9)
        .elements)
  }

  private static func row(of source: SourceLead, in projection: DipoleProjection) -> [Double] {
    if let lead = source.lead { return projection.row(of: lead) }
    return SourceLead.frank.map { $0 == source ? 1 : 0 }
  }
}
