public import Electrocardiogram

/// The beat of a recording: the mean of its beats, or one of them.
///
/// Samples are taken as recorded, without filter and without resampling. Beats are aligned on their R
/// peaks (the peak of the spatial magnitude), cut by `BeatWindow`, averaged, and each lead's median is
/// subtracted. This is the beat that fits are made to and judged by.
public struct AverageBeat: Sendable, Equatable, Codable {
  /// Samples a second.
  public let samplingRate: Double
  /// Index of the R peak within the beat.
  public let rIndex: Int
  /// Median RR interval of the recording in seconds.
  public let rrInterval: Double
  /// The channels, in the order of `millivolts`.
  public let channels: [ChannelName]
  /// Potential in millivolts, `[channel][sample]`; the median of each channel is 0.
  public let millivolts: [[Double]]
  /// Number of beats that were averaged.
  public let beatCount: Int

  /// Those of the channels that are standard leads.
  public var leads: [Lead] { channels.compactMap(\.lead) }

  /// Samples in each channel.
  public var sampleCount: Int { millivolts.first?.count ?? 0 }

  /// Creates a beat from its samples.
  ///
  /// - Precondition: one row of `millivolts` for each channel, all of one length that holds `rIndex`.
  public init(
    samplingRate: Double, rIndex: Int, rrInterval: Double, channels: [ChannelName],
    millivolts: [[Double]], beatCount: Int
  ) {
    precondition(
      channels.count == millivolts.count,
      "\(channels.count) channels, \(millivolts.count) rows of samples")
    precondition(
      millivolts.allSatisfy { $0.indices.contains(rIndex) && $0.count == millivolts[0].count },
      "rows of \(millivolts.map(\.count)) samples with the R peak at \(rIndex)")
    self.samplingRate = samplingRate
    self.rIndex = rIndex
    self.rrInterval = rrInterval
    self.channels = channels
    self.millivolts = millivolts
    self.beatCount = beatCount
  }

  /// Creates a beat from the samples of standard leads, as above.
  public init(
    samplingRate: Double, rIndex: Int, rrInterval: Double, leads: [Lead], millivolts: [[Double]],
    beatCount: Int
  ) {
    self.init(
      samplingRate: samplingRate, rIndex: rIndex, rrInterval: rrInterval,
      channels: leads.map(ChannelName.init), millivolts: millivolts, beatCount: beatCount)
  }

  /// The potential of a lead, or `nil` if the beat does not hold it.
  public func millivolts(of lead: Lead) -> [Double]? {
    channels.firstIndex(of: ChannelName(lead)).map { millivolts[$0] }
  }

  /// The beat as a recording of one beat, whose R peak is at `rIndex`.
  public var recording: Recording {
    Recording(
      name: "beat", samplingRate: samplingRate,
      channels: zip(channels, millivolts).map { Channel(name: $0.text, millivolts: $1) })
  }

  /// Averages all beats of a recording whose window is whole.
  ///
  /// A window is whole if it lies before the record's constant tail (the samples at the end where no
  /// channel changes any more) and no sample in it is missing.
  ///
  /// - Parameters:
  ///   - recording: The recording.
  ///   - rPeaks: Its R peaks, ascending; `RPeakDetector` finds them if they are not given.
  ///   - leads: The leads wanted; all twelve, as far as held or computable, if not given.
  /// - Throws: `MeasurementError.Code.emptyRecording`, `.samplingRateTooLow`, `.leadMissing`,
  ///   `.noBeat`.
  public init(
    of recording: Recording, rPeaks: [Int]? = nil, leads: [Lead]? = nil
  ) throws(MeasurementError) {
    try self.init(
      averaging: BeatCutter(
        recording, rPeaks: rPeaks, channels: leads.map { $0.map(ChannelName.init) }))
  }

  /// Averages all whole beats.
  ///
  /// - Throws: `MeasurementError.Code.noBeat` if there is none.
  public init(averaging cutter: BeatCutter) throws(MeasurementError) {
    let whole = cutter.wholeBeats
    guard !whole.isEmpty else {
      throw MeasurementError(
        code: .noBeat,
        message: """
          record '\(cutter.record)' has \(cutter.rPeaks.count) beats, none with \
          \(cutter.window.before) samples before and \(cutter.window.after) after its R peak; give \
          a longer record
          """)
    }
    self = cutter.beat(averaging: whole)
  }

  /// Cuts one beat from a recording.
  ///
  /// - Parameters:
  ///   - index: Which beat, counted from 0 in the order of `rPeaks`.
  ///   - recording: The recording.
  ///   - rPeaks: Its R peaks, ascending; `RPeakDetector` finds them if they are not given.
  ///   - leads: The leads wanted; all twelve, as far as held or computable, if not given.
  /// - Throws: As for the average, and `.beatOutOfRange` for an index without a beat and for a beat
  ///   whose window is not whole.
  public init(
    beat index: Int, of recording: Recording, rPeaks: [Int]? = nil, leads: [Lead]? = nil
  ) throws(MeasurementError) {
    try self.init(
      beat: index,
      of: BeatCutter(
        recording, rPeaks: rPeaks, channels: leads.map { $0.map(ChannelName.init) }))
  }

  /// Cuts one beat.
  ///
  /// - Throws: `MeasurementError.Code.beatOutOfRange` for an index without a beat and for a beat
  ///   whose window is not whole.
  public init(beat index: Int, of cutter: BeatCutter) throws(MeasurementError) {
    guard cutter.rPeaks.indices.contains(index) else {
      throw MeasurementError(
        code: .beatOutOfRange,
        message: """
          record '\(cutter.record)' has no beat \(index); its beats are 0 to \
          \(cutter.rPeaks.count - 1)
          """)
    }
    guard cutter.isWhole(cutter.rPeaks[index]) else {
      throw MeasurementError(
        code: .beatOutOfRange,
        message: """
          beat \(index) of record '\(cutter.record)' is cut off or misses samples; take one of \
          \(cutter.rPeaks.indices.filter { cutter.isWhole(cutter.rPeaks[$0]) })
          """)
    }
    self = cutter.beat(averaging: [cutter.rPeaks[index]])
  }
}
