import Electrocardiogram
import Measurement
import RhythmLibrary

/// What a record shows, in the vocabulary and the units of criteria.
///
/// Beats at the ends of a record may be cut: values of a beat are taken from those that have another
/// beat before and after them.
struct MeasuredRecord: MeasureSource {
  let recording: Recording
  let measures: RecordMeasures
  /// The RR interval that was asked for, in seconds.
  let programmedInterval: Double
  /// All its P waves.
  private let atria: Once<AtrialTrain>
  /// Its beats, narrow and wide.
  private let sequence: Once<BeatSequence>

  init(_ recording: Recording, programmedInterval: Double) throws(MeasurementError) {
    self.recording = recording
    self.programmedInterval = programmedInterval
    let measures = try RecordMeasures(recording)
    self.measures = measures
    let atria = Once { AtrialTrain(recording, measures.delineation) }
    self.atria = atria
    sequence = Once { BeatSequence(recording, measures, atria.value) }
  }

  /// The values of a measure; none if it could not be taken.
  func values(_ measure: CriterionMeasure, lead: Lead?) -> [MeasuredValue] {
    let scale = measure.unit.perSIUnit
    return raw(measure, lead: lead).map { MeasuredValue(value: scale * $0.value, beat: $0.beat) }
  }

  /// The R peak of a beat, in seconds from the start.
  func time(ofBeat beat: Int) -> Double? {
    let peaks = measures.delineation.rPeaks
    guard peaks.indices.contains(beat) else { return nil }
    return Double(peaks[beat]) / measures.delineation.samplingRate
  }

  /// Whether a beat's QRS complex is wide.
  func kind(ofBeat beat: Int) -> BeatKind { sequence.value.kind(ofBeat: beat) }

  /// Values in the units in which they are measured.
  private func raw(_ measure: CriterionMeasure, lead: Lead?) -> [MeasuredValue] {
    switch measure {
    case .rrFromProgrammed:
      return intervals().map {
        MeasuredValue(value: abs($0.value - programmedInterval), beat: $0.beat)
      }
    case .rrInterval: return intervals()
    case .prDeviation:
      let intervals = wholeBeats(.prInterval)
      guard !intervals.isEmpty else { return [] }
      let mean = intervals.reduce(0) { $0 + $1.value } / Double(intervals.count)
      return intervals.map { MeasuredValue(value: abs($0.value - mean), beat: $0.beat) }
    case .rrRangePart, .rrStep, .pauseFromMultiple, .pauseAmplitude, .qtcOfMeans:
      return RhythmMeasures(recording, measures).values(measure, lead: lead)
    case .atrialRate, .ppRange, .pToQRSRatio, .conductedPRRange, .pToQRSSpread, .longestBlockedRun,
      .longestConductedRun, .prStep, .prStepChange, .prRecovery, .dropPause:
      return atria.value.values(measure, ventricularRate: measures.value(.heartRate))
        .map { MeasuredValue(value: $0, beat: nil) }
    case .wideBeatsInTenSeconds, .wideBeatPart, .longestWideRun, .longestNarrowRun, .wideRunRate,
      .wideShapes, .wideCoupling, .compensation, .pWavesBeforeWide, .earlyNarrowBeatsInTenSeconds,
      .earlyNarrowBeatPart, .earlyPause, .earlyPShapeCorrelation:
      return sequence.value.values(measure)
    case .rToSRatio: return ratioOfR(lead: lead) { _, s in s }
    case .rToDeepestRatio: return ratioOfR(lead: lead) { q, s in max(q, s) }
    case .qrsAlternans, .tAlternans:
      return AlternansMeasures(recording, measures).values(measure, lead: lead)
    case .uToTRatio, .jToTRatio, .j80Rise, .prLevel, .jToTPeak, .tPeaks, .flatSTDuration:
      return RepolarisationMeasures(recording, measures, lead: lead)?.values(measure) ?? []
    case .dominantFrequency, .powerNearPeak, .amplitudePerSecond, .speedCrest, .fWaveFrequency,
      .lockedPart, .rrPatternError:
      return SpectralMeasures(recording, measures).values(measure, lead: lead)
    case .captureDelay: return captureDelays()
    case .lastPulseToQRS, .pulseToP, .pulsePairInterval, .pulseIntervalRange,
      .lostPulsesInTenSeconds, .unexplainedPulses, .pulsesAfterNativeInTenSeconds, .nativeBeatPart:
      return PacingMeasures(recording, measures).values(measure)
    default:
      guard let quantity = Quantity(rawValue: measure.rawValue) else {
        preconditionFailure("no quantity is called \(measure.rawValue)")
      }
      guard measure.isOfRecord else { return wholeBeats(quantity, lead: lead) }
      return measures.values(quantity, lead: lead).map { MeasuredValue(value: $0, beat: nil) }
    }
  }

  /// Values beat by beat, without the first and the last beat.
  private func wholeBeats(_ quantity: Quantity, lead: Lead? = nil) -> [MeasuredValue] {
    let all = measures.perBeat(quantity, lead: lead)
    return all.indices.dropFirst().dropLast().compactMap { beat in
      all[beat].map { MeasuredValue(value: $0, beat: beat) }
    }
  }

  /// The RR intervals between whole beats, each with the beat that ends it.
  private func intervals() -> [MeasuredValue] {
    wholeBeats(.rrInterval).map { MeasuredValue(value: $0.value, beat: $0.beat.map { $0 + 1 }) }
  }

  /// R over a depth made of Q and S; infinite where that is none.
  private func ratioOfR(
    lead: Lead?, over depth: (_ q: Double, _ s: Double) -> Double
  ) -> [MeasuredValue] {
    let negative = zip(wholeBeats(.qAmplitude, lead: lead), wholeBeats(.sAmplitude, lead: lead))
    return zip(wholeBeats(.rAmplitude, lead: lead), negative).map { r, depths in
      let depth = depth(depths.0.value, depths.1.value)
      let ratio = depth > 0 ? r.value / depth : r.value > 0 ? .infinity : 0
      return MeasuredValue(value: ratio, beat: r.beat)
    }
  }

  /// Delays of all pulses but those of the first and the last beat, which the record may cut; one
  /// that captures nothing counts as infinite.
  private func captureDelays() -> [MeasuredValue] {
    let peaks = measures.delineation.rPeaks
    let capture = PacingCapture(recording)
    return measures.pulses.compactMap { pulse in
      guard let beat = peaks.firstIndex(where: { $0 >= pulse.sample }), beat > 0,
        beat + 1 < peaks.count
      else { return nil }
      let delay = capture.delay(pulse: pulse.sample, nextPeak: peaks[beat])
      return MeasuredValue(value: delay ?? .infinity, beat: beat)
    }
  }
}

/// A value that is made when it is first asked for: few criteria need all P waves of a record.
private final class Once<Value> {
  private let make: () -> Value
  private(set) lazy var value = make()

  init(_ make: @escaping () -> Value) { self.make = make }
}

extension CriterionMeasure {
  /// Whether there is one value for a whole record instead of one a beat.
  fileprivate var isOfRecord: Bool {
    switch self {
    case .heartRate, .rrRange, .rrVariation, .longestRR, .prSpread, .lockedPAmplitude,
      .fWaveAmplitude:
      true
    default: false
    }
  }
}

extension ClinicalUnit {
  /// How many of the unit make the unit in which it is measured: seconds, mV s, parts of one.
  fileprivate var perSIUnit: Double {
    switch self {
    case .milliseconds, .millivoltMilliseconds: 1000
    case .percent: 100
    case .millivolts, .perMinute, .degrees, .none: 1
    }
  }
}
