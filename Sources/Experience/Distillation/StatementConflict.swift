import Statements

/// Statements that cannot both hold of one recording.
enum StatementConflict {
  /// Concepts of which a recording has one: rhythms of the whole heart.
  private static let rhythms: Set = [
    "sinus-rhythm", "sinus-bradycardia", "sinus-tachycardia", "atrial-fibrillation",
    "atrial-flutter", "supraventricular-tachycardia", "ventricular-tachycardia",
    "junctional-rhythm", "ectopic-atrial-rhythm", "ventricular-rhythm",
  ]
  /// Pairs of which a recording has one at most.
  private static let pairs: [Set<String>] = [
    ["left-bundle-branch-block", "right-bundle-branch-block"],
    ["left-axis", "right-axis"], ["normal-axis", "left-axis"], ["normal-axis", "right-axis"],
    ["clockwise-rotation", "counterclockwise-rotation"], ["low-voltage", "high-voltage"],
    ["normal", "abnormal"], ["prolonged-qt", "short-qt"], ["prolonged-pr", "normal-pr"],
    ["av-block-1", "av-block-3"],
  ]
  /// Whether two statements oppose each other: negation, side, age, or one of two rhythms.
  ///
  /// The lists are this project's, of what the words mean, not of a guideline.
  static func opposed(_ one: Statement, _ other: Statement) -> Bool {
    if one.concept == other.concept {
      let walls = Set(one.regions), others = Set(other.regions)
      guard walls.isEmpty || others.isEmpty || !walls.isDisjoint(with: others) else { return false }
      if one.isNegated != other.isNegated { return true }
      guard !one.isNegated else { return false }
      let ages = [one.age, other.age].compactMap { $0 }
      return Set(ages) == [.recent, .old]
        || (one.degree == .incomplete) != (other.degree == .incomplete)
    }
    guard !one.isNegated, !other.isNegated else { return false }
    let both: Set = [one.concept, other.concept]
    // A slow or fast sinus rhythm is one.
    let isCloser = both.contains("sinus-rhythm") && both.allSatisfy { $0.hasPrefix("sinus-") }
    return both.isSubset(of: rhythms) && !isCloser || pairs.contains(both)
  }
}
