import CardiacModel
import Electrocardiogram
import RandomNumbers
import RhythmLibrary

extension Heart {
  /// The heart with every kernel's height, width and time drawn anew.
  ///
  /// Kernels with one index are one kernel seen by several sources and share their draws.
  ///
  /// - Parameters:
  ///   - scatter: Standard deviations.
  ///   - atrialVelocity: Radians a second of the atrial circle.
  ///   - ventricularVelocity: Radians a second of the ventricular circle.
  ///   - random: The beat's generator.
  /// - Precondition: all sources have the same kernels.
  /// - Returns: The heart; plateaus do not change.
  func scattered(
    by scatter: KernelScatter, atrialVelocity: Double, ventricularVelocity: Double,
    using random: inout Philox
  ) -> Heart {
    var heart = self
    let count = sources.first?.waves.count ?? 0
    precondition(sources.allSatisfy { $0.waves.count == count }, "sources differ in their kernels")
    for index in 0..<count {
      let height = 1 + scatter.amplitude * random.normal()
      // A width stays positive, however far the draw.
      let width = max(0.5, 1 + scatter.width * random.normal())
      let wave = sources[0].waves[index].wave
      let isLate = wave == .T || wave == .U
      let shift = (isLate ? scatter.repolarisationTime : scatter.time) * random.normal()
      for source in sources.indices {
        heart.sources[source].waves[index].amplitude *= height
        heart.sources[source].waves[index].width *= width
        heart.sources[source].waves[index].phase +=
          shift * (wave.isAtrial ? atrialVelocity : ventricularVelocity)
      }
    }
    return heart
  }
}
