import Electrocardiogram
import Foundation
import Measurement
import Testing

@Suite("RPeakDetector")
struct RPeakDetectorTests {
  /// Beats found, beats missed, marks without a beat; 150 ms as in AAMI EC57.
  private func compare(_ onsets: [Double], _ peaks: [Int], _ samplingRate: Double) -> (Int, Int) {
    // The middle of a complex lies 50 to 80 ms after its onset.
    let times = peaks.map { Double($0) / samplingRate - 0.06 }
    let missed = onsets.filter { onset in !times.contains { abs($0 - onset) < 0.15 } }
    let extra = times.filter { time in !onsets.contains { abs($0 - time) < 0.15 } }
    return (missed.count, extra.count)
  }

  @Test(
    "every beat is found once, at any sampling rate and width",
    arguments: [100.0, 128, 257, 360, 500, 1000],
    [
      SyntheticHeart.normal, .leftBundleBranchBlock, .rightBundleBranchBlock, .paced, .peakedT,
    ])
  func everyBeat(samplingRate: Double, heart: SyntheticHeart) throws {
    for rate in samplingRate == 500 ? [35.0, 70, 140] : [70] {
      let onsets = SyntheticHeart.regular(rate, duration: 12)
      let recording = heart.recording(
        onsets: onsets, duration: 12, samplingRate: samplingRate, noise: 0.02)
      let peaks = try RPeakDetector().rPeaks(in: recording)
      #expect(compare(onsets, peaks, samplingRate) == (0, 0), "\(rate)/min: \(peaks)")
    }
  }

  @Test("one lead is enough, whichever it is", arguments: Lead.allCases)
  func oneLead(lead: Lead) throws {
    let onsets = SyntheticHeart.regular(66, duration: 20)
    let whole = SyntheticHeart.normal.recording(onsets: onsets, duration: 20, noise: 0.01)
    let samples = try #require(whole.millivolts(of: lead))
    let recording = Recording(
      name: "one", samplingRate: 500,
      channels: [Channel(name: "ECG", millivolts: samples)])
    let peaks = try RPeakDetector().rPeaks(in: recording)
    #expect(compare(onsets, peaks, 500) == (0, 0))
  }

