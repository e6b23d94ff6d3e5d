import RhythmLibrary

/// How far a value read from samples may be off, so that margins of different measures compare.
///
/// PR and QRS 5 ms, QT 10 ms, J 0.02 mV, other voltages 5 %, axis 5°: constructed for this project
/// from rulers laid on records whose truth is known. A record nearer to a limit than twice this error
/// is not a good example of its rhythm.
enum RulerError {
  /// The error in the measure's own unit, at a value.
  static func of(_ measure: CriterionMeasure, at value: Double) -> Double {
    switch measure {
    case .qtcFridericia, .qtcOfMeans, .tWidth, .jToTPeak, .flatSTDuration: 10
    case .rrInterval, .rrRange, .rrFromProgrammed, .longestRR: 2
    case .heartRate, .atrialRate: 0.5
    case .wideRunRate: 2
    case .qrsAxis: 5
    case .jLevel, .j40Level, .j60Level, .j80Level, .j80Rise, .prLevel: 0.02
    case .qrsAlternans, .tAlternans, .rrRangePart, .rrStep, .wideBeatPart, .earlyNarrowBeatPart,
      .nativeBeatPart, .powerNearPeak:
      1
    case .dominantFrequency, .fWaveFrequency: 0.1
    case .speedCrest: 0.1 * value
    case .lockedPart: 0.05
    case .pauseFromMultiple, .dropPause, .wideCoupling, .compensation, .earlyPause, .rrVariation,
      .rrPatternError:
      0.01
    case .prStep, .prStepChange: 2
    case .pToQRSRatio: 0.02
    case .pShapeCorrelation, .earlyPShapeCorrelation, .initialPeakSpeedRatio: 0.05
    // Counts: limits stand half way to the next number.
    case _ where isCount(measure): 0.25
    case .rToSRatio, .rToDeepestRatio, .tToRRatio, .uToTRatio, .jToTRatio: max(0.1 * value, 0.01)
    case .qrsArea, .pTerminalForce: max(0.1 * abs(value), 0.1)
    default:
      switch measure.unit {
      case .milliseconds: 5
      default: max(0.05 * abs(value), 0.005)
      }
    }
  }

  /// Whether values are whole numbers.
  static func isCount(_ measure: CriterionMeasure) -> Bool {
    [
      .pWavesPerBeat, .isQS, .pulsesPerBeat, .longestBlockedRun, .longestConductedRun,
      .wideBeatsInTenSeconds, .longestWideRun, .longestNarrowRun, .wideShapes, .pWavesBeforeWide,
      .earlyNarrowBeatsInTenSeconds, .tPeaks, .lostPulsesInTenSeconds, .unexplainedPulses,
      .pulsesAfterNativeInTenSeconds,
    ].contains(measure)
  }
}
