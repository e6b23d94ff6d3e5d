public import Electrocardiogram

/// An electrode of the standard recording; the right leg is the reference and carries no signal.
public enum Electrode: String, CaseIterable, Sendable, Codable {
  /// Right arm, left arm, left leg.
  case RA, LA, LL
  /// Chest.
  case V1, V2, V3, V4, V5, V6
}

extension Lead {
  /// The weights with which an independent lead sees the electrodes, in `Electrode.allCases` order.
  ///
  /// I = LA − RA, II = LL − RA, Vₙ = Vₙ − (RA + LA + LL)/3 (Wilson's central terminal).
  public var electrodeWeights: [Double] {
    var weights = [Double](repeating: 0, count: Electrode.allCases.count)
    if let (a, b) = LimbLeads.weights(of: self) {
      // I and II give every limb lead.
      weights[0] = -a - b
      weights[1] = a
      weights[2] = b
    } else if let chest = Lead.chest.firstIndex(of: self) {
      for limb in 0..<3 { weights[limb] = -1.0 / 3 }
      weights[3 + chest] = 1
    }
    return weights
  }
}
