public import Statements

/// What a report is distilled from: what is known of the recording, and reports of admissions like it.
public struct ReportEvidence: Sendable, Equatable {
  /// A retrieved admission.
  public struct Neighbour: Sendable, Equatable {
    /// τ.
    public var similarity: Double
    /// What the reports of its ECGs say.
    public var statements: [Statement]

    /// States what an admission's reports say.
    public init(similarity: Double, statements: [Statement]) {
      precondition(similarity >= 0 && similarity.isFinite, "a similarity of \(similarity)")
      self.similarity = similarity
      self.statements = statements
    }
  }

  /// What the recording's own report says.
  public var own: [Statement]
  /// Admissions like the recording's.
  public var neighbours: [Neighbour]

  /// Gathers evidence.
  public init(own: [Statement], neighbours: [Neighbour]) {
    self.own = own
    self.neighbours = neighbours
  }
}
