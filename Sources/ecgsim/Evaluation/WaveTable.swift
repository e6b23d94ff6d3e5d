import Electrocardiogram
import Measurement

/// How marks of waves differ from annotated ones, over the records of a group.
struct WaveTable: EvaluationTable {
  /// Who marked, from what, against whose marks.
  enum Comparison: String, CaseIterable, Encodable {
    /// Marks over all leads against the medians of the leads' annotations.
    case allLeads = "all leads together"
    /// Each lead's marks against that lead's annotation.
    case eachLead = "each lead"
    /// Marks of one lead when nothing else is there, against that lead's annotation.
    case oneLead = "one lead alone"
    /// The same by NeuroKit2.
    case neuroKit = "NeuroKit2 dwt on that lead"
  }

  /// Which records a part of the table is about.
  enum Part: String, CaseIterable, Encodable {
    case all = "all records"
    /// Records that the delineator was not tuned on.
    case heldOut = "held out"
    case tuning = "tuned on"
  }

  /// Errors of one kind of mark.
  struct Row: Encodable {
    let wave: String
    let mark: String
    let pairs: Int
    let sensitivity: Double
    let positivePredictivity: Double
    let meanSeconds: Double
    let deviationSeconds: Double

    init(_ kind: MarkKind, _ errors: MarkErrors) {
      wave = kind.wave.rawValue
      mark = kind.point.rawValue
      pairs = errors.differences.count
      sensitivity = errors.sensitivity
      positivePredictivity = errors.positivePredictivity
      meanSeconds = errors.mean
      deviationSeconds = errors.standardDeviation
    }

    var cells: [String] {
      [
        "\(pairs)", (100 * sensitivity).formatted(2), (100 * positivePredictivity).formatted(2),
        (1000 * meanSeconds).formatted(1), (1000 * deviationSeconds).formatted(1),
      ]
    }
  }

  /// One comparison over one part of the records.
  struct Section: Encodable {
    let records: Part
    let comparison: Comparison
    let marks: [Row]
    /// Beats with a P mark, and all, in records without an annotated P wave.
    let beatsWithP: Int
    let beatsWithoutAnnotatedP: Int
    /// Part of the P marks of all other records that have a partner.
    let positivePredictivityWhereThereIsP: Double
  }

  /// Errors, and P marks where no P wave is annotated, as they add up.
  struct Sum {
    var errors: [MarkKind: MarkErrors] = [:]
    var withP = 0
    var beats = 0
    /// P marks without a partner in records without an annotated P wave.
    var extraWithoutP = 0

    /// Positive predictivity of P peaks in the records that have P waves.
    var positivePredictivityOfP: Double {
      let errors = errors[MarkKind(.P, .peak)] ?? MarkErrors()
      let marks = errors.differences.count + errors.extra - extraWithoutP
      return marks == 0 ? 1 : Double(errors.differences.count) / Double(marks)
    }

    /// Adds the errors and counts of other recordings.
    mutating func add(_ other: Sum) {
      for (kind, errors) in other.errors { self.errors[kind, default: MarkErrors()].add(errors) }
      withP += other.withP
      beats += other.beats
      extraWithoutP += other.extraWithoutP
    }

    /// Adds the beats of one recording.
    mutating func add(_ beats: [BeatWaves], _ reference: AnnotatedWaves, _ rule: MarkRule) {
      let found = reference.errors(
        of: beats, samplingRate: rule.samplingRate, nearQRS: rule.nearQRS)
      for (kind, errors) in found { self.errors[kind, default: MarkErrors()].add(errors) }
      if rule.hasNoP, let span = reference.span {
        let judged = beats.filter { span.contains(Double($0.rPeak) / rule.samplingRate) }
        self.beats += judged.count
        withP += judged.count { $0.p != nil }
        extraWithoutP += found[MarkKind(.P, .peak)]?.extra ?? 0
      }
    }
  }

  /// How the beats of a recording are compared.
  struct MarkRule {
    let samplingRate: Double
    /// Greatest distance in seconds from an annotated complex, where not all are annotated.
    let nearQRS: Double?
    /// Whether no P wave is annotated in any lead.
    let hasNoP: Bool
  }

  let folder: String
  let reference: String
  let neuroKitVersion: String?
  private(set) var judged = 0
  var skipped: [String: String] = [:]
  private var sums: [Part: [Comparison: Sum]] = [:]

  init(folder: String, reference: String, neuroKitVersion: String?) {
    self.folder = folder
    self.reference = reference
    self.neuroKitVersion = neuroKitVersion
  }

  /// Adds the comparisons of one record to the parts that it belongs to.
  mutating func add(_ comparisons: [Comparison: Sum], to parts: [Part]) {
    judged += 1
    for part in parts {
      for (comparison, sum) in comparisons {
        sums[part, default: [:]][comparison, default: Sum()].add(sum)
      }
    }
  }

  /// Every part and comparison that there is, in order.
  var sections: [Section] {
    Part.allCases.flatMap { part in
      Comparison.allCases.compactMap { comparison in
        sums[part]?[comparison].map { sum in
          Section(
            records: part, comparison: comparison,
            marks: MarkKind.all.compactMap { kind in
              sum.errors[kind].map { Row(kind, $0) }
            }, beatsWithP: sum.withP, beatsWithoutAnnotatedP: sum.beats,
            positivePredictivityWhereThereIsP: sum.positivePredictivityOfP)
        }
      }
    }
  }

  private enum CodingKeys: String, CodingKey {
    case folder, reference, neuroKitVersion, judged, sections, skipped
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(folder, forKey: .folder)
    try container.encode(reference, forKey: .reference)
    try container.encodeIfPresent(neuroKitVersion, forKey: .neuroKitVersion)
    try container.encode(judged, forKey: .judged)
    try container.encode(sections, forKey: .sections)
    try container.encode(skipped, forKey: .skipped)
  }

  var lines: [String] {
    var lines = [
      "\(folder): waves of \(judged.of("record")) within "
        + "\((1000 * MarkErrors.usualTolerance).formatted(0)) ms of \(reference); mean and SD in ms"
        + (neuroKitVersion.map { "; NeuroKit2 \($0)" } ?? "")
    ]
    for section in sections {
      var table = Table([
        "\(section.records.rawValue), \(section.comparison.rawValue)", "marks", "Se %", "P+ %",
        "mean", "SD",
      ])
      for row in section.marks { table.add(["\(row.wave) \(row.mark)"] + row.cells) }
      lines += table.lines
      if section.beatsWithoutAnnotatedP > 0 {
        lines.append(
          "P marked in \(section.beatsWithP) of \(section.beatsWithoutAnnotatedP) beats of records "
            + "without an annotated P; in the others P+ of P is "
            + "\((100 * section.positivePredictivityWhereThereIsP).formatted(2)) %")
      }
    }
    for (record, reason) in skipped.sorted(by: { $0.key < $1.key }) {
      lines.append("skipped \(record): \(reason)")
    }
    return lines
  }
}
