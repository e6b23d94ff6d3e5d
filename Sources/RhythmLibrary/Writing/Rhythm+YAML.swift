import CardiacModel
import Electrocardiogram

extension Rhythm {
  /// The rhythm as a file of its own: everything that it extends or takes from blocks is filled in.
  ///
  /// Read back by `RhythmCatalogue` it gives an equal rhythm.
  public var yaml: String {
    var writer = YAMLWriter()
    writer.line(0, "schema: \(Self.schema)")
    writer.line(0, "title: \(YAMLWriter.scalar(title))")
    writer.line(0, "statement: \(YAMLWriter.scalar(statement))")
    writer.line(0, "codes: \(codes.yaml)")
    writer.line(0, "annotations: \(annotations.yaml)")
    if !isA.isEmpty { writer.line(0, "is_a: \(YAMLWriter.list(isA.map(YAMLWriter.scalar)))") }
    writer.line(0, "source: \(YAMLWriter.scalar(source))")
    writer.line(0, "rate: \(rate.yaml)")
    if let population {
      population.write(to: &writer)
    } else {
      writeHeart(to: &writer)
    }
    writer.line(0, "criteria:")
    for criterion in criteria { criterion.write(to: &writer, depth: 1) }
    return writer.text
  }

  /// Writes what a population has not of its own.
  private func writeHeart(to writer: inout YAMLWriter) {
    writer.line(0, "conduction: \(conduction.yaml)")
    writer.line(0, "beat:")
    beat.write(to: &writer, depth: 1)
    if !beats.isEmpty { writer.line(0, "beats:") }
    for (name, beat) in beats.sorted(by: { $0.key < $1.key }) {
      writer.line(1, "\(YAMLWriter.scalar(name)):")
      beat.write(to: &writer, depth: 2, leavingOut: self.beat)
    }
    if !oscillations.isEmpty { writer.line(0, "oscillations:") }
    for oscillation in oscillations { oscillation.write(to: &writer, basis: beat.basis) }
    pacing?.write(to: &writer, basis: beat.basis)
    variation?.write(to: &writer, basis: beat.basis)
  }
}

extension DiagnosticCodes {
  fileprivate var yaml: String {
    let quoted = { (codes: [String]) in YAMLWriter.list(codes.map { "\"\($0)\"" }) }
    return YAMLWriter.mapping([("scp", quoted(scp)), ("snomed", quoted(snomed))])
  }
}

extension AnnotationCodes {
  fileprivate var yaml: String {
    YAMLWriter.mapping(
      [("rhythm", rhythm.rawValue)] + (beat == .N ? [] : [("beat", beat.rawValue)]))
  }
}

extension HeartRateRange {
  fileprivate var yaml: String {
    YAMLWriter.mapping([
      ("rangePerMinute", "[\(perMinute.lowerBound.plain), \(perMinute.upperBound.plain)]"),
      ("defaultPerMinute", defaultPerMinute.plain),
    ])
  }
}

extension AtrioventricularConduction {
  fileprivate var yaml: String {
    switch self {
    case .conducted(let delay):
      YAMLWriter.mapping([
        ("atria", Kind.conducted.rawValue),
        ("avDelayMilliseconds", YAMLWriter.milliseconds(delay)),
      ])
    case .dissociated(let ratio):
      YAMLWriter.mapping([
        ("atria", Kind.dissociated.rawValue), ("atrialRateRatio", ratio.plain),
      ])
    case .noAtrialActivity:
      YAMLWriter.mapping([("atria", Kind.silent.rawValue)])
    case .system(let system): system.yaml
    }
  }
}

