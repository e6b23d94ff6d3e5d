import ArgumentParser
import Electrocardiogram
import Measurement

/// `ecgsim measure`: R peaks, waves and intervals of a record.
struct MeasureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "measure",
    abstract: "Measure a record or a folder of them, or judge measurements by annotations.",
    discussion: """
      --json holds rPeaks (sample indices) and, per lead, waves with onset, peak and offset (sample \
      indices) for P, QRS and T, null where a beat lacks the wave; consensus is the same over all \
      leads together. Quantities are medians over the beats, in the unit that stands beside them.

      Of a folder each record makes one line, in the order of their names: a row of medians (.csv), or \
      what --json prints of a record (.jsonl). A record that cannot be measured has a line with the \
      error. Without --output the lines are printed, with --json as JSON.

      --evaluate DIR compares the R peaks of all records below a folder with the beats annotated \
      there, or with XQRS where none are; counts are those of wfdb-python's comparison.
      """)

  @Argument(help: "WFDB path without ending, .edf, .csv or .npy; or a folder of WFDB records.")
  var record: String?
  @Option(help: "Table of measures to write: .csv or .jsonl.")
  var output: String?
  @Option(
    parsing: .unconditional,
    help: "Threads over records; as many as there are processors by default.")
  var jobs: Int?
  @OptionGroup var evaluation: EvaluationOptions
  @OptionGroup var reading: RecordOptions
  @OptionGroup var talk: TalkOptions

  /// The most threads.
  private static let jobsLimit = 256

  func validate() throws {
    if let jobs, !(1...Self.jobsLimit).contains(jobs) {
      throw ValidationError("--jobs is \(jobs); give 1 to \(Self.jobsLimit)")
    }
    if let output, MeasureTable(path: output) == nil {
      throw ValidationError("--output \(output): the ending must be .csv or .jsonl")
    }
    if evaluation.evaluate != nil, output != nil || jobs != nil {
      throw ValidationError(
        "--output and --jobs are for measures of records; --evaluate prints its tables, with "
          + "--json as JSON")
    }
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
    if output != nil || FitFolder.isFolder(record) { return try measureIntoTable(record) }
    let recording = try reading.read(record)
    let measures = try RecordMeasures(recording)
    let report = MeasureReport(recording, measures)
    for line in report.lines { talk.say(line) }
    try talk.finish(report)
  }
}
