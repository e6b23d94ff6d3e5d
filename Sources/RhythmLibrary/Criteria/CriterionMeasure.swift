/// What a criterion asks of a record: a quantity that can be measured in the samples alone.
///
/// Definitions are those of rhythm criteria in the literature: voltages against the level at QRS
/// onset; Q, R, S the largest first negative, positive, following negative deflection; J the end of
/// QRS in the latest lead; axis from the areas of I and aVF; T the extreme after J + 40 ms, its width
/// taken at half height; QTc after Fridericia.
public enum CriterionMeasure: String, Sendable, CaseIterable {
  // Rate and regularity
  /// Mean ventricular rate.
  case heartRate
  /// Time between neighbouring R peaks.
  case rrInterval
  /// Longest minus shortest RR interval in any 10 s.
  case rrRange
  /// Distance of RR intervals from the interval of the rate that was asked for.
  case rrFromProgrammed
  /// `rrRange` over the shortest RR interval.
  case rrRangePart
  /// Difference of neighbouring RR intervals over the shorter.
  case rrStep
  /// Longest RR interval of the record.
  case longestRR
  /// Standard deviation of the RR intervals over their mean.
  case rrVariation
  /// Distance of the longest RR interval, over the median one, from a whole number.
  case pauseFromMultiple
  /// Peak to peak in the longest RR interval, from the end of T to the next P.
  case pauseAmplitude

  // Atrial activity
  /// P waves between the T wave before and the QRS complex.
  case pWavesPerBeat
  /// Correlation of a beat's P wave with the mean P wave, over all leads together.
  case pShapeCorrelation
  /// Extreme value of P, with its sign.
  case pAmplitude
  /// From the onset to the offset of P, all leads together.
  case pDuration
  /// Largest value of the first part of P.
  case pInitialAmplitude
  /// Depth times width of the last, negative part of P.
  case pTerminalForce
  /// From the onset of P to the onset of QRS.
  case prInterval
  /// Distance of PR intervals from their mean.
  case prDeviation
  /// Longest minus shortest time from a P wave to the QRS after it.
  case prSpread
  /// Peak to peak of the mean of the windows from 280 to 20 ms before QRS, line removed.
  case lockedPAmplitude
  /// Peak to peak between T and QRS, outside P waves.
  case fWaveAmplitude

  // All P waves, conducted or not
  /// Mean rate of the P waves.
  case atrialRate
  /// Longest minus shortest PP interval.
  case ppRange
  /// P waves for each QRS complex.
  case pToQRSRatio
  /// Longest minus shortest PR interval of conducted beats.
  case conductedPRRange
  /// Longest minus shortest time from the last P wave before a QRS complex to it, conducted or not.
  case pToQRSSpread
  /// Most P waves in a row without a QRS complex of their own.
  case longestBlockedRun
  /// Most P waves in a row with one.
  case longestConductedRun
  /// From the PR interval of a conducted beat to that of the next.
  case prStep
  /// From such a step to the next.
  case prStepChange
  /// PR before a dropped beat less PR after it.
  case prRecovery
  /// RR interval around a single dropped beat over two mean PP intervals.
  case dropPause

  // Narrow and wide beats: wide is a shape whose median QRS lasts 120 ms or more
  /// Fewest wide beats in any 10 s.
  case wideBeatsInTenSeconds
  /// Wide beats over all.
  case wideBeatPart
  /// Most wide beats in a row.
  case longestWideRun
  /// Most narrow beats in a row.
  case longestNarrowRun
  /// Rate from beat to beat within runs of three wide beats or more.
  case wideRunRate
  /// Shapes among the wide beats (correlation of their QRS complexes below 0.8).
  case wideShapes
  /// RR interval before a wide beat that follows a narrow one, over the sinus interval.
  case wideCoupling
  /// RR intervals before and after an isolated wide beat over two sinus intervals.
  case compensation
  /// P waves from 280 to 80 ms before a wide beat.
  case pWavesBeforeWide
  /// Fewest narrow beats in any 10 s that come before 0.85 sinus intervals.
  case earlyNarrowBeatsInTenSeconds
  /// These beats over all.
  case earlyNarrowBeatPart
  /// RR interval after such a beat over the sinus interval.
  case earlyPause
  /// Correlation of its P wave with the mean P wave, over all leads together.
  case earlyPShapeCorrelation

