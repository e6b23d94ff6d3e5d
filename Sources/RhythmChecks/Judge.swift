import Electrocardiogram
import RhythmLibrary

/// Something that a record was measured with.
protocol MeasureSource {
  /// The values of a measure in its clinical unit; none if it could not be taken.
  func values(_ measure: CriterionMeasure, lead: Lead?) -> [MeasuredValue]
  /// The R peak of a beat, in seconds from the start.
  func time(ofBeat beat: Int) -> Double?
  /// Whether a beat's QRS complex is wide.
  func kind(ofBeat beat: Int) -> BeatKind
}

/// One value of a measure and where it was taken.
struct MeasuredValue: Equatable {
  /// The value in the measure's clinical unit.
  var value: Double
  /// The beat, counted from 0 in the order of the R peaks; `nil` for a value of the whole record.
  var beat: Int?
}

/// Holds the claims of criteria against a measured record.
struct Judge {
  let record: any MeasureSource

  /// Judges a claim; `lead` is the one that a surrounding claim has chosen.
  func verdict(on claim: Claim, lead: SignedLead? = nil) -> Verdict {
    switch claim {
    case .test(let test):
      return verdict(on: test, lead: lead)
    case .all(let parts):
      return .atLeast(parts.count, of: parts.map { verdict(on: $0, lead: lead) })
    case .any(let parts):
      return .atLeast(1, of: parts.map { verdict(on: $0, lead: lead) })
    case .not(let part):
      return verdict(on: part, lead: lead).negated
    case .leads(let leads, let count, let part):
      return .atLeast(count, of: leads.map { verdict(on: part, lead: SignedLead($0)) })
    case .neighbours(let leads, let part):
      let pairs = ContiguousLeads.pairs.map { [$0, $1] }.filter { $0.allSatisfy(leads.contains) }
      let byLead = Dictionary(
        uniqueKeysWithValues: Set(pairs.joined()).map { ($0, verdict(on: part, lead: $0)) })
      return .atLeast(
        1, of: pairs.map { pair in .atLeast(2, of: pair.compactMap { byLead[$0] }) })
    case .leadIsOneOf(let leads):
      return .choice(lead.map { leads.contains($0.lead) } ?? false)
    }
  }

  /// Judges one measure against its limits.
  private func verdict(on test: MeasureTest, lead: SignedLead?) -> Verdict {
    let lead = test.measure.isPerLead ? lead : nil
    var values = record.values(test.measure, lead: lead?.lead)
    if let kind = test.beats {
      values = values.filter { $0.beat.map(record.kind) ?? kind == kind }
    }
    if let lead, lead.isInverted, test.measure.isLevel {
      values = values.map { MeasuredValue(value: -$0.value, beat: $0.beat) }
    }
    let ascending = values.sorted { $0.value < $1.value }
    var finding = Finding(
      measure: test.measure.rawValue, lead: lead?.name, lowest: ascending.first?.value,
      median: ascending.isEmpty ? nil : ascending[ascending.count / 2].value,
      highest: ascending.last?.value, limit: test.limitText, unit: test.measure.unit.symbol)
    let decides = { (a: MeasuredValue, b: MeasuredValue) in
      test.margin(a.value) < test.margin(b.value)
    }
    let deciding: MeasuredValue? =
      switch test.over {
      case .everyBeat: values.min(by: decides)
      case .anyBeat: values.max(by: decides)
      case .medianBeat: ascending.isEmpty ? nil : ascending[ascending.count / 2]
      }
    guard let deciding else {
      return Verdict(
        truth: .notMeasurable, margin: -.infinity, decisive: finding, findings: [finding])
    }
    let margin = test.margin(deciding.value)
    finding.margin = margin.isFinite ? margin : nil
    finding.beat = deciding.beat.map { $0 + 1 }
    finding.beatTime = deciding.beat.flatMap(record.time)
    return Verdict(
      truth: test.holds(deciding.value) ? .met : .notMet, margin: margin, decisive: finding,
      findings: [finding])
  }
}

extension MeasureTest {
  /// Whether a value keeps the limits.
  func holds(_ value: Double) -> Bool {
    (lower.map { $0.inclusive ? value >= $0.value : value > $0.value } ?? true)
      && (upper.map { $0.inclusive ? value <= $0.value : value < $0.value } ?? true)
  }

  /// Distance of a value to the nearest limit in ruler errors; negative outside.
  func margin(_ value: Double) -> Double {
    let half = RulerError.isCount(measure) ? 0.5 : 0
    let distances = [lower.map { value - $0.value + half }, upper.map { $0.value + half - value }]
    let nearest = distances.compactMap { $0 }.min() ?? .infinity
    return nearest / RulerError.of(measure, at: value.isFinite ? value : 0)
  }
}
