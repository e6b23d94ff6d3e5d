import RhythmLibrary

/// One criterion held against one record.
public struct CriterionResult: Sendable, Equatable, Codable {
  /// What is claimed.
  public var name: String
  /// The block that it belongs to, if any.
  public var block: String?
  /// What states the limit.
  public var source: String
  /// How far the source can be believed.
  public var trust: String
  /// What is printed beside the source, such as 'not checked against the primary text'.
  public var remark: String?
  /// Whether the claim holds.
  public var result: Truth
  /// Distance to the limit that decides, in ruler errors; `nil` where there is none.
  public var margin: Double?
  /// The measure that decides.
  public var decisive: Finding?
  /// Every measure that was looked at.
  public var findings: [Finding]

  init(_ criterion: Criterion, _ verdict: Verdict) {
    name = criterion.name
    block = criterion.block
    source = criterion.source
    trust = criterion.trust.rawValue
    remark = criterion.trust.remark
    result = verdict.truth
    margin = verdict.margin.isFinite ? verdict.margin : nil
    decisive = verdict.decisive
    findings = verdict.findings
  }
}

/// One record of a rhythm held against all criteria of that rhythm, or of another.
public struct RecordCheck: Sendable, Equatable, Codable {
  /// The rhythm that the record was made of.
  public var rhythm: String
  /// The seed that it was drawn with; `nil` for the default draw.
  public var seed: UInt64?
  /// The rate that was asked for.
  public var heartRatePerMinute: Double
  /// Its length in seconds.
  public var durationSeconds: Double
  /// The criteria, in the rhythm's order.
  public var results: [CriterionResult]

  /// Whether every criterion is met.
  public var passed: Bool { results.allSatisfy { $0.result == .met } }
}
