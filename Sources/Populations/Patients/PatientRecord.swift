public import Electrocardiogram
public import Measurement
public import RhythmLibrary

/// What one recording of a cohort shows: measures to compare by and parameters to learn from.
public struct PatientRecord: Sendable {
  /// The recording.
  public let member: Cohort.Member
  /// What the ruler reads.
  public let values: [PopulationMeasure: Double]
  /// Parameters with P; `nil` if the recording has none that conducts, or cannot be fitted.
  public let fit: PatientFit?
  /// Parameters without P.
  public let fitWithoutP: PatientFit?

  /// Grids with and without P.
  public static let grids = (
    withP: KernelGrid.standard,
    withoutP: KernelGrid(
      p: 0, segment: 0, beforeR: KernelGrid.standard.beforeR, afterR: KernelGrid.standard.afterR,
      beforeTPeak: KernelGrid.standard.beforeTPeak, afterTPeak: KernelGrid.standard.afterTPeak)
  )

  /// Measures and fits a recording.
  ///
  /// - Throws: `MeasurementError` if the recording cannot be measured.
  public init(_ recording: Recording, _ member: Cohort.Member) throws(MeasurementError) {
    let measures = try RecordMeasures(recording)
    self.member = member
    values = PopulationMeasure.values(measures)
    fit = PatientFit(recording, measures, grid: Self.grids.withP)
    fitWithoutP = PatientFit(recording, measures, grid: Self.grids.withoutP)
  }
}
