import RhythmLibrary

extension AtrialTrain {
  /// The values of a measure in seconds, beats a minute and plain numbers; none if it could not be
  /// taken.
  func values(_ measure: CriterionMeasure, ventricularRate: Double?) -> [Double] {
    switch measure {
    case .atrialRate: return meanInterval.map { [60 / $0] } ?? []
    case .ppRange:
      guard let low = intervals.min(), let high = intervals.max() else { return [] }
      return [high - low]
    case .pToQRSRatio:
      guard let ventricularRate else { return [] }
      guard let meanInterval else { return waves.isEmpty ? [0] : [] }
      return [60 / meanInterval / ventricularRate]
    case .conductedPRRange:
      let pr = waves.filter { $0.isConducted && !$0.isHidden }.compactMap(\.toNextQRS)
      guard let low = pr.min(), let high = pr.max() else { return [] }
      return [high - low]
    case .pToQRSSpread:
      let times = waves.filter { $0.isNearest && !$0.isHidden }.compactMap(\.toNextQRS)
      guard let low = times.min(), let high = times.max() else { return [] }
      return [high - low]
    case .longestBlockedRun: return waves.isEmpty ? [] : [longestRun { !$0 }]
    case .longestConductedRun: return waves.isEmpty ? [] : [longestRun { $0 }]
    case .prStep: return cycles.flatMap { Self.steps($0) }
    case .prStepChange: return cycles.flatMap { Self.steps(Self.steps($0)) }
    case .prRecovery: return drops.map(\.recovery)
    case .dropPause: return drops.map(\.pause)
    default: preconditionFailure("\(measure) is no measure of atria")
    }
  }

  /// PP intervals in seconds.
  private var intervals: [Double] { Self.steps(waves.map(\.onset)) }

  private var meanInterval: Double? {
    intervals.isEmpty ? nil : intervals.reduce(0, +) / Double(intervals.count)
  }

  private static func steps(_ values: [Double]) -> [Double] {
    zip(values.dropFirst(), values).map(-)
  }

  /// PR intervals from one dropped beat to the next; those at the ends may be parts.
  private var cycles: [[Double]] {
    waves.split { !$0.isConducted }.map { $0.compactMap(\.toNextQRS) }
  }

  private func longestRun(_ belongs: (Bool) -> Bool) -> Double {
    var (run, longest) = (0, 0)
    for wave in waves {
      run = belongs(wave.isConducted) ? run + 1 : 0
      longest = max(longest, run)
    }
    return Double(longest)
  }

  /// Single drops between conducted beats: by how much PR is shorter after it than before, and the
  /// pause over twice the PP interval.
  private var drops: [(recovery: Double, pause: Double)] {
    guard let meanInterval else { return [] }
    return waves.indices.dropFirst().dropLast().compactMap { index in
      let (before, after) = (waves[index - 1], waves[index + 1])
      guard !waves[index].isConducted, before.isConducted, after.isConducted,
        let first = before.toNextQRS, let second = after.toNextQRS
      else { return nil }
      let pause = after.onset + second - before.onset - first
      return (first - second, pause / (2 * meanInterval))
    }
  }
}
