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
    if !isA.isEmpty { writer.line(0, "is_a: \(YAMLWriter.list(isA.map(YAMLWriter.scalar)))") }
    writer.line(0, "source: \(YAMLWriter.scalar(source))")
    writer.line(0, "rate: \(rate.yaml)")
    writer.line(0, "conduction: \(conduction.yaml)")
    beat.write(to: &writer)
    pacing?.write(to: &writer, basis: beat.basis)
    variation?.write(to: &writer, basis: beat.basis)
    writer.line(0, "criteria:")
    for criterion in criteria { criterion.write(to: &writer, depth: 1) }
    return writer.text
  }
}

extension DiagnosticCodes {
  fileprivate var yaml: String {
    let quoted = { (codes: [String]) in YAMLWriter.list(codes.map { "\"\($0)\"" }) }
    return YAMLWriter.mapping([("scp", quoted(scp)), ("snomed", quoted(snomed))])
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
      YAMLWriter.mapping(
        [("atria", Kind.conducted.rawValue)]
          + (delay.map { [("avDelayMilliseconds", YAMLWriter.milliseconds($0))] } ?? []))
    case .dissociated(let ratio):
      YAMLWriter.mapping([
        ("atria", Kind.dissociated.rawValue), ("atrialRateRatio", ratio.plain),
      ])
    case .noAtrialActivity:
      YAMLWriter.mapping([("atria", Kind.silent.rawValue)])
    }
  }
}

extension BeatShape {
  fileprivate func write(to writer: inout YAMLWriter) {
    writer.line(0, "beat:")
    writer.line(1, "basis: \(basis.yaml)")
    writer.line(1, "atRatePerMinute: \(atRatePerMinute.plain)")
    for wave in Wave.allCases {
      guard let list = kernels[wave], !list.isEmpty else { continue }
      writer.line(1, "\(wave.rawValue):")
      for kernel in list {
        let entries = [
          ("atMilliseconds", YAMLWriter.milliseconds(kernel.time)),
          ("widthMilliseconds", YAMLWriter.milliseconds(kernel.width)),
          (basis.amplitudeKey, basis.yaml(kernel.amplitudes)),
        ]
        writer.line(2, "- " + YAMLWriter.mapping(entries))
      }
    }
    guard !plateaus.isEmpty else { return }
    writer.line(1, "plateaus:")
    for plateau in plateaus {
      writer.line(2, "- wave: \(plateau.wave.rawValue)")
      writer.line(3, "fromMilliseconds: \(YAMLWriter.milliseconds(plateau.onset))")
      writer.line(3, "fromWidthMilliseconds: \(YAMLWriter.milliseconds(plateau.onsetWidth))")
      writer.line(3, "toMilliseconds: \(YAMLWriter.milliseconds(plateau.offset))")
      writer.line(3, "toWidthMilliseconds: \(YAMLWriter.milliseconds(plateau.offsetWidth))")
      writer.line(3, "\(basis.amplitudeKey): \(basis.yaml(plateau.amplitudes))")
    }
  }
}

extension Pacing {
  fileprivate func write(to writer: inout YAMLWriter, basis: Heart.Basis) {
    writer.line(0, "pacing:")
    writer.line(1, "mode: \(mode.rawValue)")
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

  fileprivate func yaml(_ amplitudes: [Double]) -> String {
    switch self {
    case .dipole: YAMLWriter.list(amplitudes.map(\.plain))
    case .leads(let leads):
      YAMLWriter.mapping(
        zip(leads, amplitudes).filter { $1 != 0 }.map { ($0.rawValue, $1.plain) })
    }
  }
}
