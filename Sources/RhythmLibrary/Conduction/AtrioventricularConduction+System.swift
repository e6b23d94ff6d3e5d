extension AtrioventricularConduction {
  /// The whole system that a simple way stands for, in a record of a rate.
  ///
  /// Dissociated and silent atria leave the ventricles to a focus at the record's rate, unless a
  /// pacemaker drives them.
  ///
  /// - Parameters:
  ///   - ratePerMinute: Ventricular beats a minute.
  ///   - isPaced: Whether a pacemaker drives the ventricles.
  /// - Returns: Every part of the heart.
  public func system(ratePerMinute: Double, isPaced: Bool) -> ConductionSystem {
    let driver = Focus(
      site: .ventricles, timing: .automatic(perMinute: nil, jitter: 0), symbol: "N")
    switch self {
    case .system(let system): return system
    case .conducted(let delay):
      return ConductionSystem(node: AtrioventricularNode(delay: delay.map { $0...$0 }))
    case .dissociated(let ratio):
      let atrialRate = ratio * ratePerMinute
      return ConductionSystem(
        sinus: SinusNode(perMinute: atrialRate...atrialRate),
        node: AtrioventricularNode(conducts: false), foci: isPaced ? [] : [driver])
    case .noAtrialActivity:
      return ConductionSystem(sinus: nil, foci: isPaced ? [] : [driver])
    }
  }

  /// The simple way that single beats of a system follow.
  func steady(_ rate: HeartRateRange) -> AtrioventricularConduction {
    guard case .system(let system) = self else { return self }
    guard let sinus = system.sinus else { return .noAtrialActivity }
    if system.node.conducts, let delay = system.pathway?.delay { return .conducted(delay: delay) }
    if system.node.conducts { return .conducted(delay: system.node.delay?.middle) }
    let atrialRate = sinus.perMinute?.middle ?? rate.defaultPerMinute
    return .dissociated(atrialRateRatio: atrialRate / rate.defaultPerMinute)
  }
}

extension ClosedRange<Double> {
  /// Half way between the ends.
  var middle: Double { (lowerBound + upperBound) / 2 }
}
