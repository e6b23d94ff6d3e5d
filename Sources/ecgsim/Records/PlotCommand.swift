import ArgumentParser
import Electrocardiogram
import Figures
import Measurement

/// `ecgsim plot`: a record on ECG paper.
struct PlotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plot", abstract: "Draw a record on ECG paper at true scale.",
    discussion: "25 mm/s, 10 mm/mV; PDF and SVG carry their size, a PNG its resolution.")

  @Argument(help: "WFDB path without ending, .edf, .csv or .npy.")
  var record: String
  @Option(
    help: "Arrangement: 3x4+1, 6x2 or 12x1; by default the first for twelve leads, else the last.")
  var layout: RecordSheet.Layout?
  @Option(parsing: .unconditional, help: "Where the sheet begins, in seconds.")
  var start = 0.0
  @Option(help: "File to draw: .png, .svg or .pdf; the record's name with .png by default.")
  var output: String?
  @Option(help: "Where to keep the figure's data file, to draw it again by hand.")
  var plotData: String?
  @OptionGroup var reading: RecordOptions
  @OptionGroup var talk: TalkOptions

  func validate() throws {
    guard start >= 0 && start.isFinite else {
      throw ValidationError("--start is \(start) s; give 0 or more")
    }
    try output.map(PictureFormat.validate)
  }

  func run() throws {
    let recording = try reading.read(record)
    let path = output ?? recording.name + ".png"
    let files = try OutputFiles([("--output", path), ("--plot-data", plotData)])
    let rate = try? RPeakDetector().rPeaks(in: recording).medianRate(recording.samplingRate)
    let sheet = try sheet(recording, heartRatePerMinute: rate ?? nil)
    try files.draw(sheet, to: path, data: plotData)
    try files.publish()
    for path in [path] + [plotData].compactMap({ $0 }) { talk.say("wrote \(path)") }
    try talk.finish(["wrote": path])
  }

  private func sheet(
    _ recording: Recording, heartRatePerMinute: Double?
  ) throws -> RecordSheet {
    let hasTwelve = Lead.allCases.allSatisfy { recording.millivolts(of: $0) != nil }
    do {
      return try RecordSheet(
        recording, layout: layout ?? (hasTwelve ? .threeByFour : .twelveByOne), start: start,
        heartRatePerMinute: heartRatePerMinute, isSynthetic: RecordOptions.isSynthetic(recording))
    } catch {
      guard error.code == .missingLeads else { throw error }
      throw Failure(.badInput, "\(error.description): --layout 12x1")
    }
  }
}

extension [Int] {
  /// Beats a minute from the median interval between these samples; `nil` for fewer than two.
  func medianRate(_ samplingRate: Double) -> Double? {
    guard count > 1 else { return nil }
    let intervals = zip(self, dropFirst()).map { $1 - $0 }.sorted()
    return 60 * samplingRate / Double(intervals[intervals.count / 2])
  }
}
