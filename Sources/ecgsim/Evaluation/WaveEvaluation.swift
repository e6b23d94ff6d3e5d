import Electrocardiogram
import Foundation
import Measurement
import RecordFiles

/// Compares onset, peak and offset of P, QRS and T with cardiologists' marks.
///
/// LUDB marks every lead, the QT Database all leads together and some beats only. Of both, what lies
/// before the first and after the last mark does not count.
struct WaveEvaluation: FolderEvaluation {
  static let key = "waves"
  /// The suffix of the QT Database's marks by its first expert.
  static let expert = "q1c"
  /// Seconds before the first and after the last mark that are delineated too.
  private static let margin = 10.0

  let reading: RecordOptions
  let runsPeers: Bool

  /// A record with its marks.
  private struct Marked {
    let name: String
    let recording: Recording
    /// Marks over all leads.
    let together: AnnotatedWaves
    /// Marks of each lead, where there are any.
    let leads: [Lead: AnnotatedWaves]
    /// The channel that is delineated alone, and its marks.
    let single: Channel
    let singleMarks: AnnotatedWaves
    let rule: WaveTable.MarkRule
  }

  func judges(_ group: EvaluatedFolder.Group) -> Bool {
    if case .waves = group.reference { return true }
    return group.records.contains {
      FileManager.default.fileExists(atPath: "\($0).\(Self.expert)")
    }
  }

  func table(
    of group: EvaluatedFolder.Group, progress: () -> Void
  ) throws -> any EvaluationTable {
    var skipped: [String: String] = [:]
    var records: [Marked] = []
    var own: [[WaveTable.Comparison: WaveTable.Sum]] = []
    for path in group.records {
      defer { progress() }
      let name = URL(fileURLWithPath: path).lastPathComponent
      do {
        let record = try marked(path, name, group.reference)
        own.append(try comparisons(record))
        records.append(record)
      } catch {
        guard let failure = Failure(translating: error), failure.status == .badInput else {
          throw error
        }
        skipped[name] = failure.message
      }
    }
    let peer =
      runsPeers
      ? try NeuroKitDelineator.delineate(
        records.map {
          NeuroKitDelineator.Signal(
            samplingRate: $0.recording.samplingRate,
            millivolts: $0.single.millivolts.map { $0.isFinite ? $0 : 0 })
        }) : nil
    var table = WaveTable(
      folder: group.folder, reference: text(group.reference), neuroKitVersion: peer?.version)
    table.skipped = skipped
    let isLUDB = records.contains { Self.isHeldOut($0.name) && !$0.leads.isEmpty }
    for (k, record) in records.enumerated() {
      var comparisons = own[k]
      if let beats = peer?.beats[k] {
        comparisons[.neuroKit] = Self.sum(beats, record.singleMarks, record.rule)
      }
      table.add(
        comparisons,
        to: isLUDB ? [.all, Self.isHeldOut(record.name) ? .heldOut : .tuning] : [.all])
    }
    return table
  }

  private static func isHeldOut(_ name: String) -> Bool {
    Int(name).map(LUDBSplit.heldOut.contains) ?? false
  }

  private static func sum(
    _ beats: [BeatWaves], _ marks: AnnotatedWaves, _ rule: WaveTable.MarkRule
  ) -> WaveTable.Sum {
    var sum = WaveTable.Sum()
    sum.add(beats, marks, rule)
    return sum
  }

  private func text(_ reference: EvaluatedFolder.Reference) -> String {
    if case .waves = reference {
      return
        "marks in each lead and, over all leads, the medians of what seven of twelve leads show"
    }
    return "the marks in .\(Self.expert), made on all leads together"
  }

  private func comparisons(_ record: Marked) throws -> [WaveTable.Comparison: WaveTable.Sum] {
    let waves = try Delineator().delineate(record.recording)
    var alone = record.recording
    alone.channels = [record.single]
    var result: [WaveTable.Comparison: WaveTable.Sum] = [
      .allLeads: Self.sum(waves.consensus, record.together, record.rule),
      .oneLead: Self.sum(
        try Delineator().delineate(alone).consensus, record.singleMarks, record.rule),
    ]
    guard !record.leads.isEmpty else { return result }
    var each = WaveTable.Sum()
    for (lead, marks) in record.leads {
      if let beats = waves.beats(in: lead) { each.add(beats, marks, record.rule) }
    }
    result[.eachLead] = each
    return result
  }

  private func marked(
    _ path: String, _ name: String, _ reference: EvaluatedFolder.Reference
  ) throws -> Marked {
    let recording = try reading.read(path)
    let rate = recording.samplingRate
    guard case .waves(let suffixes) = reference else { return try stretch(path, name, recording) }
    var leads: [Lead: AnnotatedWaves] = [:]
    for suffix in suffixes {
      guard let lead = Lead.allCases.first(where: { $0.rawValue.lowercased() == suffix }) else {
        continue
      }
      leads[lead] = AnnotatedWaves(
        try AnnotationFile.read("\(path).\(suffix)").annotations, samplingRate: rate)
    }
    guard let lead = leads[.II] == nil ? leads.keys.first : .II, let marks = leads[lead],
      let channel = recording.channel(lead)
    else { throw Failure(.badInput, "no lead with marks") }
    let hasP = leads.values.contains { !($0.waves[.P] ?? []).isEmpty }
    return Marked(
      name: name, recording: recording, together: AnnotatedWaves(joining: Array(leads.values)),
      leads: leads, single: channel, singleMarks: marks,
      rule: WaveTable.MarkRule(samplingRate: rate, nearQRS: nil, hasNoP: !hasP))
  }

  /// The marked stretch of a record of the QT Database.
  private func stretch(_ path: String, _ name: String, _ whole: Recording) throws -> Marked {
    var recording = whole
    let rate = recording.samplingRate
    var marks = try AnnotationFile.read("\(path).\(Self.expert)").annotations
    let samples = marks.map(\.sample)
    guard let low = samples.min(), let high = samples.max(), !recording.channels.isEmpty else {
      throw Failure(.badInput, "no marks in .\(Self.expert)")
    }
    let margin = Int(Self.margin * rate)
    let (first, end) = (max(0, low - margin), min(recording.sampleCount, high + margin))
    guard first < end else {
      throw Failure(.badInput, "marks in .\(Self.expert) lie beyond the record's end")
    }
    for k in recording.channels.indices {
      recording.channels[k].millivolts = Array(recording.channels[k].millivolts[first..<end])
    }
    for k in marks.indices { marks[k].sample -= first }
    let waves = AnnotatedWaves(marks, samplingRate: rate)
    return Marked(
      name: name, recording: recording, together: waves, leads: [:],
      single: recording.channels[0], singleMarks: waves,
      rule: WaveTable.MarkRule(
        samplingRate: rate, nearQRS: MarkErrors.usualTolerance,
        hasNoP: (waves.waves[.P] ?? []).isEmpty))
  }
}
