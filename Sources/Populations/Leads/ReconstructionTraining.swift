import Electrocardiogram
public import LeadProjection
import LinearAlgebra

/// Learns weights from recordings and chooses delays and ridge on others.
public struct ReconstructionTraining: Sendable {
  /// A setting and how it did on the recordings to choose by.
  public struct Candidate: Sendable, Codable {
    /// Delays in seconds.
    public let delays: [Double]
    /// Ridge, relative to the sources' mean power.
    public let ridge: Double
    /// Mean over recordings and reconstructed leads in mV.
    public let rmse: Double
  }

  /// Sets of delays that are tried, in seconds: none, then more and farther ones.
  public static let delaySets: [[Double]] = [
    [0], [-0.008, 0, 0.008], [-0.016, -0.008, 0, 0.008, 0.016],
    [-0.04, -0.016, -0.008, 0, 0.008, 0.016, 0.04],
  ]
  /// Ridges that are tried.
  public static let ridges = [0, 1e-4, 1e-3, 3e-3, 1e-2, 3e-2]

  /// All candidates, in the order tried.
  public let candidates: [Candidate]
  /// The best without delays and the best of all.
  public let linear, delayed: LeadReconstruction

  /// Learns.
  ///
  /// - Parameters:
  ///   - sources: The signals to reconstruct from.
  ///   - learning: Recordings to learn from.
  ///   - choosing: Recordings of other patients to choose by.
  /// - Throws: `PopulationError.Code.tooFew`, `.degenerate`.
  public init(
    from sources: [SourceLead], learning: [SteadyLeads], choosing: [SteadyLeads]
  ) throws(PopulationError) {
    guard !learning.isEmpty, !choosing.isEmpty else {
      throw PopulationError(
        .tooFew,
        "\(learning.count) recordings to learn from and \(choosing.count) to choose by; both need one"
      )
    }
    var candidates: [Candidate] = []
    var best: [(candidate: Candidate, map: LeadReconstruction)] = []
    for delays in Self.delaySets {
      var learner = ReconstructionLearner(sources: sources, delays: delays)
      for leads in learning {
        learner.add(leads.signals(sources), leads: leads.leads, samplingRate: leads.samplingRate)
      }
      for ridge in Self.ridges {
        // Sources that only repeat each other leave weights open without a ridge.
        guard let map = try? learner.reconstruction(ridge: ridge) else { continue }
        let candidate = Candidate(
          delays: delays, ridge: ridge, rmse: Self.error(map, on: choosing))
        candidates.append(candidate)
        best.append((candidate, map))
      }
    }
    let ranked = best.sorted { $0.candidate.rmse < $1.candidate.rmse }
    guard let delayed = ranked.first,
      let linear = ranked.first(where: { $0.candidate.delays.count == 1 })
    else {
      throw PopulationError(
        .degenerate, "\(learning.count) recordings determine no weights of \(sources)")
    }
    self.candidates = candidates
    self.linear = linear.map
    self.delayed = delayed.map
  }

  /// The mean error in mV over recordings and over the leads that are not given.
  static func error(_ map: LeadReconstruction, on recordings: [SteadyLeads]) -> Double {
    let rows = Lead.independent.indices.filter { row in
      !map.sources.contains { $0.lead == Lead.independent[row] }
    }
    let errors = recordings.map { leads in
      let guess = map(leads.signals(map.sources), samplingRate: leads.samplingRate)
      return rows.reduce(0) { sum, row in
        sum + LeadStudy.Score(of: leads.leads[row], by: guess[row]).rmse / Double(rows.count)
      }
    }
    return errors.reduce(0, +) / Double(errors.count)
  }
}
