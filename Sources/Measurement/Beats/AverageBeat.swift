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
  /// The leads, in the order of `millivolts`.
  public let leads: [Lead]
  /// Potential in millivolts, `[lead][sample]`; the median of each lead is 0.
  public let millivolts: [[Double]]
  /// Number of beats that were averaged.
  public let beatCount: Int

  /// Samples in each lead.
  public var sampleCount: Int { millivolts.first?.count ?? 0 }

  /// Creates a beat from its samples.
  ///
  /// - Precondition: one row of `millivolts` for each lead, all of one length that holds `rIndex`.
  public init(
    samplingRate: Double, rIndex: Int, rrInterval: Double, leads: [Lead], millivolts: [[Double]],
    beatCount: Int
  ) {
    precondition(
      leads.count == millivolts.count, "\(leads.count) leads, \(millivolts.count) rows of samples")
    precondition(
      millivolts.allSatisfy { $0.indices.contains(rIndex) && $0.count == millivolts[0].count },
      "rows of \(millivolts.map(\.count)) samples with the R peak at \(rIndex)")
    self.samplingRate = samplingRate
    self.rIndex = rIndex
    self.rrInterval = rrInterval
    self.leads = leads
    self.millivolts = millivolts
    self.beatCount = beatCount
  }

  /// The potential of a lead, or `nil` if the beat does not hold it.
  public func millivolts(of lead: Lead) -> [Double]? {
    leads.firstIndex(of: lead).map { millivolts[$0] }
  }

  /// The beat as a recording of one beat, whose R peak is at `rIndex`.
  public var recording: Recording {
    Recording(
      name: "beat", samplingRate: samplingRate,
      channels: zip(leads, millivolts).map { Channel(name: $0.rawValue, millivolts: $1) })
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
    let source = try BeatSource(recording, rPeaks: rPeaks, leads: leads)
    let whole = source.wholeBeats
    guard !whole.isEmpty else {
      throw MeasurementError(
        code: .noBeat,
        message: """
          record '\(recording.name)' (\(recording.duration) s) has \(source.rPeaks.count) beats, \
          none with \(source.window.before) samples before and \(source.window.after) after its R \
          peak; give a longer record
          """)
    }
    self = source.beat(averaging: whole)
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
    let source = try BeatSource(recording, rPeaks: rPeaks, leads: leads)
    guard source.rPeaks.indices.contains(index) else {
      throw MeasurementError(
        code: .beatOutOfRange,
        message: """
          record '\(recording.name)' has no beat \(index); its beats are 0 to \
          \(source.rPeaks.count - 1)
          """)
    }
    guard source.isWhole(source.rPeaks[index]) else {
      throw MeasurementError(
        code: .beatOutOfRange,
        message: """
          beat \(index) of record '\(recording.name)' is cut off or misses samples; take one of \
          \(source.rPeaks.indices.filter { source.isWhole(source.rPeaks[$0]) })
          """)
    }
    self = source.beat(averaging: [source.rPeaks[index]])
  }
}
