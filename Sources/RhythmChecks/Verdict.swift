/// Whether a claim holds; what cannot be measured is neither true nor false (Kleene's logic).
public enum Truth: String, Sendable, Codable {
  /// It holds.
  case met
  /// It does not.
  case notMet = "not met"
  /// Something that it needs could not be measured.
  case notMeasurable = "not measurable"
}

/// The judgement of a claim with the finding that decides it.
struct Verdict {
  var truth: Truth
  /// Distance to the limit that decides, in ruler errors; positive where the claim holds.
  var margin: Double
  /// The finding that decides; none where only the choice of the lead does.
  var decisive: Finding?
  /// Everything that was looked at.
  var findings: [Finding]

  /// A claim that speaks only of which lead is looked at.
  static func choice(_ holds: Bool) -> Verdict {
    Verdict(
      truth: holds ? .met : .notMet, margin: holds ? .infinity : -.infinity, findings: [])
  }

  /// The opposite.
  var negated: Verdict {
    var copy = self
    copy.margin = -margin
    copy.decisive = decisive?.negated
    copy.findings = findings.map(\.negated)
    copy.truth =
      switch truth {
      case .met: .notMet
      case .notMet: .met
      case .notMeasurable: .notMeasurable
      }
    return copy
  }

  /// Holds if at least so many of the parts do; the part that decides is the one at that rank.
  static func atLeast(_ count: Int, of parts: [Verdict]) -> Verdict {
    let met = parts.count { $0.truth == .met }
    let open = parts.count { $0.truth == .notMeasurable }
    let ranked = parts.sorted { ($0.rank, $0.margin) > ($1.rank, $1.margin) }
    guard count > 0, count <= ranked.count else {
      return Verdict(truth: .notMet, margin: -.infinity, findings: parts.flatMap(\.findings))
    }
    let deciding = ranked[count - 1]
    return Verdict(
      truth: met >= count ? .met : met + open >= count ? .notMeasurable : .notMet,
      margin: deciding.margin, decisive: deciding.decisive, findings: parts.flatMap(\.findings))
  }

  private var rank: Int {
    switch truth {
    case .met: 2
    case .notMeasurable: 1
    case .notMet: 0
    }
  }
}
