import Electrocardiogram

extension Criterion {
  func write(to writer: inout YAMLWriter, depth: Int) {
    writer.line(depth, "- name: \(YAMLWriter.scalar(name))")
    if let block { writer.line(depth + 1, "block: \(YAMLWriter.scalar(block))") }
    if patients != PatientGroup() {
      writer.line(depth + 1, "patients: \(YAMLWriter.mapping(patients.entries))")
    }
    for (key, value) in claim.entries { writer.line(depth + 1, "\(key): \(value)") }
    writer.line(depth + 1, "source: \(YAMLWriter.scalar(source))")
    writer.line(depth + 1, "trust: \(trust.rawValue)")
  }
}

extension PatientGroup {
  fileprivate var entries: [(String, String)] {
    [
      ("sex", sex?.rawValue), ("ageFromYears", ageFromYears?.plain),
      ("ageBelowYears", ageBelowYears?.plain),
    ].compactMap { key, value in value.map { (key, $0) } }
  }
}

extension Claim {
  /// The keys and values of the claim, each value in one line.
  fileprivate var entries: [(String, String)] {
    switch self {
    case .test(let test): return test.entries
    case .all(let parts): return [("all", Self.list(parts))]
    case .any(let parts): return [("any", Self.list(parts))]
    case .not(let part): return [("not", part.flow)]
    case .leads(let leads, let atLeast, .test(let test)):
      return test.entries(
        leads: [("leads", Self.names(leads))]
          + (atLeast < leads.count ? [("inAtLeast", "\(atLeast)")] : []))
    case .leads(let leads, let atLeast, let part):
      return [("inLeads", Self.names(leads))]
        + (atLeast < leads.count ? [("atLeast", "\(atLeast)")] : []) + [("holds", part.flow)]
    case .neighbours(let leads, let part):
      return [
        ("inNeighboursAmong", YAMLWriter.list(leads.map(\.name))), ("holds", part.flow),
      ]
    case .leadIsOneOf(let leads): return [("leadIsOneOf", Self.names(leads))]
    }
  }

  private var flow: String { YAMLWriter.mapping(entries) }

  private static func list(_ parts: [Claim]) -> String { YAMLWriter.list(parts.map(\.flow)) }

  private static func names(_ leads: [Lead]) -> String {
    YAMLWriter.list(leads.map(\.rawValue))
  }
}

extension MeasureTest {
  fileprivate var entries: [(String, String)] { entries(leads: []) }

  fileprivate func entries(leads: [(String, String)]) -> [(String, String)] {
    let unit = measure.unit.rawValue
    let limits: [(String, Double?)] = [
      ("atLeast", lower.flatMap { $0.inclusive ? $0.value : nil }),
      ("above", lower.flatMap { $0.inclusive ? nil : $0.value }),
      ("atMost", upper.flatMap { $0.inclusive ? $0.value : nil }),
      ("below", upper.flatMap { $0.inclusive ? nil : $0.value }),
    ]
    return [("measure", measure.rawValue)] + leads
      + (over == .everyBeat ? [] : [("over", over.rawValue)])
      + (beats.map { [("beats", $0.rawValue)] } ?? [])
      + limits.compactMap { key, value in value.map { (key + unit, $0.plain) } }
  }
}
