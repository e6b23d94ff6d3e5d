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
  /// QT over the cube root of RR in seconds (Fridericia).
  case qtcFridericia
  /// Median QT over the cube root of the mean RR, where RR varies too much for single beats.
  case qtcOfMeans

  // Beats against each other
  /// Difference of even and odd beats in QRS peak to peak, over the larger, without what swings more
  /// slowly.
  case qrsAlternans
  /// The same in T.
  case tAlternans

  // Pacing
  /// Pulses in the interval between two R peaks.
  case pulsesPerBeat
  /// From a pulse to the onset of the wave that it causes.
  case captureDelay

  /// The unit in which limits and values are stated.
  public var unit: ClinicalUnit {
    switch self {
    case .heartRate: .perMinute
    case .rrInterval, .rrRange, .rrFromProgrammed, .longestRR, .pDuration, .prInterval,
      .prDeviation, .prSpread,
      .qrsDuration, .qDuration, .tWidth, .qtcFridericia, .qtcOfMeans, .captureDelay:
      .milliseconds
    case .pauseAmplitude, .pAmplitude, .pInitialAmplitude, .lockedPAmplitude, .fWaveAmplitude,
      .qrsAmplitude, .qAmplitude,
      .rAmplitude, .sAmplitude, .sokolowLyonVoltage, .cornellVoltage, .jLevel, .j40Level,
      .j60Level, .j80Level, .tAmplitude, .tLowest, .uAmplitude:
      .millivolts
    case .pTerminalForce, .qrsArea: .millivoltMilliseconds
    case .qrsAxis: .degrees
    case .rrRangePart, .rrStep, .qrsAlternans, .tAlternans: .percent
    case .pauseFromMultiple, .pWavesPerBeat, .pShapeCorrelation, .initialPeakSpeedRatio, .isQS,
      .rToSRatio, .rToDeepestRatio, .tToRRatio,
      .pulsesPerBeat:
      .none
    }
  }

  /// Whether the measure is taken in one lead.
  public var isPerLead: Bool {
    switch self {
    case .pauseAmplitude, .pAmplitude, .pInitialAmplitude, .pTerminalForce, .lockedPAmplitude,
      .fWaveAmplitude, .qrsAmplitude, .qrsArea, .qAmplitude, .qDuration, .isQS, .rAmplitude,
      .sAmplitude, .rToSRatio, .rToDeepestRatio, .jLevel,
      .j40Level, .j60Level, .j80Level, .tAmplitude, .tLowest, .tToRRatio, .tWidth,
      .uAmplitude, .qrsAlternans, .tAlternans:
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
