public import LinearAlgebra

/// Learns a reconstruction of leads from recordings that hold them all.
///
/// Sums of products are all that it keeps: W = B (A + λ tr(A)/n I)⁻¹ with A = Σ x xᵀ and B = Σ y xᵀ over all
/// samples of all recordings, each recording counting alike. λ shrinks weights that the recordings
/// leave open.
public struct ReconstructionLearner: Sendable {
  /// The signals to reconstruct from.
  public let sources: [SourceLead]
  /// Their delays in seconds.
  public let delays: [Double]
  /// Recordings so far.
  public private(set) var recordings = 0
  private var products: Matrix
  private var cross: Matrix

  /// Begins without recordings.
  public init(sources: [SourceLead], delays: [Double] = [0]) {
    self.sources = sources
    self.delays = delays
    let count = sources.count * delays.count
    products = Matrix(rows: count, columns: count)
    cross = Matrix(rows: count, columns: 8)
  }

  /// Adds a recording.
  ///
  /// - Parameters:
  ///   - signals: The sources, `[sources][samples]` in mV, steady (`BaselineRemoval`).
  ///   - leads: The independent leads, `[8][samples]` in mV, likewise.
  ///   - samplingRate: Samples a second.
  public mutating func add(_ signals: [[Double]], leads: [[Double]], samplingRate: Double) {
    let samples = leads.first?.count ?? 0
    precondition(
      signals.count == sources.count && leads.count == 8 && samples > 0
        && (signals + leads).allSatisfy { $0.count == samples },
      "\(signals.map(\.count)) samples of \(sources), \(leads.map(\.count)) of eight leads")
    let features = Matrix(
      LeadReconstruction.features(signals, delays: delays, samplingRate: samplingRate))
    let targets = Matrix(leads).transposed()
    add(features * features.transposed(), to: &products, samples)
    add(features * targets, to: &cross, samples)
    recordings += 1
  }

  private func add(_ sums: Matrix, to total: inout Matrix, _ samples: Int) {
    for index in sums.elements.indices {
      total.elements[index] += sums.elements[index] / Double(samples)
    }
  }

  /// The reconstruction that fits the recordings best.
  ///
  /// - Parameter ridge: λ, relative to the mean power of the sources.
  /// - Returns: Weights for `sources` at `delays`.
  /// - Throws: `LinearAlgebraError` if the recordings leave weights open and λ is 0.
  public func reconstruction(ridge: Double) throws(LinearAlgebraError) -> LeadReconstruction {
    precondition(recordings > 0 && ridge >= 0, "\(recordings) recordings, ridge \(ridge)")
    var system = products
    let count = products.rows
    let power = (0..<count).reduce(0) { $0 + products[$1, $1] } / Double(count)
    for index in 0..<count { system[index, index] += ridge * power }
    let weights = try system.solvePositiveDefinite(cross)
    return LeadReconstruction(
      sources: sources, delays: delays, weights: weights.transposed().elements)
  }
}
