extension Heart {
  /// The same heart at another period: waves keep their times and durations, not their phases.
  ///
  /// t = θT/2π is kept, so that a QRS does not widen when the rate falls.
  ///
  /// - Parameters:
  ///   - old: The period in seconds at which the phases are stated.
  ///   - new: The period wanted.
  /// - Precondition: both are positive.
  /// - Returns: The heart with θ and b multiplied by old/new.
  public func keepingTimes(from old: Double, to new: Double) -> Heart {
    precondition(old > 0 && new > 0, "periods \(old) s and \(new) s")
    let factor = old / new
    var heart = self
    for index in heart.sources.indices {
      for wave in heart.sources[index].waves.indices {
        heart.sources[index].waves[wave].phase *= factor
        heart.sources[index].waves[wave].width *= factor
      }
      for plateau in heart.sources[index].plateaus.indices {
        heart.sources[index].plateaus[plateau].onsetPhase *= factor
        heart.sources[index].plateaus[plateau].onsetWidth *= factor
        heart.sources[index].plateaus[plateau].offsetPhase *= factor
        heart.sources[index].plateaus[plateau].offsetWidth *= factor
      }
    }
    return heart
  }
}
