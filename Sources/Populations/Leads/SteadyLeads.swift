public import Electrocardiogram
public import LeadProjection

/// The eight independent leads and Frank's axes of a recording without baseline wander.
public struct SteadyLeads: Sendable {
  /// Where Frank's axes come from.
  public enum FrankOrigin: String, Sendable, Codable {
    /// Electrodes of Frank's.
    case recorded
    /// Kors's matrix, applied to the eight leads.
    case estimated
  }

  /// Samples a second.
  public let samplingRate: Double
  /// `[8][samples]` in mV, in `Lead.independent` order.
  public let leads: [[Double]]
  /// X, Y, Z, `[3][samples]` in mV.
  public let frank: [[Double]]
  /// Where they come from.
  public let frankOrigin: FrankOrigin

  /// Cut-off below which electrodes say more than the heart, in hertz (`BaselineRemoval`).
  public static let cutoff = 0.5

  /// Samples of each lead.
  public var sampleCount: Int { leads.first?.count ?? 0 }

  /// Prepares a recording.
  ///
  /// What follows the last change of any channel is left out: recorders fill up their last block.
  ///
  /// - Returns: `nil` if a lead is missing, flat or has a gap, or fewer than four seconds are left.
  public init?(_ recording: Recording) {
    let independent = Lead.independent.compactMap { recording.millivolts(of: $0) }
    guard independent.count == 8 else { return nil }
    var end = recording.sampleCount
    while end > 1, independent.allSatisfy({ $0[end - 1] == $0[end - 2] }) { end -= 1 }
    let rate = recording.samplingRate
    guard Double(end) >= 4 * rate else { return nil }
    func steady(_ signal: [Double]) -> [Double]? {
      let signal = Array(signal.prefix(end))
      guard signal.allSatisfy(\.isFinite), signal.contains(where: { $0 != signal[0] }) else {
        return nil
      }
      return BaselineRemoval.highPass(signal, samplingRate: rate, cutoff: Self.cutoff)
    }
    let leads = independent.compactMap(steady)
    guard leads.count == 8 else { return nil }
    samplingRate = rate
    self.leads = leads
    let axes = SourceLead.frank.compactMap { recording.millivolts(of: $0).flatMap(steady) }
    frankOrigin = axes.count == 3 ? .recorded : .estimated
    frank = axes.count == 3 ? axes : Self.kors(leads)
  }

  private init(samplingRate: Double, leads: [[Double]], frank: [[Double]], origin: FrankOrigin) {
    self.samplingRate = samplingRate
    self.leads = leads
    self.frank = frank
    frankOrigin = origin
  }

  /// The signals that a reconstruction needs.
  public func signals(_ sources: [SourceLead]) -> [[Double]] {
    sources.map { source in
      if let row = Lead.independent.firstIndex(where: { $0 == source.lead }) { return leads[row] }
      return frank[SourceLead.frank.firstIndex(of: source) ?? 0]
    }
  }

  /// A stretch of the samples.
  public func samples(_ range: Range<Int>) -> SteadyLeads {
    SteadyLeads(
      samplingRate: samplingRate, leads: leads.map { Array($0[range]) },
      frank: frank.map { Array($0[range]) }, origin: frankOrigin)
  }

  /// Frank's axes as Kors reads them from the eight leads.
  private static func kors(_ leads: [[Double]]) -> [[Double]] {
    let kors = DipoleEstimate.kors
    let order = kors.leads.compactMap { Lead.independent.firstIndex(of: $0) }
    return (0..<3).map { axis in
      (leads.first ?? []).indices.map { sample in
        order.enumerated().reduce(0) {
          $0 + kors.weights[axis * order.count + $1.offset] * leads[$1.element][sample]
        }
      }
    }
  }
}
