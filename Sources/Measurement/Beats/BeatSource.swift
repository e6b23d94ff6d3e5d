internal import Electrocardiogram

/// A recording, its R peaks and the window, from which beats are cut.
struct BeatSource {
  let samplingRate: Double
  let rPeaks: [Int]
  let rrInterval: Double
  let window: BeatWindow
  let leads: [Lead]
  let rows: [[Double]]
  /// First sample of the constant tail.
  let end: Int

  init(
    _ recording: Recording, rPeaks given: [Int]?, leads wanted: [Lead]?
  ) throws(MeasurementError) {
    samplingRate = recording.samplingRate
    if let given { rPeaks = given } else { rPeaks = try RPeakDetector().rPeaks(in: recording) }
    guard !rPeaks.isEmpty else {
      throw MeasurementError(
        code: .noBeat,
        message: "record '\(recording.name)' (\(recording.duration) s) has no QRS complex")
    }
    // A recording of a single beat is its own cycle.
    rrInterval =
      rPeaks.count > 1
      ? OrderStatistics.median(zip(rPeaks, rPeaks.dropFirst()).map { Double($1 - $0) })
        / samplingRate : recording.duration
    window = BeatWindow(samplingRate: samplingRate, rrInterval: rrInterval)
    (leads, rows) = try Self.rows(of: recording, wanted: wanted)
    end = ConstantTail.start(of: recording)
  }

  /// Whether an R peak's window is complete.
  func isWhole(_ rPeak: Int) -> Bool {
    let range = window.range(around: rPeak)
    return range.lowerBound >= 0 && range.upperBound <= end && !range.isEmpty
      && rows.allSatisfy { $0[range].allSatisfy(\.isFinite) }
  }

  /// The R peaks whose windows are complete.
  var wholeBeats: [Int] { rPeaks.filter(isWhole) }

  /// The mean of the windows around some R peaks, each lead's median subtracted.
  func beat(averaging peaks: [Int]) -> AverageBeat {
    let mean = rows.map { row in
      var sum = [Double](repeating: 0, count: window.count)
      for peak in peaks {
        let first = peak - window.before
        for i in sum.indices { sum[i] += row[first + i] }
      }
      let mean = sum.map { $0 / Double(peaks.count) }
      let median = OrderStatistics.median(mean)
      return mean.map { $0 - median }
    }
    return AverageBeat(
      samplingRate: samplingRate, rIndex: window.before, rrInterval: rrInterval, leads: leads,
      millivolts: mean, beatCount: peaks.count)
  }

  private static func rows(
    of recording: Recording, wanted: [Lead]?
  ) throws(MeasurementError) -> ([Lead], [[Double]]) {
    var leads: [Lead] = []
    var rows: [[Double]] = []
    for lead in wanted ?? Lead.allCases {
      if let row = recording.millivolts(of: lead) {
        leads.append(lead)
        rows.append(row)
      } else if wanted != nil {
        throw missing(lead.rawValue, recording)
      }
    }
    guard !leads.isEmpty else { throw missing("any of the twelve leads", recording) }
    return (leads, rows)
  }

  private static func missing(_ what: String, _ recording: Recording) -> MeasurementError {
    MeasurementError(
      code: .leadMissing,
      message: """
        record '\(recording.name)' does not hold \(what); its channels are \
        \(recording.channels.map(\.name).joined(separator: ", "))
        """)
  }
}
