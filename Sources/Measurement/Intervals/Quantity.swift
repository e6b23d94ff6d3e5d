/// What can be measured in a recording; the vocabulary of criteria.
///
/// Every voltage is taken against the level at the QRS onset of the same beat and lead (Fourth
/// Universal Definition of Myocardial Infarction, as quoted on secondary pages), but for P, which
/// stands on the line between its feet. One value a beat where nothing else is said. Seconds,
/// millivolts, degrees.
public enum Quantity: String, CaseIterable, Hashable, Sendable, Codable {
  // Rhythm, without a lead.

  /// Mean rate of the QRS complexes in beats a minute; one value.
  case heartRate
  /// Interval from the beat to the next, one value a beat but for the last.
  case rrInterval
  /// Longest minus shortest RR interval within any 10 s; one value.
  case rrRange
  /// Longest RR interval; one value.
  case longestRR
  /// Standard deviation of the RR intervals over their mean; one value, without unit.
  case rrVariation

  /// Standard deviation of normal RR intervals; one value.
  case sdnn
  /// Root mean square of differences of successive normal RR intervals; one value.
  case rmssd
  /// Part of those differences above 50 ms; one value.
  case pnn50
  /// Power of normal RR intervals from 0.04 to 0.15 Hz in s², by Lomb's periodogram; one value.
  case lowFrequencyPower
  /// The same from 0.15 to 0.4 Hz; one value.
  case highFrequencyPower
  /// Ratio of the two (LF/HF); one value.
  case lowToHighRatio

  // Atrial activity.

  /// Waves like P between the T wave before and the QRS complex: 1 in sinus rhythm, 0 without P.
  case pWavesPerBeat
  /// Correlation of the beat's P wave with the mean P wave, over all leads together.
  case pShapeCorrelation
  /// P onset to QRS onset.
  case prInterval
  /// Longest minus shortest PR interval; one value.
  case prSpread
  /// P onset to P offset.
  case pDuration
  /// Angle of the P area in the frontal plane, as `qrsAxis`.
  case pAxis
  /// Extreme value of P, with its sign.
  case pAmplitude
  /// Integral of P in millivolt seconds; its sign is the wave's polarity.
  case pArea
  /// Largest value of P, at least 0: the first part in V1.
  case pInitialAmplitude
  /// Depth times width of P's negative last part in millivolt seconds, at least 0.
  case pTerminalForce
  /// Peak-to-peak of the mean of the windows from 280 to 20 ms before QRS, line removed; one value.
  case lockedPAmplitude
  /// Peak-to-peak of waves that never pause between T and QRS; one value.
  ///
  /// The 30th percentile over stretches of 200 ms without P, line removed: single waves, such as
  /// dissociated P, leave most stretches flat.
  case fWaveAmplitude

  // Ventricular activation.

  /// QRS onset to J, over all leads without a lead, in one lead with it.
  case qrsDuration
  /// Angle of the QRS area in the frontal plane, from I and aVF, in (-180, 180] degrees.
  case qrsAxis
  /// Integral from QRS onset to J in millivolt seconds.
  case qrsArea
  /// Largest minus smallest value of QRS.
  case qrsAmplitude
  /// Depth of the negative deflection that begins the complex, at least 0.
  case qAmplitude
  /// Its duration.
  case qDuration
  /// Largest positive deflection, at least 0.
  case rAmplitude
  /// Its duration.
  case rDuration
  /// QRS onset (all leads) to the peak of the largest positive deflection.
  case rPeakTime
  /// QRS onset (all leads) to the end of the largest positive deflection.
  case rEndTime
  /// First positive deflection, at least 0: r of rSR'.
  case initialRAmplitude
  /// Positive deflection after S, at least 0: R' of rSR'.
  case rPrimeAmplitude
  /// Depth of the negative deflection after the first positive one, at least 0; of QS, if no R is.
  case sAmplitude
  /// Its duration.
  case sDuration
  /// 1 if the complex has no positive deflection (QS), else 0.
  case isQS
  /// Height of R over depth of S, where there is an S.
  case rToSRatio
  /// S in V1 plus the higher R of V5 and V6.
  case sokolowLyonVoltage
  /// R in aVL plus S in V3.
  case cornellVoltage
  /// Where R grows as high as S is deep on the way from V1 to V6, as the number of the chest lead.
  ///
  /// Interpolated where R/(R + S) crosses one half for the first time; 1 if R is larger from V1 on;
  /// absent if it never is.
  case rTransition
  /// Mean spatial speed of the first 25 ms over the largest speed.
  ///
  /// The complex begins to move where its speed first reaches 6 % of the largest.
  case initialSpeedRatio
  /// Largest spatial speed of the first 25 ms over the largest speed; small with a delta wave.
  case initialPeakSpeedRatio

  // ST segment and T.

  /// Level at J.
  case jLevel
  /// Level 40 ms after J.
  case j40Level
  /// Level 60 ms after J.
  case j60Level
  /// Level 80 ms after J.
  case j80Level
  /// Extreme value after J + 40 ms, with its sign.
  case tAmplitude
  /// Lowest value from J + 40 ms to the end of T, at most 0.
  case tLowest
  /// Integral from J + 40 ms to the end of T in millivolt seconds.
  case tArea
  /// Angle of the T area in the frontal plane, as `qrsAxis`.
  case tAxis
  /// T over R of the same lead.
  case tToRRatio
  /// Time for which T exceeds half of its extreme value.
  case tWidth
  /// Largest value of the wave after T over its feet, at least 0.
  case uAmplitude
  /// QRS onset to T offset.
  case qtInterval
  /// QT by Bazett.
  case qtcBazett
  /// QT by Fridericia.
  case qtcFridericia
  /// QT by Framingham.
  case qtcFramingham
  /// QT by Hodges.
  case qtcHodges

  // Beat to beat.

  /// Difference of even and odd beats in `qrsAmplitude`, over the larger; one value.
  case qrsAlternans
  /// Difference of even and odd beats in `tAmplitude`, over the larger; one value.
  case tAlternans

  // Pacing.

  /// Pulses since the R peak before.
  case pulsesPerBeat
  /// Time of the pulse from the start of the recording; one value a pulse.
  case pulseTime
  /// Area of the pulse in millivolt seconds; one value a pulse.
  case pulseArea
  /// From the pulse to the onset of P or QRS within 40 ms, one value a pulse; absent without one.
  case captureDelay
}
