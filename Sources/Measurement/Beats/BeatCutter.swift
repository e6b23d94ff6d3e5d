public import Electrocardiogram

/// Cuts the beats of a recording: its R peaks, the window around them and the channels chosen.
public struct BeatCutter: Sendable {
  /// Name of the recording.
  public let record: String
  /// Samples a second.
  public let samplingRate: Double
  /// The R peaks, ascending, as sample indices.
  public let rPeaks: [Int]
  /// Median RR interval in seconds; a recording of a single beat is its own cycle.
  public let rrInterval: Double
  /// What belongs to a beat.
  public let window: BeatWindow
  /// The channels that are cut.
  public let channels: [ChannelName]
  private let rows: [[Double]]
  /// First sample of the constant tail.
  private let end: Int

  /// Finds the beats and takes the channels.
  ///
  /// - Parameters:
  ///   - recording: The recording.
  ///   - rPeaks: Its R peaks, ascending; `RPeakDetector` finds them if they are not given.
  ///   - channels: The channels wanted, among them limb leads that follow from I and II; all twelve
  ///     leads, as far as held or computable, if not given.
  /// - Throws: `MeasurementError.Code.emptyRecording`, `.samplingRateTooLow`, `.noBeat`,
  ///   `.leadMissing`.
  public init(
    _ recording: Recording, rPeaks: [Int]? = nil, channels: [ChannelName]? = nil
  ) throws(MeasurementError) {
    record = recording.name
    samplingRate = recording.samplingRate
    let peaks = if let rPeaks { rPeaks } else { try RPeakDetector().rPeaks(in: recording) }
    guard !peaks.isEmpty else {
      throw MeasurementError(
        code: .noBeat,
        message: "record '\(recording.name)' (\(recording.duration) s) has no QRS complex")
    }
    self.rPeaks = peaks
    rrInterval =
      peaks.count > 1
      ? OrderStatistics.median(zip(peaks, peaks.dropFirst()).map { Double($1 - $0) })
        / samplingRate : recording.duration
    window = BeatWindow(samplingRate: samplingRate, rrInterval: rrInterval)
    (self.channels, rows) = try Self.rows(of: recording, wanted: channels)
    end = ConstantTail.start(of: recording)
  }

  /// Whether an R peak's window lies within the recording, its constant tail left out.
  public func isWithin(_ rPeak: Int) -> Bool {
    let range = window.range(around: rPeak)
    return range.lowerBound >= 0 && range.upperBound <= end && !range.isEmpty
  }

  /// Whether an R peak's window is complete: within the recording, no sample missing.
  public func isWhole(_ rPeak: Int) -> Bool {
    isWithin(rPeak) && rows.allSatisfy { $0[window.range(around: rPeak)].allSatisfy(\.isFinite) }
  }

  /// The R peaks whose windows are complete.
  public var wholeBeats: [Int] { rPeaks.filter(isWhole) }

  /// The mean of the windows around some R peaks, each channel's median subtracted.
  ///
  /// - Precondition: there is one, and all are within the recording.
  public func beat(averaging peaks: [Int]) -> AverageBeat {
    precondition(!peaks.isEmpty && peaks.allSatisfy(isWithin), "R peaks \(peaks) cannot be cut")
    let mean = rows.map { row in
      var sum = [Double](repeating: 0, count: window.count)
      for peak in peaks {
        let first = peak - window.before
        for i in sum.indices { sum[i] += row[first + i] }
      }
      let mean = sum.map { $0 / Double(peaks.count) }
      guard mean.allSatisfy(\.isFinite) else { return mean }
      let median = OrderStatistics.median(mean)
      return mean.map { $0 - median }
    }
    return AverageBeat(
      samplingRate: samplingRate, rIndex: window.before, rrInterval: rrInterval,
      channels: channels, millivolts: mean, beatCount: peaks.count)
  }

  private static func rows(
    of recording: Recording, wanted: [ChannelName]?
  ) throws(MeasurementError) -> ([ChannelName], [[Double]]) {
    var channels: [ChannelName] = []
    var rows: [[Double]] = []
    for channel in wanted ?? Lead.allCases.map(ChannelName.init) {
      if let row = recording.millivolts(of: channel) {
        channels.append(channel)
        rows.append(row)
      } else if wanted != nil {
        throw missing(channel.text, recording)
      }
    }
    guard !channels.isEmpty else { throw missing("any of the twelve leads", recording) }
    return (channels, rows)
  }

  private static func missing(_ what: String, _ recording: Recording) -> MeasurementError {
    MeasurementError(
      code: .leadMissing,
      message: """
        record '\(recording.name)' does not hold \(what); its channels are \
        \(recording.channelNames.map(\.text).joined(separator: ", "))
        """)
  }
}
