import Electrocardiogram
import Foundation
import Measurement
import Testing

@Suite("RecordMeasures")
struct RecordMeasuresTests {
  private func measures(
    _ heart: SyntheticHeart, rate: Double = 70, noise: Double = 0.01, samplingRate: Double = 500
  ) throws -> RecordMeasures {
    let onsets = SyntheticHeart.regular(rate, duration: 8)
    return try RecordMeasures(
      heart.recording(onsets: onsets, duration: 8, samplingRate: samplingRate, noise: noise))
  }

  /// Whether a median lies within a tolerance of a value.
  private func expect(
    _ measures: RecordMeasures, _ quantity: Quantity, _ lead: Lead? = nil, is value: Double,
    within tolerance: Double, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let measured = measures.value(quantity, lead: lead)
    #expect(
      measured.map { abs($0 - value) <= tolerance } ?? false,
      "\(quantity) \(lead?.rawValue ?? "") is \(measured.map { "\($0)" } ?? "none"), not \(value)",
      sourceLocation: sourceLocation)
  }

  // Intervals within 10 ms and voltages within 5 % or 0.02 mV of what the kernels give.

  @Test("the default beat reads as it was built", arguments: [250.0, 500, 1000])
  func normalBeat(samplingRate: Double) throws {
    let m = try measures(.normal, samplingRate: samplingRate)
    expect(m, .heartRate, is: 70, within: 0.5)
    expect(m, .rrRange, is: 0, within: 0.01)
    expect(m, .pWavesPerBeat, is: 1, within: 0)
    expect(m, .prInterval, is: 0.154, within: 0.01)
    expect(m, .qrsDuration, is: 0.084, within: 0.012)
    expect(m, .qrsAxis, is: 53, within: 4)
    expect(m, .rAmplitude, .V5, is: 1.39, within: 0.07)
    expect(m, .sAmplitude, .V1, is: 0.76, within: 0.04)
    expect(m, .pAmplitude, .II, is: 0.14, within: 0.02)
    expect(m, .tAmplitude, .II, is: 0.31, within: 0.02)
    expect(m, .tAmplitude, .V3, is: 0.65, within: 0.03)
    expect(m, .qtcFridericia, is: 0.417, within: 0.012)
    for lead in Lead.allCases { expect(m, .jLevel, lead, is: 0, within: 0.03) }
    #expect((m.value(.pAmplitude, lead: .aVR) ?? 0) < 0)
    expect(m, .isQS, .V1, is: 0, within: 0)
    #expect((m.value(.pShapeCorrelation) ?? 0) > 0.95)
    #expect((m.value(.qrsAlternans, lead: .V5) ?? 1) < 0.05)
    #expect((m.value(.tAlternans, lead: .V5) ?? 1) < 0.1)
  }

  @Test("bundle branch blocks show their width, their R' and their late R peak")
  func bundleBranchBlocks() throws {
    let right = try measures(.rightBundleBranchBlock)
    expect(right, .qrsDuration, is: 0.142, within: 0.012)
    expect(right, .rPrimeAmplitude, .V1, is: 1.04, within: 0.05)
    expect(right, .sAmplitude, .V6, is: 0.75, within: 0.04)
    #expect((right.value(.rPeakTime, lead: .V1) ?? 0) > 0.05)
    #expect((right.value(.initialRAmplitude, lead: .V1) ?? 9) < 0.4)
    let left = try measures(.leftBundleBranchBlock)
    expect(left, .qrsDuration, is: 0.153, within: 0.012)
    expect(left, .rPeakTime, .V6, is: 0.101, within: 0.01)
    expect(left, .isQS, .V1, is: 1, within: 0)
    expect(left, .qAmplitude, .V6, is: 0, within: 0)
  }

  @Test("a paced beat has its width, axis and QS, and no P")
  func pacedBeat() throws {
    let m = try measures(.paced, rate: 60)
    expect(m, .qrsDuration, is: 0.158, within: 0.012)
    expect(m, .qrsAxis, is: -67, within: 4)
    expect(m, .isQS, .V1, is: 1, within: 0)
    expect(m, .pWavesPerBeat, is: 0, within: 0)
    #expect(m.values(.prInterval).isEmpty)
    for lead in [Lead.II, .V1] {
      #expect((m.value(.lockedPAmplitude, lead: lead) ?? 1) < 0.04)
      #expect((m.value(.fWaveAmplitude, lead: lead) ?? 1) < 0.04)
    }
  }

  @Test("peaked T waves keep their height and their narrow width")
  func peakedT() throws {
    let m = try measures(.peakedT)
    expect(m, .tAmplitude, .V3, is: 1.48, within: 0.07)
    // 2.355 standard deviations of 27 ms.
    expect(m, .tWidth, .V3, is: 0.0636, within: 0.006)
  }

  @Test("an ST plateau reads its height at J and after it")
  func elevation() throws {
    var heart = SyntheticHeart.normal
    // A plateau of 0.1 mV in -Z from J - 16 ms on, made of overlapping kernels.
    heart.t += stride(from: 84.0, through: 300, by: 16).map {
      DipoleKernel($0, 16, 0, 0, -0.2 / 2.5066)
    }
    let m = try measures(heart)
    // 1.387 times 0.2 mV in V2; the flank of the plateau is 16 ms wide.
    expect(m, .j60Level, .V2, is: 0.277, within: 0.03)
    expect(m, .j80Level, .V2, is: 0.277, within: 0.04)
  }

  @Test("dissociated P waves spread PR or leave nothing locked to QRS, and are no f waves")
  func dissociated() throws {
    var heart = SyntheticHeart.paced
    heart.p = SyntheticHeart.normal.p
    let onsets = SyntheticHeart.regular(60, duration: 20)
    let atrial = Array(stride(from: 0.31, to: 20, by: 0.77))
    let m = try RecordMeasures(
      heart.recording(onsets: onsets, atrialOnsets: atrial, duration: 20, noise: 0.01))
    for lead in [Lead.II, .V1] {
      #expect((m.value(.lockedPAmplitude, lead: lead) ?? 1) < 0.04)
      #expect((m.value(.fWaveAmplitude, lead: lead) ?? 1) < 0.04)
    }
    if let spread = m.value(.prSpread) { #expect(spread > 0.1) }
  }

  @Test("fibrillation has f waves and no P")
  func fibrillation() throws {
    var heart = SyntheticHeart.normal
    heart.p = []
    var onsets: [Double] = []
    var time = 0.5
    for k in 0..<24 {
      onsets.append(time)
      time += 0.58 + 0.4 * abs(sin(Double(k) * 2.3))
    }
    var recording = heart.recording(onsets: onsets, duration: 20, noise: 0.01)
    for c in recording.channels.indices {
      for i in recording.channels[c].millivolts.indices {
        let t = Double(i) / 500
        recording.channels[c].millivolts[i] += 0.05 * sin(2 * .pi * 5.8 * t + 0.8 * sin(1.7 * t))
      }
    }
    let m = try RecordMeasures(recording)
    #expect((m.value(.fWaveAmplitude, lead: .V1) ?? 0) >= 0.04)
    #expect((m.value(.rrVariation) ?? 0) >= 0.12)
    let marked = m.values(.pWavesPerBeat).count { $0 > 0 }
    #expect(marked * 20 <= m.delineation.rPeaks.count, "\(marked) beats with P")
  }

  @Test("a delta wave is slow", arguments: [0.0, 0.01])
  func deltaWave(noise: Double) throws {
    var heart = SyntheticHeart.normal
    heart.qrs = [
      DipoleKernel(28, 15, -0.30, 0.25, -0.35), DipoleKernel(74, 10, 0.75, 0.85, -0.35),
      DipoleKernel(92, 10, 0.45, 0.25, 0.15),
    ]
    let slow = try measures(heart, noise: noise)
    let fast = try measures(.normal, noise: noise)
    #expect((slow.value(.initialPeakSpeedRatio) ?? 1) < 0.5)
    #expect((fast.value(.initialPeakSpeedRatio) ?? 0) > 0.5)
    #expect(
      (slow.value(.initialSpeedRatio) ?? 1) < (fast.value(.initialSpeedRatio) ?? 0))
  }

  @Test("pulses give their time, area and capture", arguments: [250.0, 1000])
  func pulses(samplingRate: Double) throws {
    let onsets = SyntheticHeart.regular(60, duration: 12)
    var recording = SyntheticHeart.paced.recording(
      onsets: onsets, duration: 12, samplingRate: samplingRate, noise: 0.005)
    // 4 mV for 0.5 ms in every lead: 0.002 mV s, whatever the sampling rate.
    for time in onsets.map({ $0 - 0.02 }) {
      for c in recording.channels.indices {
        recording.channels[c].millivolts[Int((time * samplingRate).rounded())] +=
          0.002 * samplingRate
      }
    }
    let m = try RecordMeasures(recording)
    #expect(m.values(.pulsesPerBeat) == onsets.map { _ in 1 })
    for (time, onset) in zip(m.values(.pulseTime), onsets) {
      #expect(abs(time - onset + 0.02) <= 1 / samplingRate)
    }
    // The line under the pulse is drawn over 16 ms at 250 Hz, where QRS already begins to bend.
    for area in m.values(.pulseArea) { #expect(abs(area / 0.002 - 1) < 0.1) }
    #expect(m.values(.captureDelay).count == onsets.count)
    #expect(m.values(.captureDelay).allSatisfy { $0 <= 0.04 })
  }

  @Test("an average beat gives the measures of its recording")
  func averageBeat() throws {
    let onsets = SyntheticHeart.regular(70, duration: 30)
    let recording = SyntheticHeart.normal.recording(onsets: onsets, duration: 30, noise: 0.02)
    let whole = try RecordMeasures(recording)
    let average = try AverageBeat(of: recording)
    let beat = try RecordMeasures(of: average)
    #expect(try Delineator().delineate(average) == beat.delineation)
    for quantity in [Quantity.prInterval, .qrsDuration, .qtInterval, .qtcFridericia] {
      let (a, b) = (whole.value(quantity) ?? 0, beat.value(quantity) ?? 1)
      #expect(abs(a - b) <= 0.01, "\(quantity) \(a) \(b)")
    }
    for lead in Lead.allCases {
      let (a, b) = (
        whole.value(.tAmplitude, lead: lead) ?? 0, beat.value(.tAmplitude, lead: lead) ?? 1
      )
      #expect(abs(a - b) <= 0.02, "\(lead) \(a) \(b)")
    }
  }

  @Test("every quantity has a unit, says whether it is of a lead and is found by its name")
  func vocabulary() throws {
    let m = try measures(.normal)
    for quantity in Quantity.allCases {
      #expect(Quantity(rawValue: quantity.rawValue) == quantity)
      let byLead = Lead.allCases.contains { !m.perBeat(quantity, lead: $0).isEmpty }
      if quantity != .qrsDuration { #expect(byLead == quantity.isPerLead, "\(quantity)") }
    }
    #expect(Quantity.heartRate.unit == "1/min")
    #expect(Quantity.jLevel.unit == "mV")
    #expect(m.byLead(.rAmplitude).count == 12)
  }

  @Test("a recording without beats has no values and no error")
  func noBeats() throws {
    let flat = Recording(
      name: "flat", samplingRate: 500,
      channels: [Channel(name: "II", millivolts: [Double](repeating: 0, count: 5000))])
    let m = try RecordMeasures(flat)
    for quantity in Quantity.allCases { #expect(m.values(quantity, lead: .II).isEmpty) }
    #expect(m.value(.heartRate) == nil)
  }
}
