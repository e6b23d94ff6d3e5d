public import Electrocardiogram

/// A lead, or a lead turned round: −aVR looks from between I and II.
public struct SignedLead: Sendable, Hashable {
  /// The lead.
  public var lead: Lead
  /// Whether its potentials change their sign.
  public var isInverted: Bool

  /// Creates a lead.
  public init(_ lead: Lead, isInverted: Bool = false) {
    self.lead = lead
    self.isInverted = isInverted
  }

  /// Reads `aVF` or `-aVR`.
  public init?(name: String) {
    let isInverted = name.hasPrefix("-")
    guard let lead = Lead(rawValue: String(name.dropFirst(isInverted ? 1 : 0))) else { return nil }
    self.init(lead, isInverted: isInverted)
  }

  /// `aVF` or `-aVR`.
  public var name: String { (isInverted ? "-" : "") + lead.rawValue }
}