extension BeatShape {
  /// Writes the beat; what is as in `common` is left out.
  fileprivate func write(
    to writer: inout YAMLWriter, depth: Int, leavingOut common: BeatShape? = nil
  ) {
    if common == nil { writer.line(depth, "basis: \(basis.yaml)") }
    if common?.atRatePerMinute != atRatePerMinute {
      writer.line(depth, "atRatePerMinute: \(atRatePerMinute.plain)")
    }
    for wave in Wave.allCases {
      let list = kernels[wave] ?? []
      guard common.map({ ($0.kernels[wave] ?? []) != list }) ?? !list.isEmpty else { continue }
      writer.line(depth, "\(wave.rawValue):\(list.isEmpty ? " []" : "")")
      for kernel in list {
        let entries = [
          ("atMilliseconds", YAMLWriter.milliseconds(kernel.time)),
          ("widthMilliseconds", YAMLWriter.milliseconds(kernel.width)),
          (basis.amplitudeKey, basis.yaml(kernel.amplitudes)),
        ]
        writer.line(depth + 1, "- " + YAMLWriter.mapping(entries))
      }
    }
    guard common.map({ $0.plateaus != plateaus }) ?? !plateaus.isEmpty else { return }
    writer.line(depth, "plateaus:\(plateaus.isEmpty ? " []" : "")")
    for plateau in plateaus {
      writer.line(depth + 1, "- wave: \(plateau.wave.rawValue)")
      for (key, value) in [
        ("fromMilliseconds", plateau.onset), ("fromWidthMilliseconds", plateau.onsetWidth),
        ("toMilliseconds", plateau.offset), ("toWidthMilliseconds", plateau.offsetWidth),
      ] {
        writer.line(depth + 2, "\(key): \(YAMLWriter.milliseconds(value))")
      }
      writer.line(depth + 2, "\(basis.amplitudeKey): \(basis.yaml(plateau.amplitudes))")
    }
  }
}

extension Pacing {
  fileprivate func write(to writer: inout YAMLWriter, basis: Heart.Basis) {
    writer.line(0, "pacing:")
    writer.line(1, "mode: \(mode.rawValue)")
    if let lowerRatePerMinute {
      writer.line(1, "lowerRatePerMinute: \(lowerRatePerMinute.plain)")
    }
    if mode == .DDD {
      writer.line(1, "avDelayMilliseconds: \(YAMLWriter.milliseconds(avDelay))")
      writer.line(1, "upperRatePerMinute: \(upperRatePerMinute.plain)")
      writer.line(
        1, "atrialRefractoryMilliseconds: \(YAMLWriter.milliseconds(atrialRefractoryTime))")
    }
    if sensing != 1 { writer.line(1, "sensedPercent: \(YAMLWriter.percent(sensing))") }
    if let capture { writer.line(1, "failureEveryPulses: \(YAMLWriter.range(capture))") }
    if let atrialBeat { writer.line(1, "atrialBeat: \(YAMLWriter.scalar(atrialBeat))") }
    if let ventricularBeat {
      writer.line(1, "ventricularBeat: \(YAMLWriter.scalar(ventricularBeat))")
    }
    writer.line(1, "stimuli:")
    for stimulus in stimuli {
      writer.line(2, "- chamber: \(stimulus.chamber.rawValue)")
      writer.line(3, "beforeMilliseconds: \(YAMLWriter.milliseconds(-stimulus.time))")
      writer.line(3, "widthMilliseconds: \(YAMLWriter.milliseconds(stimulus.width))")
      writer.line(3, "\(basis.amplitudeKey): \(basis.yaml(stimulus.amplitudes))")
    }
  }
}

extension Heart.Basis {
  fileprivate var yaml: String {
    switch self {
    case .dipole: Self.dipoleWord
    case .leads(let leads): YAMLWriter.list(leads.map(\.rawValue))
    }
  }

  func yaml(_ amplitudes: [Double]) -> String {
    switch self {
    case .dipole: YAMLWriter.list(amplitudes.map(\.plain))
    case .leads(let leads):
      YAMLWriter.mapping(
        zip(leads, amplitudes).filter { $1 != 0 }.map { ($0.rawValue, $1.plain) })
    }
  }
}
