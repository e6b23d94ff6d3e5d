import Electrocardiogram

extension Criterion {
  /// The keys that stand beside the claim.
  private static let ownKeys = ["name", "block", "patients", "source", "trust"]

  /// Reads criteria; an element `block: NAME` alone stands for the criteria of that block, with
  /// `beats: KIND` beside it for the same about beats of one kind.
  static func list(
    _ value: YAMLValue, block: (String) throws(RhythmError) -> [Criterion]?
  ) throws(RhythmError) -> [Criterion] {
    var criteria: [Criterion] = []
    for element in try value.elements(count: 1...200) {
      guard case .mapping(let entries) = element.content,
        [["block"], ["block", "beats"]].contains(entries.map(\.key))
      else {
        criteria.append(try Criterion(element))
        continue
      }
      let name = try entries[0].value.text()
      guard let known = try block(name) else {
        throw entries[0].value.error(.outOfRange, "there is no block of criteria '\(name)'")
      }
      guard let kind: BeatKind = try entries.dropFirst().first?.value.choice() else {
        criteria += known
        continue
      }
      criteria += known.map { criterion in
        var criterion = criterion
        criterion.claim = criterion.claim.about(kind)
        return criterion
      }
    }
    return criteria
  }

  /// Reads one criterion: its own keys and those of its claim stand side by side.
  init(_ value: YAMLValue, block: String? = nil) throws(RhythmError) {
    guard case .mapping(let entries) = value.content else {
      throw value.error(.wrongType, "expected a criterion, found \(value.kind)")
    }
    var (own, claim) = (value, value)
    own.content = .mapping(entries.filter { Self.ownKeys.contains($0.key) })
    claim.content = .mapping(entries.filter { !Self.ownKeys.contains($0.key) })
    let map = try MappingReader(own, keys: Self.ownKeys)
    let stated = try map.find("block")?.text()
    let patients = try map.find("patients").map { value throws(RhythmError) in
      try PatientGroup(value)
    }
    self.init(
      name: try map.require("name").text(),
      block: block ?? stated,
      patients: patients ?? PatientGroup(),
      claim: try Claim(claim, lead: .unbound),
      source: try map.require("source").text(),
      trust: try map.require("trust").choice())
  }
}

extension PatientGroup {
  fileprivate init(_ value: YAMLValue) throws(RhythmError) {
    let map = try MappingReader(value, keys: ["sex", "ageFromYears", "ageBelowYears"])
    self.init(
      sex: try map.find("sex")?.choice(),
      ageFromYears: try map.find("ageFromYears")?.number(in: 0...150, unit: "years"),
      ageBelowYears: try map.find("ageBelowYears")?.number(in: 0...150, unit: "years"))
  }
}

/// Whether a surrounding claim has chosen the lead.
enum LeadBinding {
  case bound, unbound
}

extension Claim {
  /// Reads a claim; its form follows from its first telling key.
  init(_ value: YAMLValue, lead: LeadBinding) throws(RhythmError) {
    guard case .mapping(let entries) = value.content else {
      throw value.error(.wrongType, "expected a claim, found \(value.kind)")
    }
    let form = entries.map(\.key).first { Self.forms.contains($0) }
    switch form {
    case "measure": self = try Self.measured(value, lead: lead)
    case "all": self = .all(try Self.parts(value, "all", lead))
    case "any": self = .any(try Self.parts(value, "any", lead))
    case "not":
      self = .not(try Claim(try MappingReader(value, keys: ["not"]).require("not"), lead: lead))
    case "inLeads":
      let map = try MappingReader(value, keys: ["inLeads", "atLeast", "holds"])
      let leads = try map.require("inLeads").list(count: 1...12) { value throws(RhythmError) in
        try value.choice(Lead.self)
      }
      self = .leads(
        leads, atLeast: try map.find("atLeast")?.integer(in: 1...leads.count) ?? leads.count,
        try Claim(map.require("holds"), lead: .bound))
    case "inNeighboursAmong":
      let map = try MappingReader(value, keys: ["inNeighboursAmong", "holds"])
      self = .neighbours(
        try map.require("inNeighboursAmong").list(count: 2...12) { value throws(RhythmError) in
          try value.signedLead()
        }, try Claim(map.require("holds"), lead: .bound))
    case "leadIsOneOf":
      guard lead == .bound else {
        throw value.error(.unknownKey, "no claim around it chooses a lead")
      }
      let map = try MappingReader(value, keys: ["leadIsOneOf"])
      self = .leadIsOneOf(
        try map.require("leadIsOneOf").list(count: 1...12) { value throws(RhythmError) in
          try value.choice(Lead.self)
        })
    default:
      throw value.error(
        .missingKey, "the claim has none of the keys \(Self.forms.joined(separator: ", "))")
    }
  }

