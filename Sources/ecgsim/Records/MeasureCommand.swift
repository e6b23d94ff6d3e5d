import ArgumentParser
import Electrocardiogram
import Measurement

/// `ecgsim measure`: R peaks, waves and intervals of a record.
struct MeasureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "measure", abstract: "Measure a record, or judge measurements by annotations.",
    discussion: """
      --json holds rPeaks (sample indices) and, per lead, waves with onset, peak and offset (sample \
      indices) for P, QRS and T, null where a beat lacks the wave; consensus is the same over all \
      leads together. Quantities are medians over the beats, in the unit that stands beside them. \
      --evaluate DIR compares the R peaks of all records below a folder with the beats annotated \
      there, or with XQRS where none are; counts are those of wfdb-python's comparison.
      """)

  @Argument(help: "WFDB path without ending, .csv or .npy.")
  var record: String?
  @OptionGroup var evaluation: EvaluationOptions
  @OptionGroup var reading: RecordOptions
  @OptionGroup var talk: TalkOptions

  func validate() throws {
    if let record, evaluation.evaluate != nil {
      throw ValidationError("--evaluate judges a folder; leave out the record '\(record)'")
    }
    if record == nil, evaluation.evaluate == nil {
      throw ValidationError("name a record, or a folder with --evaluate DIR")
    }
  }

  func run() throws {
    if let folder = evaluation.evaluate {
      let result = try MeasureEvaluation(
        evaluation, in: folder, reading: reading, quiet: talk.quiet)
      for line in result.lines { talk.say(line) }
      return try talk.finish(result)
    }
    guard let record else { return }
    let recording = try reading.read(record)
    let measures = try RecordMeasures(recording)
    let report = MeasureReport(recording, measures)
    for line in report.lines { talk.say(line) }
    try talk.finish(report)
  }
}
