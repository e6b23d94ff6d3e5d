import Electrocardiogram
import Fitting
import Measurement

/// What `fit` does with many records, or with one beat many times.
extension FitCommand {
  /// Fits the average beats of all records of a folder and says how well.
  func fitFolder() throws {
    if output != nil {
      throw Failure(.badUse, "--output: \(record) is a folder; name one record of it")
    }
    let records = try FitFolder.records(in: record)
    if let plot = picture.plot { return try drawPairs(of: records, to: plot) }
    let progress = Progress(total: records.count, quiet: talk.quiet)
    let evaluation = try FitEvaluation(
      records: records, model: model, options: options,
      beat: { try cutBeat(from: try reading.read($0)) },
      progress: { progress.report($0, of: "records") })
    for line in FitFolder.lines(evaluation, model: model) { talk.say(line) }
    try talk.finish(evaluation)
  }

  /// Fits each beat and lead from many starts and says how many end near the best.
  func fitFromStarts(_ starts: Int) throws {
    let records = FitFolder.isFolder(record) ? try FitFolder.records(in: record) : [record]
    let progress = Progress(total: records.count, quiet: talk.quiet)
    var options = options
    options.searchEvaluations = FitOptions.thorough
    var report = StartsReport(starts: starts)
    for (index, record) in records.enumerated() {
      try tolerating(records.count > 1) {
        let beat = try cutBeat(from: try reading.read(record))
        let timing = try BeatTiming(beat)
        for samples in beat.millivolts {
          try tolerating(records.count > 1) {
            report.add(
              try StartEvaluation(samples, timing: timing, options: options, starts: starts))
          }
        }
      }
      progress.report(index + 1, of: "records")
    }
    guard report.beats > 0 else {
      throw Failure(.badInput, "\(record): no beat could be fitted")
    }
    for line in report.lines { talk.say(line) }
    try talk.finish(report)
  }

  /// Goes on after an error where many are fitted: of many records, some have no beat.
  private func tolerating(_ isTolerant: Bool, _ body: () throws -> Void) throws {
    do {
      try body()
    } catch {
      if !isTolerant { throw error }
    }
  }

  /// Draws real beats beside their twins.
  private func drawPairs(of records: [String], to plot: String) throws {
    if model == .dipole {
      throw Failure(
        .badUse, "--model dipole: the pairs of a folder are single leads; leave out --model")
    }
    let files = try OutputFiles(picture.paths)
    let pairs = try FitPairs(
      from: records, options: options, seed: seed, beat: { try cutBeat(from: reading.read($0)) })
    try picture.draw({ pairs.sheet }, into: files)
    let key = plot + ".key.json"
    try files.write(key) { try JSON.write(pairs.key, to: $0) }
    try files.publish()
    talk.say("wrote \(plot), twelve real beats and their twins; which is which: \(key)")
    try talk.finish(pairs.key)
  }
}
