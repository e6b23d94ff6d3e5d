import CardiacModel
import Electrocardiogram

extension Rhythm {
  /// The version of the file format.
  static let schema = 1
  /// Keys of which each file states its own.
  static let identityKeys = ["schema", "title", "statement", "codes", "is_a", "source", "criteria"]
  /// Keys that a rhythm takes over from the one that it extends.
  static let inheritedKeys = [
    "annotations", "rate", "conduction", "beat", "beats", "oscillations", "pacing", "variation",
    "population",
  ]

  /// Reads a rhythm whose `extends` has been resolved; `block` gives the criteria of a block.
  init(
    _ value: YAMLValue, name: String, block: (String) throws(RhythmError) -> [Criterion]?
  ) throws(RhythmError) {
    let map = try MappingReader(value, keys: Self.identityKeys + ["extends"] + Self.inheritedKeys)
    _ = try map.require("schema").integer(in: Self.schema...Self.schema)
    let population = try map.find("population").map { value throws(RhythmError) in
      try PatientPopulation(value)
    }
    for key in ["beat", "beats", "oscillations", "pacing", "variation"] where population != nil {
      try map.refuse(key, because: "the beats of a population are drawn from it")
    }
    if let population {
      try self.init(map, name: name, population: population, block: block)
      return
    }
    let ownBeat = try map.require("beat")
    let beat = try BeatShape(ownBeat)
    let beats = try map.find("beats")?.beats(likeWhereUnsaid: ownBeat) ?? [:]
    self.init(
      name: name,
      title: try map.require("title").text(),
      statement: try map.require("statement").text(),
      codes: try DiagnosticCodes(map.require("codes")),
      annotations: try AnnotationCodes(map.require("annotations")),
      isA: try map.find("is_a")?.list { value throws(RhythmError) in try value.text() } ?? [],
      source: try map.require("source").text(),
      rate: try HeartRateRange(map.require("rate")),
      conduction: try AtrioventricularConduction(map.require("conduction")),
      beat: beat, beats: beats,
      oscillations: try map.find("oscillations")?.list(count: 1...16) { value throws(RhythmError) in
        try Oscillation(value, basis: beat.basis)
      } ?? [],
      pacing: try map.find("pacing").map { value throws(RhythmError) in
        try Pacing(value, basis: beat.basis)
      },
      variation: try map.find("variation").map { value throws(RhythmError) in
        try Variation(value, basis: beat.basis)
      },
      criteria: try Criterion.list(map.require("criteria"), block: block))
    for name in beatNames where beats[name] == nil {
      throw value.error(
        .missingKey,
        "no beat '\(name)' among \(beats.isEmpty ? "none" : beats.keys.sorted().joined(separator: ", "))"
      )
    }
  }

  /// Reads a rhythm whose beats are those of a population; its conduction follows from the median.
  private init(
    _ map: MappingReader, name: String, population: PatientPopulation,
    block: (String) throws(RhythmError) -> [Criterion]?
  ) throws(RhythmError) {
    try map.refuse("conduction", because: "the PR interval of a population is drawn with its beats")
    self.init(
      name: name, title: try map.require("title").text(),
      statement: try map.require("statement").text(),
      codes: try DiagnosticCodes(map.require("codes")),
      annotations: try AnnotationCodes(map.require("annotations")),
      isA: try map.find("is_a")?.list { value throws(RhythmError) in try value.text() } ?? [],
      source: try map.require("source").text(), rate: try HeartRateRange(map.require("rate")),
      population: population, criteria: try Criterion.list(map.require("criteria"), block: block))
  }

  /// The names of all beats that conduction and pacing speak of.
  private var beatNames: [String] {
    var names = [pacing?.atrialBeat, pacing?.ventricularBeat].compactMap { $0 }
    if case .system(let system) = conduction { names += system.beatNames }
    return names
  }
}

extension YAMLValue {
  /// Beats by name; each takes what it does not state from the rhythm's own.
  fileprivate func beats(likeWhereUnsaid own: YAMLValue) throws(RhythmError) -> [String: BeatShape]
  {
    guard case .mapping(let entries) = content, case .mapping(let common) = own.content else {
      throw error(.wrongType, "expected beats by name, found \(kind)")
    }
    var beats: [String: BeatShape] = [:]
    for entry in entries {
      guard case .mapping(let stated) = entry.value.content else {
        throw entry.value.error(.wrongType, "expected a beat, found \(entry.value.kind)")
      }
      var whole = entry.value
      whole.content = .mapping(
        stated + common.filter { part in !stated.contains { $0.key == part.key } })
      let beat = try BeatShape(whole)
      let basis = try MappingReader(own, keys: BeatShape.keys).require("basis")
      guard beat.basis == (try Heart.Basis(basis)) else {
        throw entry.value.error(.outOfRange, "the beat has another basis than the rhythm's own")
      }
      beats[entry.key] = beat
    }
    return beats
  }
}

