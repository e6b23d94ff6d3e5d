/// One signal of a recording.
public struct Channel: Sendable, Equatable {
  /// The name as the file spells it.
  public var name: String
  /// The standard lead that the name means, if it means one.
  public var lead: Lead?
  /// Potential in millivolts, one value a sample; NaN where the file marks a sample as missing.
  public var millivolts: [Double]

  /// Creates a channel and recognises its lead from the name.
  public init(name: String, millivolts: [Double]) {
    self.name = name
    self.lead = Lead(name: name)
    self.millivolts = millivolts
  }
}

/// Simultaneously sampled signals with their annotations.
public struct Recording: Sendable, Equatable {
  /// The record's name, without folder and ending.
  public var name: String
  /// Samples a second.
  public var samplingRate: Double
  /// The signals, all of the same length, in the file's order.
  public var channels: [Channel]
  /// Marks at samples, ascending.
  public var annotations: [Annotation]
  /// Free text lines of the file's header.
  public var comments: [String]

  /// Creates a recording.
  ///
  /// - Precondition: the sampling rate is positive and finite and all channels have one length.
  public init(
    name: String, samplingRate: Double, channels: [Channel], annotations: [Annotation] = [],
    comments: [String] = []
  ) {
    precondition(
      samplingRate > 0 && samplingRate.isFinite, "sampling rate \(samplingRate) Hz is not positive")
    precondition(
      Set(channels.map(\.millivolts.count)).count <= 1,
      "channels differ in length: \(channels.map { "\($0.name) \($0.millivolts.count)" })")
    self.name = name
    self.samplingRate = samplingRate
    self.channels = channels
    self.annotations = annotations
    self.comments = comments
  }

  /// Samples in every channel.
  public var sampleCount: Int { channels.first?.millivolts.count ?? 0 }

  /// Length in seconds.
  public var duration: Double { Double(sampleCount) / samplingRate }

  /// The first channel that holds the lead.
  public func channel(_ lead: Lead) -> Channel? { channels.first { $0.lead == lead } }

  /// The samples of a lead in millivolts; limb leads that are not stored follow from I and II.
  ///
  /// - Returns: `nil` if the lead is neither stored nor can be computed.
  public func millivolts(of lead: Lead) -> [Double]? {
    if let channel = channel(lead) { return channel.millivolts }
    guard
      let (a, b) = LimbLeads.weights(of: lead),
      let I = channel(.I)?.millivolts, let II = channel(.II)?.millivolts
    else { return nil }
    return zip(I, II).map { a * $0 + b * $1 }
  }
}
