import ArgumentParser
import Electrocardiogram
import Measurement

/// `ecgsim measure`: R peaks, waves and intervals of a record.
struct MeasureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "measure", abstract: "Measure a record: R peaks, waves, intervals, amplitudes.",
    discussion: """
      --json holds rPeaks (sample indices) and, per lead, waves with onset, peak and offset (sample \
      indices) for P, QRS and T, null where a beat lacks the wave; consensus is the same over all \
      leads together. Quantities are medians over the beats, in the unit that stands beside them.
      """)

  @Argument(help: "WFDB path without ending, .csv or .npy.")
  var record: String
  @OptionGroup var reading: RecordOptions
  @OptionGroup var talk: TalkOptions

  func run() throws {
    let recording = try reading.read(record)
    let measures = try RecordMeasures(recording)
    let report = MeasureReport(recording, measures)
    for line in report.lines { talk.say(line) }
    try talk.finish(report)
  }
}
