public import Electrocardiogram

/// What a report says of one thing, such as a possible old inferior infarction or no ST elevation.
///
/// A concept of the lexicon with what the words around it say: sides are concepts of their own, so that
/// left and right bundle branch block are two concepts.
public struct Statement: Hashable, Sendable, Codable {
  /// How sure the report is.
  public enum Certainty: String, Sendable, Codable, CaseIterable {
    /// It says so.
    case definite
    /// Wahrscheinlich, likely.
    case probable
    /// Möglich, possible, cannot be excluded.
    case possible
  }

  /// When it happened.
  public enum Age: String, Sendable, Codable, CaseIterable {
    /// Days.
    case recent
    /// Long ago.
    case old
    /// The report cannot tell.
    case undetermined
  }

  /// Whether all of a branch is concerned.
  public enum Degree: String, Sendable, Codable, CaseIterable {
    /// Some of it.
    case incomplete
    /// All of it.
    case complete
  }

  /// How much of it there is.
  public enum Severity: String, Sendable, Codable, CaseIterable {
    /// Little.
    case slight
    /// Much.
    case marked
  }

  /// How many there are.
  public enum Extent: String, Sendable, Codable, CaseIterable {
    /// Single ones of one shape.
    case isolated
    /// Many or of several shapes.
    case frequent
  }

  /// A wall of the heart.
  public enum Region: String, Sendable, Codable, CaseIterable {
    /// Named as reports name them.
    case inferior, anterior, anteroseptal, anterolateral, inferolateral, lateral, septal, posterior
    /// Leads I and aVL.
    case highLateral = "high-lateral"
    /// Two or three walls.
    case inferoposterior, inferoposterolateral
  }

  /// The concept's name in the lexicon, such as `left-bundle-branch-block`.
  public var concept: String
  /// Whether the report says that it is not so.
  public var isNegated: Bool
  /// How sure the report is.
  public var certainty: Certainty
  /// When it happened, if said.
  public var age: Age?
  /// Whether it is complete, if said.
  public var degree: Degree?
  /// How much of it there is, if said.
  public var severity: Severity?
  /// How many there are, if said.
  public var extent: Extent?
  /// The walls concerned, sorted by name.
  public private(set) var regions: [Region]
  /// The leads concerned, in the order of `Lead.allCases`.
  public private(set) var leads: [Lead]

  /// States a concept.
  public init(
    _ concept: String, isNegated: Bool = false, certainty: Certainty = .definite, age: Age? = nil,
    degree: Degree? = nil, severity: Severity? = nil, extent: Extent? = nil,
    regions: [Region] = [], leads: [Lead] = []
  ) {
    self.concept = concept
    self.isNegated = isNegated
    self.certainty = certainty
    self.age = age
    self.degree = degree
    self.severity = severity
    self.extent = extent
    self.regions = []
    self.leads = []
    add(regions: regions)
    add(leads: leads)
  }

  /// Adds walls; one that is there stays once.
  public mutating func add(regions more: [Region]) {
    regions = Set(regions + more).sorted { $0.rawValue < $1.rawValue }
  }

  /// Adds leads; one that is there stays once.
  public mutating func add(leads more: [Lead]) {
    let all = Set(leads + more)
    leads = Lead.allCases.filter(all.contains)
  }

  /// What is said besides the concept, each as `kind=value`, in a fixed order.
  public var attributes: [String] {
    var found: [String] = []
    if certainty != .definite { found.append("certainty=\(certainty.rawValue)") }
    if let age { found.append("age=\(age.rawValue)") }
    if let degree { found.append("degree=\(degree.rawValue)") }
    if let severity { found.append("severity=\(severity.rawValue)") }
    if let extent { found.append("extent=\(extent.rawValue)") }
    found += regions.map { "region=\($0.rawValue)" }
    found += leads.map { "lead=\($0.rawValue)" }
    return found
  }
}

extension Statement: CustomStringConvertible {
  /// In words, such as `no st-elevation in V2 V3` or `possible old inferior infarction`.
  public var description: String {
    var words = isNegated ? ["no"] : []
    if certainty != .definite { words.append(certainty.rawValue) }
    words += [severity?.rawValue, extent?.rawValue, degree?.rawValue].compactMap { $0 }
    if let age { words.append(age == .undetermined ? "of undetermined age" : age.rawValue) }
    words += regions.map(\.rawValue) + [concept]
    if !leads.isEmpty { words.append("in " + leads.map(\.rawValue).joined(separator: " ")) }
    return words.joined(separator: " ")
  }
}
