extension ConductionSystem {
  static let keys = [
    "sinus", "atria", "node", "bundle", "ventricularRefractoryMilliseconds", "pathway", "foci",
  ]

  init(_ value: YAMLValue) throws(RhythmError) {
    let map = try MappingReader(value, keys: Self.keys)
    self.init()
    let sinus = try map.require("sinus")
    if case .scalar("silent", _) = sinus.content {
      self.sinus = nil
    } else {
      self.sinus = try SinusNode(sinus)
    }
    if let value = map.find("atria") {
      atria = try AtrialTissue(value)
      if self.sinus != nil, atria.fibrillationPerSecond != nil || atria.flutterPerMinute != nil {
        throw value.error(
          .outOfRange, "the sinus node must be silent under fibrillation or flutter")
      }
    }
    if let value = map.find("node") { node = try AtrioventricularNode(value) }
    if let value = map.find("bundle") { bundle = try HisBundle(value) }
    ventricularRefractoryTime =
      try map.seconds("ventricularRefractoryMilliseconds", in: 100...500)
      ?? ventricularRefractoryTime
    pathway = try map.find("pathway").map { value throws(RhythmError) in
      try AccessoryPathway(value)
    }
    foci =
      try map.find("foci")?.list(count: 1...8) { value throws(RhythmError) in try Focus(value) }
      ?? []
    // The node's delay is the rhythm's own: where anything reaches it, the file says what it is.
    if hasAtrialSource { _ = try map.require("node") }
  }

  /// Whether impulses come from the atria.
  private var hasAtrialSource: Bool {
    sinus != nil || atria.fibrillationPerSecond != nil || atria.flutterPerMinute != nil
      || foci.contains { $0.site == .atria }
  }

  /// The names of all beats that the system speaks of, with where it does.
  var beatNames: [String] {
    ([pathway?.beat, pathway?.retrogradeBeat] + foci.flatMap { $0.beats + [$0.retrogradeBeat] })
      .compactMap { $0 }
  }
}

extension SinusNode {
  fileprivate init(_ value: YAMLValue) throws(RhythmError) {
    let map = try MappingReader(
      value,
      keys: [
        "rangePerMinute", "timesRate", "respiratorySwingMilliseconds", "slowSwingMilliseconds",
        "jitterMilliseconds", "conductionMilliseconds", "arrest",
      ])
    self.init(perMinute: try map.range("rangePerMinute", in: 15...250, unit: "/min"))
    if perMinute != nil {
      try map.refuse("timesRate", because: "'rangePerMinute' says how fast the node is")
    }
    timesRate = try map.find("timesRate")?.number(in: 1...10) ?? timesRate
    respiratorySwing =
      try map.seconds("respiratorySwingMilliseconds", in: 0...400) ?? respiratorySwing
    slowSwing = try map.seconds("slowSwingMilliseconds", in: 0...400) ?? slowSwing
    jitter = try map.seconds("jitterMilliseconds", in: 0...200) ?? jitter
    conductionTime = try map.seconds("conductionMilliseconds", in: 0...300) ?? conductionTime
    arrest = try map.find("arrest").map { value throws(RhythmError) in
      let map = try MappingReader(
        value, keys: ["everyBeats", "pauseMilliseconds", "clearOfMultiplesPercent"])
      return SinusArrest(
        every: try map.require("everyBeats").integers(in: 1...1000),
        pause: try map.require("pauseMilliseconds").seconds(in: 500...20_000),
        clearance: try map.find("clearOfMultiplesPercent").map { value throws(RhythmError) in
          try value.number(in: 0...40, unit: "%") / 100
        } ?? 0)
    }
  }
}

extension AtrialTissue {
  fileprivate init(_ value: YAMLValue) throws(RhythmError) {
    let map = try MappingReader(
      value, keys: ["refractoryMilliseconds", "fibrillationPerSecond", "flutterPerMinute"])
    if map.has("flutterPerMinute") {
      try map.refuse("fibrillationPerSecond", because: "the atria flutter already")
    }
    self.init()
    refractoryTime = try map.seconds("refractoryMilliseconds", in: 50...500) ?? refractoryTime
    fibrillationPerSecond = try map.range("fibrillationPerSecond", in: 1...15, unit: "/s")
    flutterPerMinute = try map.range("flutterPerMinute", in: 150...400, unit: "/min")
  }
}

