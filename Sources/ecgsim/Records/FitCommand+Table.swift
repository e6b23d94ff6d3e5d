import Electrocardiogram
import Fitting
import Foundation
import Measurement

/// The fits of many beats: tables, and how good they are.
extension FitCommand {
  /// Fits the beats of all records of a folder.
  func fitFolder() throws {
    if let output, FitOutput(path: output) == .json {
      throw Failure(
        .badUse,
        "--output \(output): the fits of a folder go to a table; name a .csv or a .npz file")
    }
    try validateTable()
    let records = try FitFolder.records(in: record)
    let files = try OutputFiles([("--output", output)])
    let run = try FitRun(
      records, in: record, journal: try output.map { ($0 + ".unfinished", try settings()) },
      quiet: talk.quiet)
    try run.fit(jobs: threads) { [self] path, name in try fit(path, called: name) }
    let evaluation = try run.evaluation()
    try write(into: files) { try run.forEachSeries($0) }
    try files.publish()
    run.finish()
    try report(evaluation)
  }

  /// Fits the beats of one record into a table or, all of them, into a JSON file.
  func fitSeries() throws {
    try validateTable()
    let files = try OutputFiles([("--output", output)])
    let name = URL(fileURLWithPath: record).lastPathComponent
    let result = try fit(record, called: name, jobs: threads)
    var tally = FitEvaluation.Tally()
    tally.add(name, .fitted(result.series))
    tally.add(milliseconds: result.milliseconds)
    let evaluation = try tally.evaluation()
    try write(into: files) { try $0(result.series) }
    try files.publish()
    try report(evaluation)
  }

  private func validateTable() throws {
    if model == .dipole, leads.wanted != nil {
      throw Failure(
        .badUse,
        "--leads: a dipole is fitted to the eight independent leads and has axes in their place; "
          + "leave it out")
    }
  }

  private func fit(
    _ path: String, called name: String, jobs: Int = 1
  ) throws -> SeriesFitter.Result {
    let recording = try reading.read(path)
    return try SeriesFitter(model: model, options: options, beats: beat.beats)
      .fit(recording, record: name, channels: try leads.channels(of: recording), jobs: jobs)
  }

  private func write(
    into files: borrowing OutputFiles, visit: FitTableFile.Visit
  ) throws {
    guard let output, let format = FitOutput(path: output) else { return }
    try files.write(output) {
      try FitTableFile.write(to: $0, as: format, model: model, visit: visit)
    }
  }

  private func report(_ evaluation: FitEvaluation) throws {
    for line in FitReport.lines(evaluation, model: model) { talk.say(line) }
    if let output { talk.say("wrote \(output)") }
    if talk.quiet, !talk.json, let line = FitReport.skipped(evaluation).first {
      StandardError.say(line)
    }
    try talk.finish(evaluation)
  }

  /// All on which the fits depend, in one line.
  private func settings() throws -> String {
    struct Settings: Encodable {
      let program: String
      let model: FittedBeat.Model
      let options: FitOptions
      let beat: String
      let leads: [String]?
      let reading: RecordOptions.Settings
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let settings = Settings(
      program: Version.current, model: model, options: options, beat: "\(beat)",
      leads: leads.wanted, reading: reading.settings)
    return String(decoding: try encoder.encode(settings), as: UTF8.self)
  }
}
