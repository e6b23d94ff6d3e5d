/// What a criterion asks of a record: a quantity that can be measured in the samples alone.
///
/// Definitions are those of rhythm criteria in the literature: voltages against the level at QRS
/// onset; Q, R, S the largest first negative, positive, following negative deflection; J the end of
/// QRS in the latest lead; axis from the areas of I and aVF; T the extreme after J + 40 ms, its width
/// taken at half height; QTc after Fridericia.
public enum Measure: String, Sendable, CaseIterable {
  // Rate and regularity
  /// Mean ventricular rate.
  case heartRate
  /// Time between neighbouring R peaks.
  case rrInterval
  /// Longest minus shortest RR interval in any 10 s.
  case rrRange
  /// Distance of RR intervals from the interval of the rate that was asked for.
  case rrFromProgrammed

  // Atrial activity
  /// P waves in the interval between two QRS complexes.
  case pWavesPerBeat
  /// Smallest correlation of a beat's P wave with the mean P wave, over all leads together.
  case pShapeCorrelation
  /// Largest deflection of P, with its sign.
  case pAmplitude
  /// From the onset to the offset of P, all leads together.
  case pDuration
  /// Largest positive deflection of P.
  case pInitialAmplitude
  /// Depth times width of the last, negative part of P.
  case pTerminalForce
  /// From the onset of P to the onset of QRS.
  case prInterval
  /// Distance of PR intervals from their mean.
  case prDeviation
  /// Longest minus shortest time from a P wave to the QRS after it.
  case prSpread
  /// Peak to peak of what stays of the 260 ms before QRS when all beats are averaged.
  case lockedPAmplitude
  /// Peak to peak of what stays between the beats after median QRST and the train of P waves are
  /// taken away.
  case fWaveAmplitude

  // Ventricular activation
  /// From the onset to the offset of QRS, all leads together.
  case qrsDuration
  /// Frontal axis of QRS.
  case qrsAxis
  /// Mean spatial speed of the first 25 ms of QRS over its largest speed.
  case initialSpeedRatio
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
  /// S in V1 plus the higher R of V5 and V6.
  case sokolowLyonVoltage
  /// R in aVL plus S in V3.
  case cornellVoltage

  // Repolarisation
  /// Level at J, or a stated time after it.
  case jLevel
  /// T wave, with its sign.
  case tAmplitude
  /// Lowest value after J + 40 ms within T.
  case tLowest
  /// T over R.
  case tToRRatio
  /// Width of T at half height.
  case tWidth
  /// Wave after T.
  case uAmplitude
  /// QT over the cube root of RR in seconds (Fridericia).
  case qtcFridericia

  // Beats against each other
  /// Difference of even and odd beats in QRS peak to peak.
  case qrsAlternans
  /// Difference of even and odd beats in T.
  case tAlternans

  // Pacing
  /// Pulses in the interval between two QRS complexes.
  case pulsesPerBeat
  /// From a pulse to the onset of QRS.
  case captureDelay

  /// The unit in which limits and values are stated.
  public var unit: ClinicalUnit {
    switch self {
    case .heartRate: .perMinute
    case .rrInterval, .rrRange, .rrFromProgrammed, .pDuration, .prInterval, .prDeviation, .prSpread,
      .qrsDuration, .qDuration, .tWidth, .qtcFridericia, .captureDelay:
      .milliseconds
    case .pAmplitude, .pInitialAmplitude, .lockedPAmplitude, .fWaveAmplitude, .qrsAmplitude,
      .qAmplitude, .rAmplitude, .sAmplitude, .sokolowLyonVoltage, .cornellVoltage, .jLevel,
      .tAmplitude, .tLowest, .uAmplitude:
      .millivolts
    case .pTerminalForce, .qrsArea: .millivoltMilliseconds
    case .qrsAxis: .degrees
    case .qrsAlternans, .tAlternans: .percent
    case .pWavesPerBeat, .pShapeCorrelation, .initialSpeedRatio, .isQS, .rToSRatio, .tToRRatio,
      .pulsesPerBeat:
      .none
    }
  }

  /// Whether the measure is taken in one lead.
  public var isPerLead: Bool {
    switch self {
    case .pAmplitude, .pInitialAmplitude, .pTerminalForce, .lockedPAmplitude, .fWaveAmplitude,
      .qrsAmplitude, .qrsArea, .qAmplitude, .qDuration, .isQS, .rAmplitude, .sAmplitude, .rToSRatio,
      .jLevel, .tAmplitude, .tLowest, .tToRRatio, .tWidth, .uAmplitude, .qrsAlternans, .tAlternans:
      true
    default: false
    }
  }
}

/// Units in which clinical limits are printed; they end the keys that hold numbers.
public enum ClinicalUnit: String, Sendable, CaseIterable {
  /// Thousandths of a second.
  case milliseconds = "Milliseconds"
  /// Thousandths of a volt.
  case millivolts = "Millivolts"
  /// Area of a wave.
  case millivoltMilliseconds = "MillivoltMilliseconds"
  /// Beats a minute.
  case perMinute = "PerMinute"
  /// Degrees of the frontal plane, positive towards the foot.
  case degrees = "Degrees"
  /// Hundredths.
  case percent = "Percent"
  /// A ratio or a count.
  case none = ""

  /// As it follows a number.
  public var symbol: String {
    switch self {
    case .milliseconds: "ms"
    case .millivolts: "mV"
    case .millivoltMilliseconds: "mV·ms"
    case .perMinute: "/min"
    case .degrees: "°"
    case .percent: "%"
    case .none: ""
    }
  }
}