extension AtrioventricularNode {
  fileprivate init(_ value: YAMLValue) throws(RhythmError) {
    let map = try MappingReader(
      value,
      keys: [
        "conducts", "delayMilliseconds", "delayFall", "recoveryDelayMilliseconds",
        "recoveryMilliseconds",
        "refractoryMilliseconds", "refractoryPercentOfInterval", "relativeMilliseconds",
        "slowPathwayPercent", "slowPathwayMilliseconds", "concealedMilliseconds",
        "retrogradeMilliseconds",
      ])
    self.init()
    conducts = try map.find("conducts")?.flag() ?? true
    if conducts {
      delay = try map.require("delayMilliseconds").seconds(in: 40...600)
      delayFall = try map.find("delayFall").map { value throws(RhythmError) in
        try DelayFall(value)
      }
    } else {
      for key in ["delayMilliseconds", "delayFall"] {
        try map.refuse(key, because: "a node that conducts nothing has no delay")
      }
    }
    recoveryDelay = try map.seconds("recoveryDelayMilliseconds", in: 0...5000) ?? recoveryDelay
    recoveryTime = try map.seconds("recoveryMilliseconds", in: 10...2000) ?? recoveryTime
    refractoryTime =
      try map.find("refractoryMilliseconds")?.seconds(in: 10...3000) ?? refractoryTime
    refractoryPerInterval =
      try map.find("refractoryPercentOfInterval").map { value throws(RhythmError) in
        try value.number(in: 0...100, unit: "%") / 100
      } ?? 0
    relativeTime = try map.seconds("relativeMilliseconds", in: 0...1000) ?? 0
    slowPathway =
      try map.find("slowPathwayPercent").map { value throws(RhythmError) in
        try value.number(in: 0...100, unit: "%") / 100
      } ?? 0
    slowPathwayTime = try map.seconds("slowPathwayMilliseconds", in: 0...1000) ?? 0
    concealedTime = try map.seconds("concealedMilliseconds", in: 0...1000) ?? 0
    retrogradeDelay = try map.seconds("retrogradeMilliseconds", in: 20...600)
  }
}

extension DelayFall {
  fileprivate init(_ value: YAMLValue) throws(RhythmError) {
    let map = try MappingReader(value, keys: ["belowMilliseconds", "percent"])
    self.init(
      below: try map.require("belowMilliseconds").number(in: 200...2000, unit: "ms") / 1000,
      slope: try map.require("percent").number(in: 0...100, unit: "%") / 100)
  }
}

extension HisBundle {
  fileprivate init(_ value: YAMLValue) throws(RhythmError) {
    let map = try MappingReader(value, keys: ["refractoryMilliseconds", "conducted", "dropped"])
    self.init()
    refractoryTime = try map.seconds("refractoryMilliseconds", in: 50...5000) ?? refractoryTime
    conducted = try map.find("conducted")?.integers(in: 1...1000)
    guard let dropped = map.find("dropped") else { return }
    guard conducted != nil else {
      throw dropped.error(.unknownKey, "'conducted' must say how many come before")
    }
    self.dropped = try dropped.integers(in: 1...100)
  }
}

extension AccessoryPathway {
  fileprivate init(_ value: YAMLValue) throws(RhythmError) {
    let map = try MappingReader(
      value,
      keys: [
        "delayMilliseconds", "retrogradeMilliseconds", "refractoryMilliseconds", "beat",
        "retrogradeBeat",
      ])
    self.init(
      delay: try map.seconds("delayMilliseconds", in: 20...300),
      retrogradeDelay: try map.seconds("retrogradeMilliseconds", in: 20...400),
      beat: try map.find("beat")?.text(), retrogradeBeat: try map.find("retrogradeBeat")?.text())
    refractoryTime = try map.seconds("refractoryMilliseconds", in: 100...600) ?? refractoryTime
  }
}

