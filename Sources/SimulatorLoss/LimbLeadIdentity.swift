import Electrocardiogram

/// One of the six laws that tie limb leads to each other: child = β p + γ q.
///
/// Source: SE-Diff's released code; Einthoven's and Goldberger's laws.
struct LimbLeadIdentity {
  let child, p, q: Lead
  let β, γ: Double

  static let all = [
    LimbLeadIdentity(child: .I, p: .II, q: .III, β: 1, γ: -1),
    LimbLeadIdentity(child: .II, p: .I, q: .III, β: 1, γ: 1),
    LimbLeadIdentity(child: .III, p: .II, q: .I, β: 1, γ: -1),
    LimbLeadIdentity(child: .aVR, p: .I, q: .II, β: -0.5, γ: -0.5),
    LimbLeadIdentity(child: .aVL, p: .I, q: .III, β: 0.5, γ: -0.5),
    LimbLeadIdentity(child: .aVF, p: .II, q: .III, β: 0.5, γ: 0.5),
  ]

  /// The six laws as rows over the leads in standard order.
  ///
  /// - Parameters:
  ///   - child: Factor of the child.
  ///   - parents: Whether the parents stand in the row with β and γ.
  /// - Returns: Row-major `[6, 12]`.
  static func rows(child: Double, parents: Bool) -> [Double] {
    all.flatMap { law in
      Lead.allCases.map { lead in
        switch lead {
        case law.child: child
        case law.p: parents ? law.β : 0
        case law.q: parents ? law.γ : 0
        default: 0
        }
      }
    }
  }
}