extension DiagnosticCodes {
  fileprivate init(_ value: YAMLValue) throws(RhythmError) {
    let map = try MappingReader(value, keys: ["scp", "snomed"])
    func codes(_ key: String) throws(RhythmError) -> [String] {
      try map.require(key).list { value throws(RhythmError) in try value.text() }
    }
    self.init(scp: try codes("scp"), snomed: try codes("snomed"))
  }
}

extension AnnotationCodes {
  fileprivate init(_ value: YAMLValue) throws(RhythmError) {
    let map = try MappingReader(value, keys: ["rhythm", "beat"])
    self.init(
      rhythm: try map.require("rhythm").choice(),
      beat: try map.find("beat").map { value throws(RhythmError) in try value.choice() } ?? .N)
  }
}

extension HeartRateRange {
  /// Beats a minute that a heart can be asked for.
  private static let possible = 15.0...350.0

  fileprivate init(_ value: YAMLValue) throws(RhythmError) {
    let map = try MappingReader(value, keys: ["rangePerMinute", "defaultPerMinute"])
    let ends = try map.require("rangePerMinute").ends(in: Self.possible, unit: "/min")
    self.init(
      perMinute: ends,
      defaultPerMinute: try map.require("defaultPerMinute").number(in: ends, unit: "/min"))
  }
}

extension AtrioventricularConduction {
  /// The three kinds of coupling, as files name them.
  enum Kind: String, CaseIterable {
    case conducted, dissociated, silent
  }

  fileprivate init(_ value: YAMLValue) throws(RhythmError) {
    if case .mapping(let entries) = value.content,
      entries.contains(where: { $0.key != "atria" && ConductionSystem.keys.contains($0.key) })
    {
      guard entries.contains(where: { $0.key == "sinus" }) else {
        throw value.error(
          .missingKey,
          "the key 'sinus' is missing; write 'sinus: silent' for a node without impulses")
      }
      self = .system(try ConductionSystem(value))
      return
    }
    let map = try MappingReader(value, keys: ["atria", "avDelayMilliseconds", "atrialRateRatio"])
    let kind = try map.require("atria").choice(Kind.self)
    if kind != .conducted {
      try map.refuse("avDelayMilliseconds", because: "only conducted atria have an AV delay")
    }
    if kind != .dissociated {
      try map.refuse("atrialRateRatio", because: "only dissociated atria have a clock of their own")
    }
    switch kind {
    case .conducted:
      let delay = try map.require("avDelayMilliseconds").number(in: 40...600, unit: "ms")
      self = .conducted(delay: delay / 1000)
    case .dissociated:
      self = .dissociated(
        atrialRateRatio: try map.require("atrialRateRatio").number(in: 0.1...10))
    case .silent: self = .noAtrialActivity
    }
  }
}

extension Pacing {
  fileprivate init(_ value: YAMLValue, basis: Heart.Basis) throws(RhythmError) {
    let map = try MappingReader(
      value,
      keys: [
        "mode", "stimuli", "lowerRatePerMinute", "avDelayMilliseconds", "upperRatePerMinute",
        "atrialRefractoryMilliseconds", "sensedPercent", "failureEveryPulses", "atrialBeat",
        "ventricularBeat",
      ])
    self.init(
      mode: try map.require("mode").choice(),
      stimuli: try map.require("stimuli").list(count: 1...3) { value throws(RhythmError) in
        let map = try MappingReader(
          value,
          keys: ["chamber", "beforeMilliseconds", "widthMilliseconds", basis.amplitudeKey])
        return Stimulus(
          chamber: try map.require("chamber").choice(),
          time: try -map.require("beforeMilliseconds").number(in: 0...250, unit: "ms") / 1000,
          width: try map.require("widthMilliseconds").number(in: 0.1...2, unit: "ms") / 1000,
          amplitudes: try basis.amplitudes(map, limit: 700))
      })
    lowerRatePerMinute = try map.find("lowerRatePerMinute")?.number(in: 20...150, unit: "/min")
    for key in ["avDelayMilliseconds", "upperRatePerMinute", "atrialRefractoryMilliseconds"]
    where mode != .DDD {
      try map.refuse(key, because: "only DDD links the chambers")
    }
    avDelay = try map.seconds("avDelayMilliseconds", in: 50...350) ?? avDelay
    upperRatePerMinute =
      try map.find("upperRatePerMinute")?.number(in: 50...220, unit: "/min") ?? upperRatePerMinute
    atrialRefractoryTime =
      try map.seconds("atrialRefractoryMilliseconds", in: 100...500) ?? atrialRefractoryTime
    sensing =
      try map.find("sensedPercent").map { value throws(RhythmError) in
        try value.number(in: 0...100, unit: "%") / 100
      } ?? sensing
    capture = try map.find("failureEveryPulses")?.integers(in: 1...1000)
    atrialBeat = try map.find("atrialBeat")?.text()
    ventricularBeat = try map.find("ventricularBeat")?.text()
  }
}
