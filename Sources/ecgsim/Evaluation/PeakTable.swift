import Electrocardiogram
import Foundation
import Measurement

/// How the R peaks of a group of records compare with what is known about them.
struct PeakTable: EvaluationTable {
  /// Most distance of a detected beat from an annotated one in seconds (ANSI/AAMI EC57).
  static let annotationWindow = 0.15
  /// The same from a beat of another detector.
  static let agreementWindow = 0.05
  /// Most disagreements of a kind that a record's line names.
  private static let mostToldTimes = 20
  /// The name of this package's own detector.
  static let own = "ecgsim"

  /// Counts as wfdb-python's comparison makes them.
  struct Counts: Encodable {
    let beats: Int
    let truePositives: Int
    let falsePositives: Int
    let falseNegatives: Int
    let sensitivity: Double
    let positivePredictivity: Double

    init(_ matching: BeatMatching) {
      truePositives = matching.found
      falsePositives = matching.extra.count
      falseNegatives = matching.missed.count
      beats = truePositives + falseNegatives
      sensitivity = matching.sensitivity
      positivePredictivity = matching.positivePredictivity
    }

    /// The counts as cells of a table.
    var cells: [String] {
      [beats, truePositives, falsePositives, falseNegatives].map(String.init)
        + [sensitivity, positivePredictivity].map { (100 * $0).formatted(2) }
    }
  }

  /// One record.
  struct Row: Encodable {
    let record: String
    /// By detector.
    let detectors: [String: Counts]
  }

  /// Where this package's detector and the reference differ.
  struct Disagreement: Encodable {
    /// In what way.
    enum Kind: String, Encodable {
      /// Only the reference has the beat.
      case missed
      /// Only this package has it.
      case extra
      /// Both have it, further apart than the window but within 150 ms.
      case displaced
    }
    let record: String
    let kind: Kind
    /// Where this package has the beat, or else the reference, in seconds.
    let seconds: Double
    /// How much later than the reference this package has it.
    var lateBySeconds: Double?
  }

  let folder: String
  /// What the beats are compared with.
  let reference: String
  let windowSeconds: Double
  /// What was added to the records, if anything.
  let noise: String?
  var records: [Row] = []
  var disagreements: [Disagreement] = []
  /// Records that could not be compared, with the reason.
  var skipped: [String: String] = [:]
  /// All records together, by detector.
  var pooled: [String: Counts] { sums.mapValues(Counts.init) }
  private var sums: [String: BeatMatching] = [:]
  /// Versions of the peers.
  private let versions: [String: String]

  var judged: Int { records.count }

  init(
    folder: String, reference: String, windowSeconds: Double, noise: String?,
    versions: [String: String]
  ) {
    self.folder = folder
    self.reference = reference
    self.windowSeconds = windowSeconds
    self.noise = noise
    self.versions = versions
  }

  private enum CodingKeys: String, CodingKey {
    case folder, reference, windowSeconds, noise, records, pooled, disagreements, skipped
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(folder, forKey: .folder)
    try container.encode(reference, forKey: .reference)
    try container.encode(windowSeconds, forKey: .windowSeconds)
    try container.encodeIfPresent(noise, forKey: .noise)
    try container.encode(records, forKey: .records)
    try container.encode(pooled, forKey: .pooled)
    try container.encode(disagreements, forKey: .disagreements)
    try container.encode(skipped, forKey: .skipped)
  }

  /// Adds a record.
  mutating func add(_ record: String, _ matchings: [String: BeatMatching], samplingRate: Double) {
    records.append(Row(record: record, detectors: matchings.mapValues(Counts.init)))
    for (name, matching) in matchings { sums[name, default: BeatMatching()].add(matching) }
    if let own = matchings[Self.own] {
      disagreements += Self.disagreements(own, of: record, samplingRate)
    }
  }

  private static func disagreements(
    _ matching: BeatMatching, of record: String, _ samplingRate: Double
  ) -> [Disagreement] {
    var extra = matching.extra
    var result: [Disagreement] = []
    for missed in matching.missed {
      let time = Double(missed) / samplingRate
      let nearest = extra.indices.min { abs(extra[$0] - missed) < abs(extra[$1] - missed) }
      guard let nearest, abs(Double(extra[nearest] - missed)) < annotationWindow * samplingRate
      else {
        result.append(Disagreement(record: record, kind: .missed, seconds: time))
        continue
      }
      let late = Double(extra[nearest] - missed) / samplingRate
      result.append(
        Disagreement(record: record, kind: .displaced, seconds: time + late, lateBySeconds: late))
      extra.remove(at: nearest)
    }
    result += extra.map {
      Disagreement(record: record, kind: .extra, seconds: Double($0) / samplingRate)
    }
    return result.sorted { $0.seconds < $1.seconds }
  }

  var lines: [String] {
    var lines = [
      "\(folder): R peaks within \((1000 * windowSeconds).formatted(0)) ms of \(reference)"
        + (noise.map { ", \($0)" } ?? "")
    ]
    var table = Table(["record", "beats", "TP", "FP", "FN", "Se %", "P+ %"])
    // A record without a mistake is not worth a line where there are many.
    let shown = records.filter { row in
      records.count <= 20
        || row.detectors[Self.own].map { $0.falsePositives + $0.falseNegatives > 0 } ?? false
    }
    for row in shown { table.add([row.record] + (row.detectors[Self.own]?.cells ?? [])) }
    for (name, counts) in pooled.sorted(by: { Self.order($0.key) < Self.order($1.key) }) {
      let version = versions[name].map { " (\($0))" } ?? ""
      table.add(["all \(records.count), \(name)\(version)"] + counts.cells)
    }
    lines += table.lines
    for (record, reason) in skipped.sorted(by: { $0.key < $1.key }) {
      lines.append("skipped \(record): \(reason)")
    }
    return lines + disagreementLines
  }

  /// Own figures first.
  private static func order(_ name: String) -> String { (name.hasPrefix(own) ? "0" : "1") + name }

  /// One line a record; JSON lists what is too many for it.
  private var disagreementLines: [String] {
    var byRecord: [String: [Disagreement]] = [:]
    for disagreement in disagreements {
      byRecord[disagreement.record, default: []].append(disagreement)
    }
    return records.compactMap { row in
      guard let all = byRecord[row.record] else { return nil }
      let parts = [Disagreement.Kind.missed, .extra, .displaced].compactMap { kind in
        let these = all.filter { $0.kind == kind }
        let times = these.prefix(Self.mostToldTimes).map { disagreement in
          disagreement.seconds.formatted(2)
            + (disagreement.lateBySeconds.map { " (\((1000 * $0).formatted(0)) ms late)" } ?? "")
        }
        let more = these.count - times.count
        return times.isEmpty
          ? nil
          : "\(kind.rawValue) at \(times.joined(separator: ", ")) s"
            + (more > 0 ? " and \(more) more" : "")
      }
      return "\(row.record): " + parts.joined(separator: "; ")
    }
  }
}
