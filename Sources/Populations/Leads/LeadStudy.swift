public import Electrocardiogram
public import LeadProjection
import RandomNumbers

/// How well leads are reconstructed, lead by lead, over many recordings.
///
/// Each recording is judged on its second half, all methods on the same samples; methods that need the
/// patient's own leads learn from the first half. Limb leads that are given, or follow from given
/// ones, are exact by the laws of Einthoven and Goldberger and not listed.
public struct LeadStudy: Sendable {
  /// From what leads are reconstructed.
  public enum Given: String, CaseIterable, Sendable, Codable {
    /// I, II and V2.
    case threeLeads = "I,II,V2"
    /// Frank's axes by his electrodes.
    case recordedFrank = "X,Y,Z"
    /// Frank's axes that Kors's matrix reads from the twelve leads: what remains of these in three.
    case estimatedFrank = "X,Y,Z by Kors"

    /// The signals.
    public var sources: [SourceLead] {
      self == .threeLeads ? SourceLead.threeLeads : SourceLead.frank
    }

    /// The leads that are reconstructed: of Frank's axes all twelve, of I, II, V2 the other chest leads.
    public var leads: [Lead] {
      self == .threeLeads ? [.V1, .V3, .V4, .V5, .V6] : Lead.allCases
    }
  }

  /// One recording's error and correlation in one lead.
  public struct Score: Sendable, Equatable {
    /// √(mean (y − ŷ)²) in mV.
    public var rmse: Double
    /// Pearson's correlation.
    public var r: Double
  }

  /// One line of the result.
  public struct Row: Sendable, Codable {
    /// From what.
    public let given: Given
    /// How.
    public let method: ReconstructionMethod
    /// The lead, or `nil` for the mean of the leads reconstructed.
    public let lead: Lead?
    /// Recordings.
    public let recordings: Int
    /// Root mean square error in mV.
    public let rmse: IntervalEstimate
    /// Correlation.
    public let r: IntervalEstimate
  }

  private struct Key: Hashable {
    var given: Given
    var method: ReconstructionMethod
  }
  private var scores: [Key: [[Score]]] = [:]
  /// Recordings that were judged, and those that could not be.
  public private(set) var judged = 0
  /// Methods that failed on a recording, with the reason.
  public private(set) var failures: [String] = []

  /// Begins without recordings.
  public init() {}

  /// Judges all methods on a recording.
  ///
  /// - Returns: Scores to be added with `add`, so that recordings can be judged on several threads.
  public static func judge(_ leads: SteadyLeads, record: String) -> Judgement {
    var judgement = Judgement()
    let half = leads.sampleCount / 2
    let calibration = leads.samples(0..<half)
    let frank: Given = leads.frankOrigin == .recorded ? .recordedFrank : .estimatedFrank
    for given in [Given.threeLeads, frank] {
      for method in ReconstructionMethod.allCases {
        // Weights learned from axes that the leads themselves give would be the leads again.
        if given == .estimatedFrank, method == .ownLinear { continue }
        do {
          guard
            let map = try method.reconstruction(from: given.sources, calibration: calibration)
          else { continue }
          let guess = map(leads.signals(given.sources), samplingRate: leads.samplingRate)
          judgement.scores.append(
            (given, method, scores(leads.leads, guess, given.leads, from: half)))
        } catch {
          judgement.failures.append("\(record), \(method.rawValue): \(error)")
        }
      }
    }
    return judgement
  }

  /// What one recording shows.
  public struct Judgement: Sendable {
    /// A score for each lead of `given.leads`.
    public fileprivate(set) var scores: [(given: Given, method: ReconstructionMethod, [Score])] = []
    fileprivate var failures: [String] = []
  }

  /// Adds a recording.
  public mutating func add(_ judgement: Judgement) {
    judged += 1
    failures += judgement.failures
    for (given, method, own) in judgement.scores {
      scores[Key(given: given, method: method), default: []].append(own)
    }
  }

  /// The means over recordings with their intervals, in a fixed order.
  public func rows(seed: UInt64) -> [Row] {
    var rows: [Row] = []
    for given in Given.allCases {
      for method in ReconstructionMethod.allCases {
        guard let all = scores[Key(given: given, method: method)] else { continue }
        var random = Philox(seed: seed)
        func row(_ lead: Lead?, _ scores: [Score]) -> Row {
          Row(
            given: given, method: method, lead: lead, recordings: scores.count,
            rmse: IntervalEstimate(meanOf: scores.map(\.rmse), using: &random),
            r: IntervalEstimate(meanOf: scores.map(\.r), using: &random))
        }
        for (index, lead) in given.leads.enumerated() {
          rows.append(row(lead, all.map { $0[index] }))
        }
        rows.append(row(nil, all.map(Self.mean)))
      }
    }
    return rows
  }

  private static func mean(_ scores: [Score]) -> Score {
    let n = Double(scores.count)
    return Score(
      rmse: scores.reduce(0) { $0 + $1.rmse } / n, r: scores.reduce(0) { $0 + $1.r } / n)
  }

  private static func scores(
    _ actual: [[Double]], _ guess: [[Double]], _ leads: [Lead], from start: Int
  ) -> [Score] {
    leads.map { lead in
      Score(of: value(lead, actual).dropFirst(start), by: value(lead, guess).dropFirst(start))
    }
  }

  /// A lead of the twelve from the eight.
  private static func value(_ lead: Lead, _ eight: [[Double]]) -> [Double] {
    if let row = Lead.independent.firstIndex(of: lead) { return eight[row] }
    guard let (a, b) = LimbLeads.weights(of: lead) else { return [] }
    return zip(eight[0], eight[1]).map { a * $0 + b * $1 }
  }
}

extension LeadStudy.Score {
  /// Compares a lead with its reconstruction.
  public init(of actual: some Collection<Double>, by guess: some Collection<Double>) {
    let n = Double(actual.count)
    let (a, g) = (actual.reduce(0, +) / n, guess.reduce(0, +) / n)
    var (error, aa, gg, ag) = (0.0, 0.0, 0.0, 0.0)
    for (y, ŷ) in zip(actual, guess) {
      error += (y - ŷ) * (y - ŷ)
      aa += (y - a) * (y - a)
      gg += (ŷ - g) * (ŷ - g)
      ag += (y - a) * (ŷ - g)
    }
    self.init(rmse: (error / n).squareRoot(), r: aa > 0 && gg > 0 ? ag / (aa * gg).squareRoot() : 0)
  }
}