  @Test("turning a recording upside down changes nothing")
  func sign() throws {
    let onsets = SyntheticHeart.regular(80, duration: 20)
    let recording = SyntheticHeart.normal.recording(onsets: onsets, duration: 20, noise: 0.03)
    let inverted = Recording(
      name: "inverted", samplingRate: 500,
      channels: recording.channels.map {
        Channel(name: $0.name, millivolts: $0.millivolts.map { -$0 })
      })
    #expect(
      try RPeakDetector().rPeaks(in: recording) == RPeakDetector().rPeaks(in: inverted))
  }

  @Test("the R peak is the sample of the largest spatial magnitude")
  func peakPosition() throws {
    let heart = SyntheticHeart.normal
    let onsets = SyntheticHeart.regular(60, duration: 10)
    let recording = heart.recording(onsets: onsets, duration: 10, samplingRate: 1000)
    let rows = recording.channels.map(\.millivolts)
    let peaks = try RPeakDetector().rPeaks(in: recording)
    for (peak, onset) in zip(peaks, onsets) {
      let complex = Int(onset * 1000)..<Int(onset * 1000) + 90
      let best = complex.max { a, b in
        rows.reduce(0) { $0 + $1[a] * $1[a] } < rows.reduce(0) { $0 + $1[b] * $1[b] }
      }
      // The level of rest is a median, some 0.01 mV from zero; the top is flat within a sample.
      #expect(abs(peak - (best ?? 0)) <= 1)
    }
  }

  /// P waves of normal size, the first 20 ms after the start.
  private func addP(
    every interval: Double, scale: Double, to recording: inout Recording
  ) {
    // The P wave of sinus rhythm in the catalogue of rhythms.
    let p = [
      DipoleKernel(30, 15, 0.075, 0.09, -0.065), DipoleKernel(62, 17, 0.115, 0.07, -0.002),
    ]
    let rate = recording.samplingRate
    for start in stride(from: 0.02, to: recording.duration, by: interval) {
      for i in 0..<recording.sampleCount where abs(Double(i) / rate - start) < 0.2 {
        let v = SyntheticHeart.dipole(p, Double(i) / rate - start)
        for (c, d) in zip(recording.channels.indices, SyntheticHeart.dower) {
          recording.channels[c].millivolts[i] += scale * (d.0 * v.x + d.1 * v.y + d.2 * v.z)
        }
      }
    }
  }

  @Test(
    "dissociated P waves are not beats, in twelve leads and in two",
    arguments: [
      (SyntheticHeart.paced, 60.0, 0.65), (.paced, 32, 0.7), (.leftBundleBranchBlock, 35, 0.61),
      (.normal, 45, 0.77), (.rightBundleBranchBlock, 30, 0.63),
    ])
  func dissociatedP(heart: SyntheticHeart, rate: Double, interval: Double) throws {
    var heart = heart
    heart.p = []
    let onsets = SyntheticHeart.regular(rate, duration: 30)
    for (noise, scale) in [(0.0, 1.0), (0.01, 1.3)] {
      var recording = heart.recording(onsets: onsets, duration: 30, noise: noise)
      addP(every: interval, scale: scale, to: &recording)
      for channels in [recording.channels, Array(recording.channels.prefix(2))] {
        recording.channels = channels
        let peaks = try RPeakDetector().rPeaks(in: recording)
        #expect(compare(onsets, peaks, 500) == (0, 0), "\(channels.count) leads, \(noise) mV")
      }
    }
  }

  @Test("blocked P waves are not beats, however long the pause")
  func blockedP() throws {
    var heart = SyntheticHeart.normal
    heart.p = []
    // Every P but each fourth is conducted after 170 ms.
    let atria = Array(stride(from: 0.02, to: 30, by: 0.8))
    let onsets = atria.enumerated().filter { $0.offset % 4 != 3 }.map { $0.element + 0.17 }
      .filter { $0 < 29.4 }
    for scale in [1.0, 1.6] {
      var recording = heart.recording(onsets: onsets, duration: 30, noise: 0.01)
      addP(every: 0.8, scale: scale, to: &recording)
      let peaks = try RPeakDetector().rPeaks(in: recording)
      #expect(compare(onsets, peaks, 500) == (0, 0), "\(scale): \(peaks)")
    }
  }

  @Test("T waves taller than their QRS are not beats", arguments: ["V2", "V3", "II"])
  func tallT(lead: String) throws {
    var heart = SyntheticHeart.normal
    heart.t = [DipoleKernel(280, 30, 0.9, 0.6, -0.9)]
    for rate in [50.0, 75, 110] {
      let onsets = SyntheticHeart.regular(rate, duration: 20)
      var recording = heart.recording(onsets: onsets, duration: 20, noise: 0.005)
      recording.channels = recording.channels.filter { $0.name == lead }
      let peaks = try RPeakDetector().rPeaks(in: recording)
      #expect(compare(onsets, peaks, 500) == (0, 0), "\(rate)/min: \(peaks)")
    }
  }

  @Test("narrow beats and wide ectopic ones are both found", arguments: [1.1, 1.4, 1.8])
  func bigeminy(size: Double) throws {
    var ectopic = SyntheticHeart.paced
    ectopic.qrs = ectopic.qrs.map {
      var kernel = $0
      (kernel.x, kernel.y, kernel.z) = (size * kernel.x, size * kernel.y, size * kernel.z)
      return kernel
    }
    let normal = Array(stride(from: 0.5, to: 29, by: 1.6))
    let early = normal.map { $0 + 0.48 }
    var recording = SyntheticHeart.normal.recording(onsets: normal, duration: 30, noise: 0.01)
    let other = ectopic.recording(onsets: early, duration: 30)
    for c in recording.channels.indices {
      for i in 0..<recording.sampleCount {
        recording.channels[c].millivolts[i] += other.channels[c].millivolts[i]
      }
    }
    let peaks = try RPeakDetector().rPeaks(in: recording)
    #expect(compare((normal + early).sorted(), peaks, 500) == (0, 0), "\(peaks)")
  }

  @Test("pacing pulses are not beats and do not hide the beat", arguments: [250.0, 500, 1000])
  func pacingPulses(samplingRate: Double) throws {
    let onsets = SyntheticHeart.regular(60, duration: 20)
    var recording = SyntheticHeart.paced.recording(
      onsets: onsets, duration: 20, samplingRate: samplingRate, noise: 0.01)
    let width = 0.0005
    // Pulses before each beat, and others that capture nothing.
    for time in onsets.map({ $0 - 0.01 }) + onsets.map({ $0 + 0.55 }) {
      for c in recording.channels.indices {
        recording.channels[c].millivolts[Int(time * samplingRate)] += 8 * width * samplingRate
      }
    }
    let peaks = try RPeakDetector().rPeaks(in: recording)
    #expect(compare(onsets, peaks, samplingRate) == (0, 0))
    for (peak, onset) in zip(peaks, onsets) {
      #expect(abs(Double(peak) / samplingRate - onset - 0.07) < 0.02, "not at the pulse")
    }
  }

  @Test("a step of the electrodes after a beat does not take its place")
  func step() throws {
    let onsets = SyntheticHeart.regular(66, duration: 20)
    var recording = SyntheticHeart.normal.recording(onsets: onsets, duration: 20, noise: 0.01)
    for (onset, height) in [(onsets[5], 3.0), (onsets[11], -4)] {
      for c in recording.channels.indices {
        for i in Int((onset + 0.23) * 500)..<10_000 {
          // The amplifier's own recovery.
          let age = Double(i) / 500 - onset - 0.23
          recording.channels[c].millivolts[i] += height * exp(-age / 0.3)
        }
      }
    }
    let peaks = try RPeakDetector().rPeaks(in: recording)
    for onset in onsets {
      #expect(
        peaks.contains { abs(Double($0) / 500 - onset - 0.04) < 0.03 }, "the beat at \(onset) s")
    }
  }

  @Test("bursts of muscle noise are not beats")
  func bursts() throws {
    let onsets = SyntheticHeart.regular(60, duration: 60)
    var recording = SyntheticHeart.normal.recording(onsets: onsets, duration: 60, noise: 0.01)
    recording.channels = Array(recording.channels.prefix(2))
    var generator = GaussianNoise(seed: 11)
    for c in recording.channels.indices {
      // Six seconds in twelve, white noise smoothed over 6 ms.
      var (a, b) = (0.0, 0.0)
      for i in 0..<recording.sampleCount where (i / 3000) % 2 == 1 {
        let value = generator.next()
        recording.channels[c].millivolts[i] += 0.15 * (value + a + b)
        (a, b) = (value, a)
      }
    }
    let (missed, extra) = compare(onsets, try RPeakDetector().rPeaks(in: recording), 500)
    // Half of the 60 beats lie in noise of 0.26 mV RMS beside complexes of 1.2 mV.
    #expect(missed == 0 && extra <= 3, "\(missed) missed, \(extra) extra")
  }

  @Test("flat leads, a constant tail and missing samples are passed over")
  func damagedLeads() throws {
    let onsets = SyntheticHeart.regular(75, duration: 20)
    var recording = SyntheticHeart.normal.recording(onsets: onsets, duration: 20, noise: 0.02)
    let sound = try RPeakDetector().rPeaks(in: recording)
    for i in 0..<10_000 { recording.channels[2].millivolts[i] = -0.3 }
    for i in 0..<10_000 { recording.channels[3].millivolts[i] = .nan }
    for i in 4000..<4100 { recording.channels[4].millivolts[i] = .nan }
    for c in recording.channels.indices {
      for i in 9948..<10_000 { recording.channels[c].millivolts[i] = 0.7 }
    }
    let peaks = try RPeakDetector().rPeaks(in: recording)
    #expect(peaks.count == sound.count)
    #expect(zip(peaks, sound).allSatisfy { abs($0 - $1) <= 2 })
  }

  @Test("nothing to find gives nothing")
  func nothing() throws {
    var noise = GaussianNoise(seed: 3)
    let rows: [(String, [Double])] = [
      ("flat", [Double](repeating: 1, count: 5000)),
      ("missing", [Double](repeating: .nan, count: 5000)),
      ("noise", (0..<5000).map { _ in 0.01 * noise.next() }),
      ("one sample", [0.2]),
      ("two samples", [0.2, 0.3]),
      ("thirty samples", (0..<30).map { _ in 0.01 * noise.next() }),
    ]
    for (name, samples) in rows {
      let recording = Recording(
        name: name, samplingRate: 500, channels: [Channel(name: "II", millivolts: samples)])
      #expect(try RPeakDetector().rPeaks(in: recording) == [], "\(name)")
    }
  }

  @Test("an empty or too coarse recording is refused by name")
  func refused() throws {
    let empty = Recording(name: "empty", samplingRate: 500, channels: [])
    let coarse = Recording(
      name: "coarse", samplingRate: 50, channels: [Channel(name: "II", millivolts: [0, 1])])
    let first = #expect(throws: MeasurementError.self) { try RPeakDetector().rPeaks(in: empty) }
    #expect(first?.code == .emptyRecording)
    let second = #expect(throws: MeasurementError.self) { try RPeakDetector().rPeaks(in: coarse) }
    #expect(second?.code == .samplingRateTooLow)
    #expect(second?.message.contains("50.0") == true)
  }
}
