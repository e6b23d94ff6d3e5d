public import Electrocardiogram

/// Finds the R peaks of a recording with any number of leads at any sampling rate.
///
/// 1. Missing samples are bridged and pacing pulses taken out (`MeasuredLeads`).
/// 2. `QRSEnvelope` shows complexes as humps of unit height, whatever their shape and sign, in a narrow
///    and a wide band.
/// 3. `BeatSelection` decides which humps are beats, looking forward and back.
/// 4. The R peak is the sample where the spatial magnitude (root of the sum over leads of the squared
///    distance from the local median) is largest within the complex; of deflections nearly as large,
///    the one that most beats around have (`ReferenceDeflection`).
///
/// Not supported: ventricular fibrillation, where a complex has no meaning, and rates above 300/min.
public struct RPeakDetector: Sendable {
  /// Lowest sampling rate in hertz: a QRS complex of 80 ms needs about eight samples.
  public static let lowestSamplingRate = 80.0

  /// Creates a detector, which has nothing to set.
  public init() {}

  /// Returns the sample indices of the R peaks, ascending.
  ///
  /// All channels are used, whether or not they are standard leads. A recording without complexes
  /// (asystole, constant leads, nothing but NaN) gives an empty array.
  ///
  /// - Throws: `MeasurementError.Code.emptyRecording`, `.samplingRateTooLow`.
  public func rPeaks(in recording: Recording) throws(MeasurementError) -> [Int] {
    try Self.check(recording)
    return rPeaks(in: MeasuredLeads(recording))
  }

  /// Refuses what no method here can measure.
  static func check(_ recording: Recording) throws(MeasurementError) {
    guard recording.sampleCount > 0 else {
      throw MeasurementError(
        code: .emptyRecording,
        message: "record '\(recording.name)' holds no samples; give one with at least one beat")
    }
    guard recording.samplingRate >= lowestSamplingRate else {
      throw MeasurementError(
        code: .samplingRateTooLow,
        message: """
          record '\(recording.name)' has \(recording.samplingRate) samples a second; R peaks need \
          at least \(lowestSamplingRate)
          """)
    }
  }

  /// The R peaks of leads that are already prepared.
  func rPeaks(in leads: MeasuredLeads) -> [Int] {
    let beats = BeatSelection.beats(in: leads.millivolts, samplingRate: leads.samplingRate)
    let peaks = ReferenceDeflection.peaks(near: beats, in: leads)
    // Two humps of one complex may lead to the same peak.
    return peaks.enumerated().filter { $0 == 0 || peaks[$0 - 1] < $1 }.map(\.element)
  }
}
