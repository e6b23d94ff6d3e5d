import Fitting

/// What `fit --starts` tells: whether fits agree, whatever they start from.
struct StartsReport: Encodable {
  let starts: Int
  /// Beats and leads that were fitted.
  private(set) var beats = 0
  /// Starts that ended within 10 % of the best PRD of their beat.
  private(set) var startsNearBest = 0
  /// Beats whose starts nearly all (95 %) ended there.
  private(set) var agreeingBeats = 0

  init(starts: Int) { self.starts = starts }

  mutating func add(_ evaluation: StartEvaluation) {
    let share = evaluation.share(within: 0.1)
    beats += 1
    startsNearBest += Int((share * Double(starts)).rounded())
    if share >= 0.95 { agreeingBeats += 1 }
  }

  var lines: [String] {
    let all = Double(beats * starts)
    return [
      "\(beats) beats and leads, \(starts) starts each, perturbed by 50 %",
      "within 10 % of the best PRD: \((100 * Double(startsNearBest) / all).formatted(1)) % of starts",
      "at least 95 % of a beat's starts there: "
        + "\((100 * Double(agreeingBeats) / Double(beats)).formatted(1)) % of beats",
    ]
  }
}