extension Focus {
  fileprivate init(_ value: YAMLValue) throws(RhythmError) {
    let map = try MappingReader(
      value,
      keys: ["at", "automatic", "coupled", "beats", "retrogradeMilliseconds", "retrogradeBeat"]
        + ["symbol"])
    let site = try map.require("at").choice(Site.self)
    if site != .junction {
      for key in ["retrogradeMilliseconds", "retrogradeBeat"] {
        try map.refuse(key, because: "only a junctional focus has a way of its own to the atria")
      }
    }
    if map.has("automatic") {
      try map.refuse("coupled", because: "a focus is either automatic or coupled")
    }
    let timing: Timing
    if let automatic = map.find("automatic") {
      let map = try MappingReader(automatic, keys: ["rangePerMinute", "jitterMilliseconds"])
      timing = .automatic(
        perMinute: try map.range("rangePerMinute", in: 10...350, unit: "/min"),
        jitter: try map.seconds("jitterMilliseconds", in: 0...200) ?? 0)
    } else {
      let map = try MappingReader(
        map.require("coupled"),
        keys: ["couplingPercent", "everyBeats", "runBeats", "cycleMilliseconds"])
      let coupling = try map.require("couplingPercent").ends(in: 20...150, unit: "%")
      let run = try map.find("runBeats")?.integers(in: 1...10_000) ?? 1...1
      if run.upperBound == 1 {
        try map.refuse("cycleMilliseconds", because: "a single beat has no cycle")
      }
      timing = .coupled(
        coupling: coupling.lowerBound / 100...coupling.upperBound / 100,
        every: try map.require("everyBeats").integers(in: 1...1000), run: run,
        cycle: run.upperBound == 1
          ? 0...0 : try map.require("cycleMilliseconds").seconds(in: 150...2000))
    }
    self.init(
      site: site, timing: timing,
      beats: try map.find("beats")?.list(count: 1...16) { value throws(RhythmError) in
        try value.text()
      } ?? [],
      retrogradeDelay: try map.seconds("retrogradeMilliseconds", in: -150...400),
      retrogradeBeat: try map.find("retrogradeBeat")?.text(),
      symbol: try map.require("symbol").text())
  }
}

extension MappingReader {
  /// Milliseconds as seconds, if they are stated.
  func seconds(_ key: String, in range: ClosedRange<Double>) throws(RhythmError) -> Double? {
    try find(key).map { value throws(RhythmError) in
      try value.number(in: range, unit: "ms") / 1000
    }
  }

  /// Two numbers, if they are stated.
  func range(
    _ key: String, in range: ClosedRange<Double>, unit: String
  ) throws(RhythmError) -> ClosedRange<Double>? {
    try find(key).map { value throws(RhythmError) in try value.ends(in: range, unit: unit) }
  }
}

extension YAMLValue {
  /// The value, if it is a list of two; otherwise the error says in what it should be.
  private func pair(_ unit: String) throws(RhythmError) -> YAMLValue {
    guard case .sequence(let values) = content else {
      throw error(.wrongType, "expected [from, to] in \(unit), found \(kind)")
    }
    guard values.count == 2 else {
      throw error(
        .outOfRange, "expected [from, to] in \(unit), found a list of \(values.count)")
    }
    return self
  }

  /// The two ends of a range, `[low, high]`.
  func ends(
    in range: ClosedRange<Double>, unit: String
  ) throws(RhythmError) -> ClosedRange<Double> {
    let ends = try pair(unit).list { value throws(RhythmError) in
      try value.number(in: range, unit: unit)
    }
    guard ends[0] <= ends[1] else {
      throw error(.outOfRange, "\(ends[0].plain) is above \(ends[1].plain)")
    }
    return ends[0]...ends[1]
  }

  /// The two ends of a range in milliseconds, as seconds.
  func seconds(in range: ClosedRange<Double>) throws(RhythmError) -> ClosedRange<Double> {
    let ends = try ends(in: range, unit: "ms")
    return ends.lowerBound / 1000...ends.upperBound / 1000
  }

  /// The two ends of a range of whole numbers.
  func integers(in range: ClosedRange<Int>) throws(RhythmError) -> ClosedRange<Int> {
    let ends = try pair("whole numbers").list { value throws(RhythmError) in
      try value.integer(in: range)
    }
    guard ends[0] <= ends[1] else {
      throw error(.outOfRange, "\(ends[0]) is above \(ends[1])")
    }
    return ends[0]...ends[1]
  }

  /// `true` or `false`.
  func flag() throws(RhythmError) -> Bool {
    guard case .scalar(let word, false) = content, let flag = Bool(word) else {
      throw error(.wrongType, "expected true or false, found \(kind)")
    }
    return flag
  }
}