  // Ventricular activation
  /// From the onset to the offset of QRS, all leads together.
  case qrsDuration
  /// Frontal axis of QRS.
  case qrsAxis
  /// Largest spatial speed of the first 25 ms of QRS over its largest speed.
  case initialPeakSpeedRatio
  /// Largest minus smallest value of QRS.
  case qrsAmplitude
  /// Integral of QRS.
  case qrsArea
  /// Depth of Q, positive.
  case qAmplitude
  /// Duration of Q.
  case qDuration
  /// 1 where QRS has no positive deflection, else 0.
  case isQS
  /// Height of R.
  case rAmplitude
  /// From the onset of QRS to the peak of R.
  case rPeakTime
  /// From the onset of QRS to the end of R.
  case rEndTime
  /// Duration of R.
  case rDuration
  /// Height of the first positive deflection.
  case initialRAmplitude
  /// Height of the positive deflection after S.
  case rPrimeAmplitude
  /// Duration of S.
  case sDuration
  /// Depth of S, positive.
  case sAmplitude
  /// Height of R over depth of S.
  case rToSRatio
  /// Height of R over the deepest negative deflection, before or after it.
  case rToDeepestRatio
  /// S in V1 plus the higher R of V5 and V6.
  case sokolowLyonVoltage
  /// R in aVL plus S in V3.
  case cornellVoltage

  // Repolarisation
  /// Level at J.
  case jLevel
  /// Level 40 ms after J.
  case j40Level
  /// Level 60 ms after J.
  case j60Level
  /// Level 80 ms after J.
  case j80Level
  /// T wave, with its sign.
  case tAmplitude
  /// Lowest value from J + 40 ms to the end of T, at most 0.
  case tLowest
  /// T over R.
  case tToRRatio
  /// Width of T at half height.
  case tWidth
  /// Wave after T.
  case uAmplitude
  /// Wave after T over T.
  case uToTRatio
  /// Level at J over T.
  case jToTRatio
  /// Level 80 ms after J less that at J.
  case j80Rise
  /// Level between P and QRS over that before P.
  case prLevel
  /// From J to the peak of T.
  case jToTPeak
  /// Peaks of T that rise a tenth of the highest above the valleys between them.
  case tPeaks
  /// Time after J until the level first is 0.05 mV off that at QRS onset.
  case flatSTDuration
  /// QT over the cube root of RR in seconds (Fridericia).
  case qtcFridericia
  /// Median QT over the cube root of the mean RR, where RR varies too much for single beats.
  case qtcOfMeans

  // What never rests
  /// Frequency at which the whole lead has most power.
  case dominantFrequency
  /// Power within 0.5 Hz of that over all from 0.5 to 15 Hz.
  case powerNearPeak
  /// Median peak to peak of whole seconds.
  case amplitudePerSecond
  /// The 99th percentile of the spatial speed over its median.
  case speedCrest
  /// Frequency with most power after QRS and T are taken off.
  case fWaveFrequency
  /// Peak to peak of the mean window from 280 to 20 ms before QRS over that of single ones.
  case lockedPart
  /// Least mean difference of RR intervals one to four beats apart, over the mean interval.
  case rrPatternError

  // Beats against each other
  /// Difference of even and odd beats in QRS peak to peak, over the larger, without what swings more
  /// slowly.
  case qrsAlternans
  /// The same in T, sample by sample: the largest difference over the largest height.
  case tAlternans

  // Pacing
  /// Pulses in the interval between two R peaks.
  case pulsesPerBeat
  /// From a pulse to the onset of the wave that it causes.
  case captureDelay
  /// The same from the last pulse before a QRS complex.
  case lastPulseToQRS
  /// From the first pulse of a beat to the onset of P.
  case pulseToP
  /// From the first pulse of a beat to its last.
  case pulsePairInterval
  /// Longest minus shortest time from a pulse to the next.
  case pulseIntervalRange
  /// Fewest pulses in any 10 s that no wave follows within 150 ms, more than 400 ms after QRS.
  case lostPulsesInTenSeconds
  /// Pulses that neither capture within 40 ms nor are lost in that way.
  case unexplainedPulses
  /// Fewest pulses in any 10 s that come 50 to 500 ms after a QRS complex that none caused.
  case pulsesAfterNativeInTenSeconds
  /// Beats that no pulse caused, over all.
  case nativeBeatPart

