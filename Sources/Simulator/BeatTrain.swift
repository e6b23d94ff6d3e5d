public import CardiacModel
public import Electrocardiogram
public import LeadProjection

/// A heart at work: its sources, the clocks that drive them, the pulses it receives, and how leads
/// see it.
public struct BeatTrain: Sendable, Equatable {
  /// The sources.
  public var heart: Heart
  /// How leads see a dipole; a heart of leads does not use it.
  public var projection: DipoleProjection
  /// The phase of P.
  public var atrialClock: PhaseClock
  /// The phase of QRS, ST and T; zero at the R peak.
  public var ventricularClock: PhaseClock
  /// Pacing pulses.
  public var stimuli: [Stimulus]

  /// Creates a train.
  public init(
    heart: Heart, projection: DipoleProjection = .dower, atrialClock: PhaseClock,
    ventricularClock: PhaseClock, stimuli: [Stimulus] = []
  ) {
    precondition(
      stimuli.allSatisfy { $0.amplitudes.count == heart.sources.count },
      "a stimulus needs one amplitude for each of \(heart.sources.count) sources")
    self.heart = heart
    self.projection = projection
    self.atrialClock = atrialClock
    self.ventricularClock = ventricularClock
    self.stimuli = stimuli
  }

  /// The leads that this heart gives, in standard order.
  public var leads: [Lead] { heart.basis.leads }

  /// The weights with which a lead sees the sources, or `nil` if it does not follow from them.
  public func weights(of lead: Lead) -> [Double]? { heart.basis.weights(of: lead, projection) }
}

extension Heart.Basis {
  /// The leads that follow from the sources, in standard order.
  ///
  /// A dipole or eight independent leads give all twelve; fewer sources give themselves and, from I
  /// and II, the other limb leads.
  public var leads: [Lead] {
    switch self {
    case .dipole: return Lead.allCases
    case .leads(let own):
      let hasLimbs = own.contains(.I) && own.contains(.II)
      return Lead.allCases.filter {
        own.contains($0) || (hasLimbs && LimbLeads.weights(of: $0) != nil)
      }
    }
  }

  /// The weights with which a lead sees the sources, or `nil` if it does not follow from them.
  func weights(of lead: Lead, _ projection: DipoleProjection) -> [Double]? {
    switch self {
    case .dipole: return projection.row(of: lead)
    case .leads(let own):
      var weights = [Double](repeating: 0, count: own.count)
      if let index = own.firstIndex(of: lead) {
        weights[index] = 1
      } else if let (a, b) = LimbLeads.weights(of: lead),
        let I = own.firstIndex(of: .I), let II = own.firstIndex(of: .II)
      {
        weights[I] = a
        weights[II] = b
      } else {
        return nil
      }
      return weights
    }
  }

  /// How many leads follow from the sources.
  var leadCount: Int {
    switch self {
    case .dipole, .leads(Lead.independent): 12
    case .leads: leads.count
    }
  }
}
