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
      return ConductionSystem(node: AtrioventricularNode(delay: delay...delay))
    case .dissociated(let ratio):
      let atrialRate = ratio * ratePerMinute
      return ConductionSystem(
        sinus: SinusNode(perMinute: atrialRate...atrialRate),
        node: AtrioventricularNode(conducts: false), foci: isPaced ? [] : [driver])
    case .noAtrialActivity:
      return ConductionSystem(sinus: nil, foci: isPaced ? [] : [driver])
    }
  }
}

extension AtrioventricularConduction {
  /// The same with the node's delay of one record: where a range is stated, what lies at a share of it.
  ///
  /// - Parameter share: Part of the range, from 0 to 1.
  /// - Returns: The conduction of that record.
  public func settingDelay(at share: Double) -> AtrioventricularConduction {
    guard case .system(var system) = self else { return self }
    let range = system.node.delay
    let delay = range.lowerBound + share * (range.upperBound - range.lowerBound)
    system.node.delay = delay...delay
    return .system(system)
  }
}
