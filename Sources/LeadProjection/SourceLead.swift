public import Electrocardiogram

/// A signal that leads are reconstructed from: one of the independent leads, or an axis of Frank's.
public enum SourceLead: String, CaseIterable, Sendable, Codable {
  /// Limb leads.
  case I, II
  /// Chest leads.
  case V1, V2, V3, V4, V5, V6
  /// Frank's axes: left, foot, back.
  case X, Y, Z

  /// The lead, or `nil` for an axis.
  public var lead: Lead? { Lead(rawValue: rawValue) }

  /// Reads a name as data sets spell it: `v2`, `VX` for Frank's X.
  public init?(name: String) {
    let name = name.uppercased()
    self.init(
      rawValue: name.count == 2 && "XYZ".contains(name.suffix(1)) ? "\(name.suffix(1))" : name)
  }

  /// I, II and V2: the three that a portable device records.
  public static let threeLeads: [SourceLead] = [.I, .II, .V2]
  /// Frank's axes.
  public static let frank: [SourceLead] = [.X, .Y, .Z]
}

extension Recording {
  /// The samples of a lead or of a channel that holds a Frank axis, in mV.
  public func millivolts(of source: SourceLead) -> [Double]? {
    if let lead = source.lead { return millivolts(of: lead) }
    return channels.first { $0.lead == nil && SourceLead(name: $0.name) == source }?.millivolts
  }
}
