public import HealthRecords

/// How much each view counts: τ = λ₁ J_diag + λ₂ J_med + λ₃ J_proc, and optionally λ₄ J_text.
///
/// J is the Jaccard index of two sets, |A ∩ B| / |A ∪ B|, and 0 where both are empty: that two admissions
/// both lack something says nothing. The defaults are this project's; SE-Diff states none.
public struct SimilarityWeights: Sendable, Codable, Equatable {
  /// By view.
  public var diagnoses: Double, medications: Double, procedures: Double, statements: Double

  /// States weights.
  public init(
    diagnoses: Double = 0.5, medications: Double = 0.25, procedures: Double = 0.25,
    statements: Double = 0
  ) {
    for weight in [diagnoses, medications, procedures, statements] {
      precondition(weight >= 0 && weight.isFinite, "a weight of \(weight)")
    }
    self.diagnoses = diagnoses
    self.medications = medications
    self.procedures = procedures
    self.statements = statements
  }

  /// The weight of a view.
  public subscript(view: ProfileView) -> Double {
    switch view {
    case .diagnoses: diagnoses
    case .medications: medications
    case .procedures: procedures
    case .statements: statements
    }
  }

  /// One view's part of the similarity, of the sizes of the intersection and of the two sets.
  public func part(of view: ProfileView, shared: Int, _ first: Int, _ second: Int) -> Double {
    let union = first + second - shared
    return union == 0 ? 0 : self[view] * (Double(shared) / Double(union))
  }

  /// The similarity of a query and a profile.
  public func similarity(_ query: ProfileQuery, _ profile: Profile) -> Double {
    var sum = 0.0
    for view in ProfileView.allCases {
      let codes = query.codes[view.rawValue]
      sum += part(
        of: view, shared: Self.sharedCount(codes, profile[view]), query.sizes[view.rawValue],
        profile[view].count)
    }
    return sum
  }

  /// How many numbers two ascending sets share.
  static func sharedCount(_ first: [Int32], _ second: [Int32]) -> Int {
    var (i, j, count) = (0, 0, 0)
    while i < first.count, j < second.count {
      if first[i] == second[j] { count += 1 }
      let isBehind = first[i] <= second[j]
      if second[j] <= first[i] { j += 1 }
      if isBehind { i += 1 }
    }
    return count
  }
}
