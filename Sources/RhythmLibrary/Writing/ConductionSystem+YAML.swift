extension ConductionSystem {
  /// The system in flow style, without what is as in a healthy heart.
  var yaml: String {
    let healthy = ConductionSystem()
    var entries = [("sinus", sinus?.yaml ?? "silent")]
    if atria != healthy.atria { entries.append(("atria", atria.yaml)) }
    // Its delay is never taken for granted.
    entries.append(("node", node.yaml))
    if bundle != healthy.bundle { entries.append(("bundle", bundle.yaml)) }
    if ventricularRefractoryTime != healthy.ventricularRefractoryTime {
      entries.append(
        ("ventricularRefractoryMilliseconds", YAMLWriter.milliseconds(ventricularRefractoryTime)))
    }
    if let pathway { entries.append(("pathway", pathway.yaml)) }
    if !foci.isEmpty { entries.append(("foci", YAMLWriter.list(foci.map(\.yaml)))) }
    return YAMLWriter.mapping(entries)
  }
}

extension SinusNode {
  fileprivate var yaml: String {
    let arrest = arrest.map {
      YAMLWriter.mapping([
        ("everyBeats", YAMLWriter.range($0.every)),
        ("pauseMilliseconds", YAMLWriter.milliseconds($0.pause)),
        ("clearOfMultiplesPercent", YAMLWriter.percent($0.clearance)),
      ])
    }
    return YAMLWriter.mapping(
      [
        ("rangePerMinute", perMinute.map(YAMLWriter.range)),
        ("timesRate", timesRate == 1 ? nil : timesRate.plain), ("arrest", arrest),
      ],
      milliseconds: [
        ("respiratorySwingMilliseconds", respiratorySwing), ("slowSwingMilliseconds", slowSwing),
        ("jitterMilliseconds", jitter), ("conductionMilliseconds", conductionTime),
      ])
  }
}

extension AtrialTissue {
  fileprivate var yaml: String {
    YAMLWriter.mapping(
      [
        ("fibrillationPerSecond", fibrillationPerSecond.map(YAMLWriter.range)),
        ("flutterPerMinute", flutterPerMinute.map(YAMLWriter.range)),
      ], milliseconds: [("refractoryMilliseconds", refractoryTime)])
  }
}

extension AtrioventricularNode {
  fileprivate var yaml: String {
    YAMLWriter.mapping(
      [
        ("conducts", "\(conducts)"),
        ("delayMilliseconds", conducts ? YAMLWriter.milliseconds(delay) : nil),
        ("delayFall", conducts ? delayFall?.yaml : nil),
        ("refractoryMilliseconds", YAMLWriter.milliseconds(refractoryTime)),
        ("refractoryPercentOfInterval", YAMLWriter.percent(refractoryPerInterval)),
        ("slowPathwayPercent", YAMLWriter.percent(slowPathway)),
      ],
      milliseconds: [
        ("recoveryDelayMilliseconds", recoveryDelay), ("recoveryMilliseconds", recoveryTime),
        ("relativeMilliseconds", relativeTime), ("slowPathwayMilliseconds", slowPathwayTime),
        ("concealedMilliseconds", concealedTime), ("retrogradeMilliseconds", retrogradeDelay),
      ])
  }
}

extension DelayFall {
  fileprivate var yaml: String {
    YAMLWriter.mapping([
      ("belowMilliseconds", YAMLWriter.milliseconds(below)),
      ("percent", YAMLWriter.percent(slope)),
    ])
  }
}

extension HisBundle {
  fileprivate var yaml: String {
    YAMLWriter.mapping(
      [
        ("conducted", conducted.map(YAMLWriter.range)),
        ("dropped", conducted == nil ? nil : YAMLWriter.range(dropped)),
      ], milliseconds: [("refractoryMilliseconds", refractoryTime)])
  }
}

extension AccessoryPathway {
  fileprivate var yaml: String {
    YAMLWriter.mapping(
      [
        ("beat", beat.map(YAMLWriter.scalar)),
        ("retrogradeBeat", retrogradeBeat.map(YAMLWriter.scalar)),
      ],
      milliseconds: [
        ("delayMilliseconds", delay), ("retrogradeMilliseconds", retrogradeDelay),
        ("refractoryMilliseconds", refractoryTime),
      ])
  }
}

extension Focus {
  fileprivate var yaml: String {
    var entries: [(String, String?)] = [("at", site.rawValue)]
    switch timing {
    case .automatic(let perMinute, let jitter):
      entries.append(
        (
          "automatic",
          YAMLWriter.mapping(
            [("rangePerMinute", perMinute.map(YAMLWriter.range))],
            milliseconds: [("jitterMilliseconds", jitter)])
        ))
    case .coupled(let coupling, let every, let run, let cycle):
      let isRun = run.upperBound > 1
      entries.append(
        (
          "coupled",
          YAMLWriter.mapping(
            [
              (
                "couplingPercent",
                YAMLWriter.list([
                  YAMLWriter.percent(coupling.lowerBound), YAMLWriter.percent(coupling.upperBound),
                ])
              ),
              ("everyBeats", YAMLWriter.range(every)), ("runBeats", YAMLWriter.range(run)),
              ("cycleMilliseconds", isRun ? YAMLWriter.milliseconds(cycle) : nil),
            ], milliseconds: [])
        ))
    }
    entries += [
      ("beats", beats.isEmpty ? nil : YAMLWriter.list(beats.map(YAMLWriter.scalar))),
      ("retrogradeBeat", retrogradeBeat.map(YAMLWriter.scalar)),
      ("symbol", YAMLWriter.scalar(symbol)),
    ]
    return YAMLWriter.mapping(
      entries, milliseconds: [("retrogradeMilliseconds", retrogradeDelay)])
  }
}

extension YAMLWriter {
  /// Entries of a mapping in one line, without those that have no value.
  static func mapping(
    _ entries: [(String, String?)], milliseconds times: [(String, Double?)]
  ) -> String {
    let stated = entries + times.map { ($0.0, $0.1.map { milliseconds($0) }) }
    return mapping(stated.compactMap { key, value in value.map { (key, $0) } })
  }

  /// A range as `[low, high]`.
  static func range(_ range: ClosedRange<Double>) -> String {
    list([range.lowerBound.plain, range.upperBound.plain])
  }

  /// A range of whole numbers as `[low, high]`.
  static func range(_ range: ClosedRange<Int>) -> String {
    list([String(range.lowerBound), String(range.upperBound)])
  }

  /// A range of seconds as `[low, high]` in milliseconds.
  static func milliseconds(_ range: ClosedRange<Double>) -> String {
    list([milliseconds(range.lowerBound), milliseconds(range.upperBound)])
  }
}
