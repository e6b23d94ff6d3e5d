import Electrocardiogram
import Foundation
import Measurement
import Testing

@Suite("AverageBeat")
struct AverageBeatTests {
  private let onsets = SyntheticHeart.regular(60, duration: 12)
  private var recording: Recording {
    SyntheticHeart.normal.recording(onsets: onsets, duration: 12)
  }

  @Test("the window is -min(0.30 s, 0.4 RR) to +min(0.50 s, 0.6 RR)")
  func window() {
    let slow = BeatWindow(samplingRate: 500, rrInterval: 1.2)
    #expect((slow.before, slow.after) == (150, 250))
    let fast = BeatWindow(samplingRate: 500, rrInterval: 0.5)
    #expect((fast.before, fast.after) == (100, 150))
    #expect(fast.range(around: 1000) == 900..<1150)
  }

  @Test("equal beats average to the beat itself, less each lead's median")
  func equalBeats() throws {
    let beat = try AverageBeat(of: recording)
    #expect(beat.leads == Lead.allCases)
    #expect(beat.rIndex == 150)
    #expect(beat.rrInterval == 1)
    // One second apart at 500 Hz, all beats are sampled alike.
    let single = try AverageBeat(beat: 3, of: recording)
    #expect(single.beatCount == 1)
    for (row, other) in zip(beat.millivolts, single.millivolts) {
      #expect(abs(row.sorted()[199] + row.sorted()[200]) < 1e-15)
      // Kernels are cut at six standard deviations, where they are 1.5e-8 of their height.
      #expect(zip(row, other).allSatisfy { abs($0 - $1) < 1e-7 })
    }
    // The first beat is 0.5 s after the start and the last 0.6 s before the end: all are whole.
    #expect(beat.beatCount == onsets.count)
  }

  @Test("averaging keeps the limb-lead laws")
  func limbLeads() throws {
    var noisy = SyntheticHeart.normal.recording(onsets: onsets, duration: 12, noise: 0.05)
    noisy.channels.removeAll { $0.lead == .V3 }
    let beat = try AverageBeat(of: noisy)
    #expect(beat.leads == Lead.allCases.filter { $0 != .V3 })
    let I = try #require(beat.millivolts(of: .I))
    let II = try #require(beat.millivolts(of: .II))
    let III = try #require(beat.millivolts(of: .III))
    // Medians do not add up, so the law holds but for one constant.
    let offset = II[0] - I[0] - III[0]
    #expect(I.indices.allSatisfy { abs(II[$0] - I[$0] - III[$0] - offset) < 1e-12 })
    #expect(beat.millivolts(of: .V3) == nil)
  }

  @Test("noise falls with the root of the number of beats")
  func noise() throws {
    let onsets = SyntheticHeart.regular(60, duration: 102)
    let noisy = SyntheticHeart.normal.recording(onsets: onsets, duration: 102, noise: 0.02)
    let clean = SyntheticHeart.normal.recording(onsets: onsets, duration: 102)
    let beat = try AverageBeat(of: noisy, rPeaks: RPeakDetector().rPeaks(in: clean))
    let truth = try AverageBeat(of: clean)
    let errors = zip(beat.millivolts[0], truth.millivolts[0]).map { $0 - $1 }
    let mean = errors.reduce(0, +) / Double(errors.count)
    let rms = (errors.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(errors.count))
      .squareRoot()
    // 0.02 mV over the root of the beats; a standard deviation of 400 samples is good to 4 %.
    let expected = 0.02 / Double(beat.beatCount).squareRoot()
    #expect(abs(rms / expected - 1) < 0.15)
  }

  @Test("beats that reach into a constant tail or a gap are left out")
  func damagedWindows() throws {
    var damaged = recording
    for c in damaged.channels.indices {
      for i in 5400..<6000 { damaged.channels[c].millivolts[i] = 0.4 }
    }
    damaged.channels[1].millivolts[1300] = .nan
    let beat = try AverageBeat(of: damaged)
    let whole = try AverageBeat(of: recording)
    #expect(beat.beatCount == whole.beatCount - 2)
    #expect(beat.millivolts.allSatisfy { $0.allSatisfy(\.isFinite) })
  }

  @Test("what cannot be cut is refused with its reason")
  func refused() throws {
    let flat = Recording(
      name: "flat", samplingRate: 500,
      channels: [Channel(name: "II", millivolts: [Double](repeating: 0, count: 5000))])
    #expect(throws: MeasurementError.self) { try AverageBeat(of: flat) }
    let odd = Recording(
      name: "odd", samplingRate: 500,
      channels: [Channel(name: "MLII", millivolts: recording.channels[1].millivolts)])
    let missing = #expect(throws: MeasurementError.self) { try AverageBeat(of: odd) }
    #expect(missing?.code == .leadMissing)
    #expect(missing?.message.contains("MLII") == true)
    let beyond = #expect(throws: MeasurementError.self) {
      try AverageBeat(beat: 40, of: recording)
    }
    #expect(beyond?.code == .beatOutOfRange)
    let cutOff = #expect(throws: MeasurementError.self) {
      try AverageBeat(of: recording, rPeaks: [10, 5990]).beatCount
    }
    #expect(cutOff?.code == .noBeat)
  }

  @Test("a beat survives coding")
  func coding() throws {
    let beat = try AverageBeat(of: recording, leads: [.II, .V5])
    let data = try JSONEncoder().encode(beat)
    #expect(try JSONDecoder().decode(AverageBeat.self, from: data) == beat)
  }
}
