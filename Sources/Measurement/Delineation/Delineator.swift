public import Electrocardiogram

/// Finds onset, peak and offset of P, QRS and T in every lead and over all leads.
///
/// 1. The leads are brought to 250 Hz (`AnalysisLeads`).
/// 2. QRS near each R peak: a network says how much speaks for each mark at each place (`MarkNetwork`),
///    lead by lead; the leads' scores add, and each lead follows its own with a part of all
///    (`MarkSearch`).
/// 3. The complex is replaced by a straight line, so that P and T stand alone; T and P in the same way.
/// 4. `AtrialPresence` decides whether the P waves are P waves.
///
/// The networks were trained on cardiologists' marks and on simulated hearts; see the library's README.
public struct Delineator: Sendable {
  /// Creates a delineator, which has nothing to set.
  public init() {}

  /// Delineates a recording whose R peaks, ascending, are given or found by `RPeakDetector`.
  ///
  /// - Throws: `MeasurementError.Code.emptyRecording`, `.samplingRateTooLow`.
  public func delineate(
    _ recording: Recording, rPeaks: [Int]? = nil
  ) throws(MeasurementError) -> Delineation {
    try RPeakDetector.check(recording)
    let prepared = MeasuredLeads(recording)
    let peaks = rPeaks ?? RPeakDetector().rPeaks(in: prepared)
    return DelineationRun(prepared, rPeaks: peaks).result()
  }

  /// Delineates an average or single beat; samples count from the beat's start.
  ///
  /// - Throws: `MeasurementError.Code.samplingRateTooLow`.
  public func delineate(_ beat: AverageBeat) throws(MeasurementError) -> Delineation {
    try RPeakDetector.check(beat.recording)
    return DelineationRun(
      MeasuredLeads(beat.recording), rPeaks: [beat.rIndex], rrInterval: beat.rrInterval
    ).result()
  }
}