  /// The keys that tell what form a claim has.
  private static let forms = [
    "measure", "all", "any", "not", "inLeads", "inNeighboursAmong", "leadIsOneOf",
  ]

  private static func parts(
    _ value: YAMLValue, _ key: String, _ lead: LeadBinding
  ) throws(RhythmError) -> [Claim] {
    try MappingReader(value, keys: [key]).require(key).list(count: 1...32) {
      value throws(RhythmError) in try Claim(value, lead: lead)
    }
  }

  /// Reads a measure with its limits; `leads` asks for them in each of several leads.
  private static func measured(
    _ value: YAMLValue, lead: LeadBinding
  ) throws(RhythmError) -> Claim {
    guard case .mapping(let entries) = value.content,
      let measure: CriterionMeasure = try entries.first(where: { $0.key == "measure" })?.value
        .choice()
    else { throw value.error(.missingKey, "the key 'measure' is missing") }
    let limitKeys = LimitKind.allCases.map { $0.rawValue + measure.unit.rawValue }
    let leadKeys = measure.isPerLead && lead == .unbound ? ["leads", "inAtLeast"] : []
    let map = try MappingReader(value, keys: ["measure", "over", "beats"] + leadKeys + limitKeys)
    let (lower, upper) = (
      try map.limit(.atLeast, .above, measure), try map.limit(.atMost, .below, measure)
    )
    guard lower != nil || upper != nil else {
      throw value.error(
        .missingKey, "\(measure) has no limit; write one of \(limitKeys.joined(separator: ", "))")
    }
    let test = MeasureTest(
      measure: measure,
      over: try map.find("over")?.choice() ?? .everyBeat,
      beats: try map.find("beats")?.choice(), lower: lower, upper: upper)
    guard measure.isPerLead, lead == .unbound else { return .test(test) }
    let leads = try map.require("leads").list(count: 1...12) { value throws(RhythmError) in
      try value.choice(Lead.self)
    }
    return .leads(
      leads, atLeast: try map.find("inAtLeast")?.integer(in: 1...leads.count) ?? leads.count,
      .test(test))
  }
}

/// The words that begin the key of a limit; the unit of the measure ends it.
enum LimitKind: String, CaseIterable {
  case atLeast, above, atMost, below
}

extension MappingReader {
  fileprivate func limit(
    _ inclusive: LimitKind, _ exclusive: LimitKind, _ measure: CriterionMeasure
  ) throws(RhythmError) -> Limit? {
    let keys = [inclusive, exclusive].map { $0.rawValue + measure.unit.rawValue }
    guard let value = find(keys[0]) ?? find(keys[1]) else { return nil }
    if has(keys[0]) { try refuse(keys[1], because: "'\(keys[0])' limits the same side") }
    return Limit(
      try value.number(in: -1e6...1e6, unit: measure.unit.symbol), inclusive: has(keys[0]))
  }
}

extension YAMLValue {
  fileprivate func signedLead() throws(RhythmError) -> SignedLead {
    let name = try text()
    guard let lead = SignedLead(name: name) else {
      throw error(.outOfRange, "'\(name)' is no lead; -aVR is aVR turned round")
    }
    return lead
  }
}
