extension Quantity {
  /// Unit in which values are given; empty for a plain number.
  public var unit: String {
    switch self {
    case .heartRate: "1/min"
    case .rrVariation, .pnn50, .lowToHighRatio, .pWavesPerBeat, .pShapeCorrelation, .isQS,
      .rTransition, .rToSRatio, .initialSpeedRatio,
      .initialPeakSpeedRatio, .tToRRatio, .qrsAlternans, .tAlternans, .pulsesPerBeat:
      ""
    case .rrInterval, .rrRange, .longestRR, .sdnn, .rmssd, .prInterval, .prSpread, .pDuration,
      .qrsDuration,
      .qDuration, .rDuration, .rPeakTime, .rEndTime, .sDuration, .tWidth, .qtInterval, .qtcBazett,
      .qtcFridericia, .qtcFramingham, .qtcHodges, .pulseTime, .captureDelay:
      "s"
    case .pAxis, .qrsAxis, .tAxis: "deg"
    case .lowFrequencyPower, .highFrequencyPower: "s²"
    case .pArea, .pTerminalForce, .qrsArea, .tArea, .pulseArea: "mV·s"
    case .pAmplitude, .pInitialAmplitude, .lockedPAmplitude, .fWaveAmplitude, .qrsAmplitude,
      .qAmplitude, .rAmplitude, .initialRAmplitude, .rPrimeAmplitude, .sAmplitude,
      .sokolowLyonVoltage, .cornellVoltage, .jLevel, .j40Level, .j60Level, .j80Level, .tAmplitude,
      .tLowest, .uAmplitude:
      "mV"
    }
  }

  /// Whether a lead must be named; rhythm, intervals and pulses are of all leads together.
  public var isPerLead: Bool {
    switch self {
    case .pAmplitude, .pArea, .pInitialAmplitude, .pTerminalForce, .lockedPAmplitude,
      .fWaveAmplitude, .qrsArea, .qrsAmplitude, .qAmplitude, .qDuration, .rAmplitude, .rDuration,
      .rPeakTime, .rEndTime, .initialRAmplitude, .rPrimeAmplitude, .sAmplitude, .sDuration, .isQS,
      .rToSRatio, .jLevel, .j40Level, .j60Level, .j80Level, .tAmplitude, .tLowest, .tArea,
      .tToRRatio,
      .tWidth, .uAmplitude, .qrsAlternans, .tAlternans:
      true
    case .heartRate, .rrInterval, .rrRange, .longestRR, .rrVariation, .sdnn, .rmssd, .pnn50,
      .lowFrequencyPower, .highFrequencyPower, .lowToHighRatio, .pAxis, .tAxis, .rTransition,
      .pWavesPerBeat,
      .pShapeCorrelation, .prInterval, .prSpread, .pDuration, .qrsDuration, .qrsAxis,
      .sokolowLyonVoltage, .cornellVoltage, .initialSpeedRatio, .initialPeakSpeedRatio,
      .qtInterval, .qtcBazett, .qtcFridericia, .qtcFramingham, .qtcHodges, .pulsesPerBeat,
      .pulseTime, .pulseArea, .captureDelay:
      false
    }
  }
}
