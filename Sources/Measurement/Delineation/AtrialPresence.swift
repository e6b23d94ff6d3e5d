/// Which beats have a P wave.
///
/// Something always looks most like a P wave in front of a complex, also in atrial fibrillation. Two
/// odds decide: those of the beat's own scores, and those of the mean scores of the beats around it,
/// in which a wave at a fixed time before the complexes stays and f waves vanish. Atrial fibrillation is
/// irregular: regular complexes ask less. A rhythm rarely changes from one beat to the next: where most
/// neighbours have a P wave less is asked, where most have none more.
struct AtrialPresence {
  /// Beats on each side whose mean scores are taken.
  static let neighbours = 6
  /// Least score that enters the mean: a place that is not allowed says no more than this.
  static let leastScore: Float = -8
  /// Weight of the beat's own odds beside those of its neighbours.
  static let ownPart = 0.25
  /// Least weighted mean of the two.
  ///
  /// Few leads are too sure of what is not there. Chosen with what follows on the tuning records of LUDB,
  /// with twelve leads and with lead II alone, and on fibrillation in PTB-XL's folds for training.
  static let least = (regular: -0.9, irregular: -0.3, few: 0.7)
  /// Median change from one RR interval to the next, in median intervals, from which on they are
  /// irregular.
  static let irregularity = 0.05
  /// Fewest intervals that can be called irregular.
  static let fewestIntervals = 4
  /// The odds of a beat's own scores that need no neighbours.
  ///
  /// Dissociated P waves have no fixed time before the complexes.
  static let certain = (regular: 0.5, irregular: 1.0, few: 3.5)
  /// Part of the neighbours that make a rhythm.
  static let majority = 2.0 / 3
  /// What the rhythm takes from the least mean odds, and adds to them; from the beat's own twice as much.
  static let custom = (presence: 1.2, absence: 0.6)
  /// What the absence of P around it adds to the odds that need no neighbours.
  static let surprise = (all: 0.0, few: 1.0)
  /// Least height of a P wave in units of the upper quartile of all: what is lower is a flat line.
  ///
  /// P waves of one record rarely differ so much; a beat without one, among many that have it, must not
  /// get one by custom.
  static let leastHeight = 0.2
  /// Leads, computed ones included, from which on they are not few.
  static let many = 6

  /// Whether each beat has a P wave.
  let hasP: [Bool]

  /// Judges the scores and heights of P over all leads, beat by beat; `peaks` are the R peaks in any
  /// unit.
  init(_ scores: [MarkScores], heights: [Double], peaks: [Int], leadCount: Int) {
    let isRegular = Self.isRegular(peaks)
    let (least, certain, surprise) =
      leadCount < Self.many
      ? (Self.least.few, Self.certain.few, Self.surprise.few)
      : isRegular
        ? (Self.least.regular, Self.certain.regular, Self.surprise.all)
        : (Self.least.irregular, Self.certain.irregular, Self.surprise.all)
    let own = scores.map(\.evidence)
    let mean = scores.indices.map { k in
      Self.ownPart * own[k]
        + (1 - Self.ownPart) * (Self.evidence(around: k, scores) ?? own[k])
    }
    var hasP = scores.indices.map { own[$0] > certain || mean[$0] > least }
    // What one beat tells its neighbours may be told on by them.
    for _ in 0..<Self.neighbours {
      let before = hasP
      hasP = scores.indices.map { k in
        let others = Self.others(k, of: scores.count)
        let withP = others.count { before[$0] }
        if others.isEmpty { return before[k] }
        if Double(withP) >= Self.majority * Double(others.count) {
          return before[k]
            || (mean[k] > least - Self.custom.presence
              && own[k] > least - 2 * Self.custom.presence)
        }
        if Double(others.count - withP) >= Self.majority * Double(others.count) {
          return own[k] > certain + surprise || mean[k] > least + Self.custom.absence
        }
        return before[k]
      }
      if hasP == before { break }
    }
    let found = heights.indices.filter { hasP[$0] }.map { heights[$0] }
    let lowest = found.isEmpty ? 0 : Self.leastHeight * OrderStatistics.quantile(0.75, of: found)
    self.hasP = hasP.indices.map { hasP[$0] && heights[$0] >= lowest }
  }

  /// Whether RR intervals hardly change; too few to tell count as regular.
  static func isRegular(_ peaks: [Int]) -> Bool {
    let intervals = zip(peaks, peaks.dropFirst()).map { Double($1 - $0) }
    guard intervals.count >= fewestIntervals else { return true }
    let changes = zip(intervals, intervals.dropFirst()).map { abs($1 - $0) }
    return OrderStatistics.median(changes) < irregularity * OrderStatistics.median(intervals)
  }

  /// The beats around one.
  private static func others(_ beat: Int, of count: Int) -> [Int] {
    (max(0, beat - neighbours)...min(count - 1, beat + neighbours)).filter { $0 != beat }
  }

  /// Odds of the mean scores of the beats around one, or `nil` if it is alone.
  static func evidence(around beat: Int, _ scores: [MarkScores]) -> Double? {
    let others = others(beat, of: scores.count)
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
