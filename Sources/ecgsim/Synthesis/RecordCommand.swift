import ArgumentParser
import Electrocardiogram
import Figures
import Foundation
import Noise
import RecordFiles
import Records

/// `ecgsim record`: whole records of rhythms.
struct RecordCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "record", abstract: "Simulate a record of a rhythm.",
    discussion: """
      Twelve leads of any length, with what is true of them: beats, onset, peak and offset of P, QRS \
      and T, the J point (the offset of QRS), rhythms and pacing pulses, as annotations of WFDB and \
      EDF+ and, beside every format but JSON, in a file .truth.json. One event process and one breath \
      run through the record; --then changes its heart. Noise enters at the electrodes, so that the \
      laws of the limb leads hold. Without --output the record is only described. Records are made a \
      stretch at a time; npz and json hold an hour at most.
      """)

  @Argument(help: "The rhythm's name.")
  var rhythm: String
  @OptionGroup var order: OrderOptions
  @Option(help: "File to write; its ending chooses the format, WFDB without one.")
  var output: String?
  @Option(help: "Format: wfdb, edf, csv, npy, npz or json.")
  var format: RecordFormat?
  @OptionGroup var picture: PlotOptions
  @Option(help: "Arrangement of the picture: 3x4+1, 6x2 or 12x1.")
  var layout: RecordSheet.Layout?
  @OptionGroup var seed: SeedOptions
  @OptionGroup var rhythms: RhythmOptions
  @OptionGroup var talk: TalkOptions

  func validate() throws {
    if format != nil, output == nil {
      throw ValidationError("--format is of a file; give --output PATH too")
    }
    if layout != nil, picture.plot == nil {
      throw ValidationError("--layout is of a picture; give --plot FILE too")
    }
    if let output { _ = try RecordFile(path: output, format: format) }
  }

  func run() throws {
    let file = try output.map { try RecordFile(path: $0, format: format) }
    let order = try order.order(rhythm, try rhythms.catalogue())
    if let file, !file.format.streams, order.duration > RecordFormat.longestInMemory {
      throw Failure(
        .badUse,
        "\(file.format.rawValue) is made in memory and holds \(Int(RecordFormat.longestInMemory)) s; "
          + "wfdb, edf, csv and npy hold any length")
    }
    let files = try OutputFiles(
      [("--output", file?.path), ("--output", file?.truthPath)] + picture.paths)
    let plan = PlannedRecord(order, seed: seed.resolved())
    let comments = plan.comments(
      generator: "ECGWorkbench \(Version.current)", notice: Version.notice)
    let writing = RecordWriting(plan, as: file?.format ?? .json, comments: comments)
    let outcome = try make(writing, file, into: files)
    let document = RecordDocument(
      plan, truth: outcome.truth, noise: outcome.noise, version: Version.current,
      notice: Version.notice)
    if let file { try write(document, outcome, comments, file, into: files) }
    if picture.plot != nil {
      try picture.draw({ try sheet(outcome, document) }, into: files)
    }
    try files.publish()
    report(document)
    for path in (file?.written ?? []) + picture.paths.compactMap(\.path) {
      talk.say("wrote \(path)")
    }
    try talk.finish(document)
  }

  private func make(
    _ writing: RecordWriting, _ file: RecordFile?, into files: borrowing OutputFiles
  ) throws -> RecordWriting.Outcome {
    let maker = RecordMaker()
    let total = writing.plan.order.sampleCount
    let progress = Progress(total: total, quiet: talk.quiet)
    guard let file, file.format.streams else {
      return try writing.write(with: maker, to: "")
    }
    return try files.write(file.path) { staged in
      try writing.write(with: maker, to: staged) { progress.report($0, of: "samples") }
    }
  }

  private func write(
    _ document: RecordDocument, _ outcome: RecordWriting.Outcome, _ comments: [String],
    _ file: RecordFile, into files: borrowing OutputFiles
  ) throws {
    switch file.format {
    case .json:
      try files.write(file.path) {
        try JSON.write(
          WholeRecord(
            document: document, millivolts: outcome.beginning.channels.map(\.millivolts)), to: $0)
      }
    case .npz:
      try files.write(file.path) {
        try RecordArrays.file(outcome.beginning, document).write(to: $0)
      }
    case .wfdb, .edf, .csv, .npy: break
    }
    if let path = file.truthPath {
      try files.write(path) { try JSON.write(document, to: $0) }
    }
  }

  private func sheet(
    _ outcome: RecordWriting.Outcome, _ document: RecordDocument
  ) throws -> RecordSheet {
    try RecordSheet(
      outcome.beginning, layout: layout ?? .threeByFour,
      heartRatePerMinute: document.truth.meanRate(until: outcome.beginning.duration),
      isSynthetic: true)
  }

  private func report(_ document: RecordDocument) {
    let truth = document.truth
    var table = Table(["rhythm", "s", "beats", "rate /min", "RR SD ms", "P waves", "pulses"])
    let inside = truth.beats.filter { (0..<document.durationSeconds).contains($0.rPeak) }
    table.add([
      document.rhythms.map(\.rhythm).joined(separator: ", "),
      document.durationSeconds.formatted(1), "\(inside.count)",
      truth.meanRate(until: document.durationSeconds)?.formatted(1) ?? "-",
      truth.intervalDeviation.map { ($0 * 1000).formatted(1) } ?? "-",
      "\(truth.pWaves.count)", "\(truth.pacingPulses.count)",
    ])
    for line in table.lines { talk.say(line) }
    for noise in document.noise where noise.stretch == 0 {
      talk.say(
        "noise \(noise.kind.rawValue): \((noise.rmsMillivolts * 1000).formatted(1)) µV, "
          + "\(noise.snrDecibels?.formatted(2) ?? "-") dB")
    }
    talk.say("\(document.statement)")
    talk.say("seed \(document.seed), \(Version.notice)")
  }
}

/// A record with its samples, as JSON holds it.
private struct WholeRecord: Encodable {
  let document: RecordDocument
  /// `[lead][sample]`, mV.
  let millivolts: [[Double]]

  private enum Key: String, CodingKey {
    case millivolts
  }

  func encode(to encoder: any Encoder) throws {
    try document.encode(to: encoder)
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(millivolts, forKey: .millivolts)
  }
}

extension GroundTruth {
  /// Beats a minute by construction until a time; `nil` with fewer than two beats.
  fileprivate func meanRate(until time: Double) -> Double? {
    let times = beats.map(\.rPeak).filter { (0..<time).contains($0) }
    guard let first = times.first, let last = times.last, times.count > 1 else { return nil }
    return 60 * Double(times.count - 1) / (last - first)
  }

  /// Standard deviation of the intervals between R peaks in seconds.
  fileprivate var intervalDeviation: Double? {
    let intervals = zip(beats.dropFirst(), beats).map { $0.rPeak - $1.rPeak }
    guard intervals.count > 1 else { return nil }
    let mean = intervals.reduce(0, +) / Double(intervals.count)
    let squares = intervals.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(intervals.count)).squareRoot()
  }
}
