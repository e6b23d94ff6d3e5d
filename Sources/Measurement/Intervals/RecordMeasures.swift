public import Electrocardiogram

/// Everything that is measured in a recording, asked for by name and lead.
///
/// ```swift
/// let measures = try RecordMeasures(recording)
/// measures.value(.prInterval)              // median over the beats, s
/// measures.values(.jLevel, lead: .V3)  // beat by beat, mV
/// ```
///
/// A measure that cannot be taken (a lead that is not there, PR without P) has no values.
public struct RecordMeasures: Sendable {
  /// Where beats and waves are.
  public let delineation: Delineation
  /// Pulses of a pacemaker.
  public let pulses: [DetectedPulse]
  /// The leads that measures by lead are available for.
  public let leads: [Lead]

  /// Why some measures were not taken.
  public internal(set) var refusals: [Quantity: String] = [:]

  struct Key: Hashable {
    var quantity: Quantity
    var lead: Lead?
  }
  var table: [Key: [Double?]] = [:]

  /// Measures a recording.
  ///
  /// - Parameters:
  ///   - recording: The recording.
  ///   - rPeaks: Its R peaks, ascending; `RPeakDetector` finds them if they are not given.
  /// - Throws: `MeasurementError.Code.emptyRecording`, `.samplingRateTooLow`.
  public init(_ recording: Recording, rPeaks: [Int]? = nil) throws(MeasurementError) {
    try self.init(recording, rPeaks: rPeaks, rrInterval: nil)
  }

  /// Measures an average or single beat, whose RR interval is the recording's.
  ///
  /// - Throws: `MeasurementError.Code.samplingRateTooLow`.
  public init(of beat: AverageBeat) throws(MeasurementError) {
    try self.init(beat.recording, rPeaks: [beat.rIndex], rrInterval: beat.rrInterval)
  }

  /// Measures a recording at waves that somebody else marked, such as a simulator.
  ///
  /// - Throws: `MeasurementError.Code.emptyRecording`, `.samplingRateTooLow`.
  public init(_ recording: Recording, waves: Delineation) throws(MeasurementError) {
    try RPeakDetector.check(recording)
    let prepared = MeasuredLeads(recording)
    self.init(prepared, DelineatedLeads(prepared), waves, rrInterval: nil)
  }

  private init(
    _ recording: Recording, rPeaks: [Int]?, rrInterval: Double?
  ) throws(MeasurementError) {
    try RPeakDetector.check(recording)
    let prepared = MeasuredLeads(recording)
    let peaks = rPeaks ?? RPeakDetector().rPeaks(in: prepared)
    let run = DelineationRun(prepared, rPeaks: peaks, rrInterval: rrInterval)
    self.init(prepared, run.leads, run.result(), rrInterval: rrInterval)
  }

  private init(
    _ prepared: MeasuredLeads, _ delineated: DelineatedLeads, _ waves: Delineation,
    rrInterval: Double?
  ) {
    delineation = waves
    pulses = prepared.pulses
    leads = Lead.allCases.filter { lead in delineated.rows.contains { $0.lead == lead } }
    addRhythm(rrInterval: rrInterval)
    addPacing()
    guard !delineation.consensus.isEmpty else { return }
    let slow = SlowLeads(delineated, beats: delineation.consensus)
    addIntervals(rrInterval: rrInterval)
    addAtrial(slow, delineated)
    addLeads(delineated, slow)
    addVoltages()
    addAxes()
    addTransition()
    addInitialSpeed(delineated)
    addAlternation()
  }

  /// The values that could be taken, in the order of the beats.
  ///
  /// A lead is named for quantities that are of one lead; `qrsDuration` is of all leads together
  /// without one and of one lead with one.
  public func values(_ quantity: Quantity, lead: Lead? = nil) -> [Double] {
    perBeat(quantity, lead: lead).compactMap { $0 }
  }

  /// The median of the values, or `nil` if there are none.
  public func value(_ quantity: Quantity, lead: Lead? = nil) -> Double? {
    let values = values(quantity, lead: lead)
    return values.isEmpty ? nil : OrderStatistics.median(values)
  }

  /// One entry a beat (RR interval, pulse, record), `nil` where the measure could not be taken.
  public func perBeat(_ quantity: Quantity, lead: Lead? = nil) -> [Double?] {
    table[Key(quantity: quantity, lead: lead)] ?? []
  }

  /// The medians of a measure in all leads that have it.
  public func byLead(_ quantity: Quantity) -> [Lead: Double] {
    var values: [Lead: Double] = [:]
    for lead in leads { values[lead] = value(quantity, lead: lead) }
    return values
  }

  mutating func set(_ quantity: Quantity, _ values: [Double?], lead: Lead? = nil) {
    table[Key(quantity: quantity, lead: lead)] = values
  }
}
