public import HealthRecords
public import Statements

/// What a report is distilled from: what is known of the recording, and reports of admissions like it.
public struct ReportEvidence: Sendable, Equatable {
  /// A retrieved admission.
  public struct Neighbour: Sendable, Equatable {
    /// τ.
    public var similarity: Double
    /// What the reports of its ECGs say.
    public var statements: [Statement]
    /// Diagnoses, medications and procedures that it shares with the recording's patient, in words.
    public var common: [String]
    /// Its reports word for word, to tell what is copied from them; no language model is shown these.
    public var reports: [String]

    /// States what an admission's reports say.
    public init(
      similarity: Double, statements: [Statement], common: [String] = [], reports: [String] = []
    ) {
      precondition(similarity >= 0 && similarity.isFinite, "a similarity of \(similarity)")
      self.similarity = similarity
      self.statements = statements
      self.common = common
      self.reports = reports
    }
  }

  /// What the recording's own report says.
  public var own: [Statement]
  /// Age in years, if known.
  public var ageYears: Double?
  /// Sex as recorded, if known.
  public var sex: Condition.Sex?
  /// Beats a minute, if known.
  public var heartRate: Double?
  /// Admissions like the recording's, the most similar first.
  public var neighbours: [Neighbour]

  /// Gathers evidence.
  public init(
    own: [Statement], ageYears: Double? = nil, sex: Condition.Sex? = nil,
    heartRate: Double? = nil, neighbours: [Neighbour]
  ) {
    self.own = own
    self.ageYears = ageYears
    self.sex = sex
    self.heartRate = heartRate
    self.neighbours = neighbours
  }

  /// Gathers evidence from a store.
  ///
  /// - Parameters:
  ///   - query: What was asked for.
  ///   - own: What the recording's own report says.
  ///   - found: The admissions that were found for it.
  ///   - store: Where they were found.
  ///   - parser: Reads their reports.
  /// - Throws: if the store cannot be read.
  public init(
    _ query: ProfileQuery, own: [Statement], found: [Experience.Neighbour], in store: ProfileStore,
    parser: ReportParser
  ) throws(HealthRecordError) {
    self.init(own: own, neighbours: [])
    let profiles = try RetrievedProfile.describe(found, of: query, in: store)
    for profile in profiles {
      let reports = try store.reports(ofAdmission: profile.admission).map(\.text)
      neighbours.append(
        Neighbour(
          similarity: profile.similarity,
          statements: parser(reports.joined(separator: ". ")).statements,
          common: [ProfileView.diagnoses, .medications, .procedures].flatMap {
            profile.shared[$0] ?? []
          }, reports: reports))
    }
  }
}