  /// The unit in which limits and values are stated.
  public var unit: ClinicalUnit {
    switch self {
    case .heartRate, .atrialRate, .wideRunRate: .perMinute
    case .ppRange, .conductedPRRange, .pToQRSSpread, .prStep, .prStepChange, .prRecovery,
      .rrInterval, .rrRange, .rrFromProgrammed, .longestRR, .pDuration, .prInterval,
      .prDeviation, .prSpread,
      .qrsDuration, .qDuration, .rPeakTime, .rEndTime, .rDuration, .sDuration, .tWidth, .jToTPeak,
      .flatSTDuration, .qtcFridericia, .qtcOfMeans, .captureDelay, .lastPulseToQRS, .pulseToP,
      .pulsePairInterval, .pulseIntervalRange:
      .milliseconds
    case .pauseAmplitude, .pAmplitude, .pInitialAmplitude, .lockedPAmplitude, .fWaveAmplitude,
      .amplitudePerSecond, .qrsAmplitude, .qAmplitude, .rAmplitude, .initialRAmplitude,
      .rPrimeAmplitude, .sAmplitude,
      .sokolowLyonVoltage, .cornellVoltage, .jLevel, .j40Level,
      .j60Level, .j80Level, .j80Rise, .prLevel, .tAmplitude, .tLowest, .uAmplitude:
      .millivolts
    case .pTerminalForce, .qrsArea: .millivoltMilliseconds
    case .qrsAxis: .degrees
    case .rrRangePart, .rrStep, .qrsAlternans, .tAlternans, .wideBeatPart, .earlyNarrowBeatPart,
      .nativeBeatPart, .powerNearPeak:
      .percent
    case .dominantFrequency, .speedCrest, .fWaveFrequency, .lockedPart, .rrPatternError,
      .uToTRatio, .jToTRatio, .tPeaks, .lostPulsesInTenSeconds, .unexplainedPulses,
      .pulsesAfterNativeInTenSeconds, .rrVariation, .wideBeatsInTenSeconds, .longestWideRun,
      .longestNarrowRun, .wideShapes,
      .wideCoupling, .compensation, .pWavesBeforeWide, .earlyNarrowBeatsInTenSeconds, .earlyPause,
      .earlyPShapeCorrelation, .pToQRSRatio, .longestBlockedRun, .longestConductedRun, .dropPause,
      .pauseFromMultiple,
      .pWavesPerBeat, .pShapeCorrelation, .initialPeakSpeedRatio, .isQS, .rToSRatio,
      .rToDeepestRatio, .tToRRatio,
      .pulsesPerBeat:
      .none
    }
  }

  /// Whether the measure is taken in one lead.
  public var isPerLead: Bool {
    switch self {
    case .pauseAmplitude, .pAmplitude, .pInitialAmplitude, .pTerminalForce, .lockedPAmplitude,
      .fWaveAmplitude, .qrsAmplitude, .qrsArea, .qAmplitude, .qDuration, .isQS, .rAmplitude,
      .sAmplitude, .rPeakTime, .rEndTime, .rDuration, .initialRAmplitude, .rPrimeAmplitude,
      .sDuration, .rToSRatio, .rToDeepestRatio, .jLevel,
      .j40Level, .j60Level, .j80Level, .tAmplitude, .tLowest, .tToRRatio, .tWidth,
      .dominantFrequency, .powerNearPeak, .amplitudePerSecond, .fWaveFrequency, .lockedPart,
      .uAmplitude, .uToTRatio, .jToTRatio, .j80Rise, .prLevel, .jToTPeak, .tPeaks, .flatSTDuration,
      .qrsAlternans, .tAlternans:
      true
    default: false
    }
  }

  /// Whether the value changes its sign with the lead's polarity.
  public var isLevel: Bool {
    switch self {
    case .jLevel, .j40Level, .j60Level, .j80Level, .pAmplitude, .tAmplitude,
      .qrsArea:
      true
    default: false
    }
  }
}
