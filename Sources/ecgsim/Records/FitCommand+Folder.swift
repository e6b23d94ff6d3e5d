import Electrocardiogram
import Fitting
import Foundation
import Measurement
import Synchronization

/// What `fit` does with many records besides their tables.
extension FitCommand {
  /// Fits each beat and lead from many starts and says how many end near the best.
  func fitFromStarts() throws {
    let starts = starts ?? 2
    let isFolder = FitFolder.isFolder(record)
    let records = isFolder ? try FitFolder.records(in: record) : [record]
    let progress = Progress(total: records.count, quiet: talk.quiet)
    let report = ReportBox(StartsReport(starts: starts))
    try RecordThreads.run(records, jobs: threads) { [self, options] record in
      Result {
        let beat = try cutBeat(from: cutter(of: reading.read(record)))
        let timing = try BeatTiming(beat)
        // Of many leads, some have nothing to fit.
        return try beat.millivolts.compactMap { samples in
          do {
            return try StartEvaluation(samples, timing: timing, options: options, starts: starts)
          } catch {
            if isFolder { return nil }
            throw error
          }
        }
      }
    } collect: { record, result in
      switch result {
      case .success(let evaluations): report.add(evaluations)
      case .failure(let error): if !isFolder { throw error }
      }
      progress.step(of: "records")
    }
    let result = report.value
    guard result.beats > 0 else {
      throw Failure(.badInput, "\(record): no beat could be fitted")
    }
    for line in result.lines { talk.say(line) }
    try talk.finish(result)
  }

  /// Draws real beats beside their twins.
  func drawPairs() throws {
    guard let plot = picture.plot else { return }
    if model == .dipole {
      throw Failure(
        .badUse, "--model dipole: the pairs of a folder are single leads; leave out --model")
    }
    if output != nil {
      throw Failure(
        .badUse,
        "--plot of a folder draws pairs of beats; leave out --output, or write the table "
          + "without --plot")
    }
    let records = try FitFolder.records(in: record)
    let files = try OutputFiles(picture.paths)
    let pairs = try FitPairs(
      from: records, options: options, seed: seed,
      beat: { try cutBeat(from: cutter(of: reading.read($0))) })
    try picture.draw({ pairs.sheet }, into: files)
    let key = plot + ".key.json"
    try files.write(key) { try JSON.write(pairs.key, to: $0) }
    try files.publish()
    talk.say("wrote \(plot), twelve real beats and their twins; which is which: \(key)")
    try talk.finish(pairs.key)
  }
}

/// A report that threads add to.
private final class ReportBox: Sendable {
  private let report: Mutex<StartsReport>

  init(_ report: StartsReport) { self.report = Mutex(report) }

  var value: StartsReport { report.withLock { $0 } }

  func add(_ evaluations: [StartEvaluation]) {
    report.withLock { report in for evaluation in evaluations { report.add(evaluation) } }
  }
}
