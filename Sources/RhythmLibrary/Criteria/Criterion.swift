public import Electrocardiogram

/// How far a criterion can be believed.
public enum Trust: String, Sendable, CaseIterable {
  /// Read on a page that quotes a guideline or consensus; not checked against the primary text.
  case guidelineSecondary = "guideline-secondary"
  /// Read in a paper, its abstract or a data description.
  case paper
  /// General knowledge.
  case textbook
  /// Constructed or measured for this project.
  case derived

  /// What is printed beside the source.
  public var remark: String? {
    self == .guidelineSecondary ? "not checked against the primary text" : nil
  }
}

/// A clinical statement that a record must fulfil, with its source.
public struct Criterion: Sendable, Equatable {
  /// What is claimed, in words.
  public var name: String
  /// The block of criteria that it came from, if it did.
  public var block: String?
  /// The patients that it speaks of.
  public var patients: PatientGroup
  /// What must hold.
  public var claim: Claim
  /// The source that states the limit.
  public var source: String
  /// How far the source can be believed.
  public var trust: Trust

  /// Creates a criterion.
  public init(
    name: String, block: String? = nil, patients: PatientGroup = PatientGroup(), claim: Claim,
    source: String, trust: Trust
  ) {
    self.name = name
    self.block = block
    self.patients = patients
    self.claim = claim
    self.source = source
    self.trust = trust
  }
}

/// A claim about a record, made of tests.
public indirect enum Claim: Sendable, Equatable {
  /// One measure within its limits.
  case test(MeasureTest)
  /// All of them hold.
  case all([Claim])
  /// At least one holds.
  case any([Claim])
  /// It does not hold.
  case not(Claim)
  /// It holds in at least so many of the leads; tests of a lead's measures take their lead from here.
  case leads([Lead], atLeast: Int, Claim)
  /// It holds in two leads that are neighbours (`ContiguousLeads`), both among those named.
  case neighbours([SignedLead], Claim)
  /// The lead that a surrounding claim has chosen is one of these.
  case leadIsOneOf([Lead])
}

/// One measure and the limits that it must keep, in the measure's own unit.
public struct MeasureTest: Sendable, Equatable {
  /// What is measured.
  public var measure: CriterionMeasure
  /// How values of many beats become one.
  public var over: BeatSummary
  /// The beats that are looked at; `nil` for all.
  public var beats: BeatKind?
  /// Lower limit.
  public var lower: Limit?
  /// Upper limit.
  public var upper: Limit?

  /// Creates a test.
  ///
  /// - Precondition: there is a limit.
  public init(
    measure: CriterionMeasure, over: BeatSummary = .everyBeat, beats: BeatKind? = nil,
    lower: Limit? = nil, upper: Limit? = nil
  ) {
    precondition(lower != nil || upper != nil, "\(measure) is tested against no limit")
    self.measure = measure
    self.over = over
    self.beats = beats
    self.lower = lower
    self.upper = upper
  }
}

/// A limit in the unit of its measure.
public struct Limit: Sendable, Equatable {
  /// The number.
  public var value: Double
  /// Whether the number itself still passes.
  public var inclusive: Bool

  /// Creates a limit.
  public init(_ value: Double, inclusive: Bool) {
    self.value = value
    self.inclusive = inclusive
  }
}

/// Which beats of a record a test looks at.
public enum BeatKind: String, Sendable, CaseIterable {
  /// Those of shapes whose median QRS is shorter than 120 ms.
  case narrow
  /// The others.
  case wide
}

extension Claim {
  /// The same claim about beats of one kind.
  func about(_ beats: BeatKind) -> Claim {
    switch self {
    case .test(var test):
      test.beats = beats
      return .test(test)
    case .all(let parts): return .all(parts.map { $0.about(beats) })
    case .any(let parts): return .any(parts.map { $0.about(beats) })
    case .not(let part): return .not(part.about(beats))
    case .leads(let leads, let atLeast, let part):
      return .leads(leads, atLeast: atLeast, part.about(beats))
    case .neighbours(let leads, let part): return .neighbours(leads, part.about(beats))
    case .leadIsOneOf: return self
    }
  }
}

/// How the values of many beats become one statement.
public enum BeatSummary: String, Sendable, CaseIterable {
  /// Each beat by itself must keep the limits.
  case everyBeat
  /// Their median must.
  case medianBeat
  /// One beat that keeps them is enough.
  case anyBeat
}
