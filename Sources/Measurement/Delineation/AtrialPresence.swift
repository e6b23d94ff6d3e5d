/// Which beats have a P wave.
///
/// Something always looks most like a P wave in front of a complex, also in atrial fibrillation. Two
/// odds decide: those of the beat's own scores, and those of the mean scores of the beats around it,
/// in which a wave at a fixed time before the complexes stays and f waves vanish.
struct AtrialPresence {
  /// Beats on each side whose mean scores are taken.
  static let neighbours = 6
  /// Least score that enters the mean: a place that is not allowed says no more than this.
  static let leastScore: Float = -8
  /// Weight of the beat's own odds beside those of its neighbours.
  static let ownPart = 0.25
  /// Least weighted mean of the two.
  ///
  /// Few leads are too sure of what is not there. Chosen on the tuning records of LUDB, with twelve
  /// leads and with lead II alone.
  static let least = (all: -1.0, few: 0.5)
  /// The odds of a beat's own scores that need no neighbours.
  ///
  /// Dissociated P waves have no fixed time before the complexes.
  static let certain = (all: 1.0, few: 2.5)
  /// Leads, computed ones included, from which on they are not few.
  static let many = 6

  /// Whether each beat has a P wave.
  let hasP: [Bool]

  /// Judges the scores of P over all leads, beat by beat.
  init(_ scores: [MarkScores], leadCount: Int) {
    let few = leadCount < Self.many
    let (least, certain) =
      few ? (Self.least.few, Self.certain.few) : (Self.least.all, Self.certain.all)
    hasP = scores.indices.map { k in
      let own = scores[k].evidence
      let around = Self.evidence(around: k, scores) ?? own
      return own > certain || Self.ownPart * own + (1 - Self.ownPart) * around > least
    }
  }

  /// Odds of the mean scores of the beats around one, or `nil` if it is alone.
  static func evidence(around beat: Int, _ scores: [MarkScores]) -> Double? {
    let others = (max(0, beat - neighbours)...min(scores.count - 1, beat + neighbours))
      .filter { $0 != beat }
    guard !others.isEmpty else { return nil }
    let mean = scores[beat].places.indices.map { place in
      others.reduce(Float(0)) { sum, k in
        sum
          + (scores[k].allowed.contains(place)
            ? max(scores[k].places[place][1], leastScore) : leastScore)
      } / Float(others.count)
    }
    return Double(MarkScores.logSum(mean))
  }
}
