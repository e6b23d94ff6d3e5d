public import Electrocardiogram

/// Finds onset, peak and offset of P, QRS and T in every lead and over all leads.
///
/// 1. QRS from the spatial velocity (`QRSBoundaries`), then in each lead near those bounds.
/// 2. The complex is replaced by a straight line, so that P and T stand alone.
/// 3. T, then P: where the leads stand out against both neighbours at the wave's own distance
///    (`WaveLocator`); each lead's edges are where the trapezium under its flank is largest
///    (`WaveEdges`), and the median over the leads that show the wave is the consensus.
/// 4. `AtrialEvidence` decides whether the P waves are P waves.
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
    try delineate(beat.recording, rPeaks: [beat.rIndex])
  }
}
