public import Electrocardiogram

/// The waves of one beat as sample indices.
public struct BeatWaves: Sendable, Equatable, Codable {
  /// The R peak that the beat was found by.
  public var rPeak: Int
  /// Atrial wave before the QRS complex, if there is one.
  public var p: SampledWave?
  /// QRS complex; its offset is the J point.
  public var qrs: SampledWave?
  /// T wave, if there is one.
  public var t: SampledWave?

  /// Creates the waves of a beat.
  public init(
    rPeak: Int, p: SampledWave? = nil, qrs: SampledWave? = nil, t: SampledWave? = nil
  ) {
    self.rPeak = rPeak
    self.p = p
    self.qrs = qrs
    self.t = t
  }

  /// A wave by its name; `nil` for U, which is not delineated.
  public subscript(wave: Wave) -> SampledWave? {
    switch wave {
    case .P: p
    case .QRS: qrs
    case .T: t
    case .U: nil
    }
  }
}

/// The waves of all beats in one channel.
public struct LeadWaves: Sendable, Equatable, Codable {
  /// The channel's name as the recording spells it, or the lead's where it was computed.
  public let name: String
  /// The standard lead, if it is one.
  public let lead: Lead?
  /// Beats in the order of the R peaks.
  public let beats: [BeatWaves]
}

/// Where the waves of a recording begin, culminate and end.
public struct Delineation: Sendable, Equatable, Codable {
  /// Samples a second.
  public let samplingRate: Double
  /// R peaks as sample indices, ascending.
  public let rPeaks: [Int]
  /// Waves that all leads together show, beat by beat.
  public let consensus: [BeatWaves]
  /// Waves of each lead.
  public let leads: [LeadWaves]

  /// Creates a delineation, such as one that somebody made by hand.
  ///
  /// - Precondition: one beat of `consensus` for each R peak.
  public init(
    samplingRate: Double, rPeaks: [Int], consensus: [BeatWaves], leads: [LeadWaves] = []
  ) {
    precondition(
      rPeaks.count == consensus.count, "\(rPeaks.count) R peaks, \(consensus.count) beats")
    self.samplingRate = samplingRate
    self.rPeaks = rPeaks
    self.consensus = consensus
    self.leads = leads
  }

  /// The waves of a lead, or `nil` if it was not delineated.
  public func beats(in lead: Lead) -> [BeatWaves]? { leads.first { $0.lead == lead }?.beats }
}
