import Electrocardiogram
import Foundation
import Measurement
import RhythmLibrary
import TestSupport
import Testing

@testable import Fitting

@Suite struct SeriesFitterTests {
  /// Six beats of two kernels, the fourth higher and later, in leads I, II and a channel of no name.
  private static let recording: Recording = {
    let rate = 250.0
    let times = [0.5, 1.4, 2.3, 3.4, 4.1, 5.0]
    func row(_ scale: Double) -> [Double] {
      (0..<1400).map { index in
        times.enumerated().reduce(0.0) { sum, beat in
          let t = Double(index) / rate - beat.element
          let height = beat.offset == 3 ? 2.0 : 1.0
          return sum + scale * height * exp(-t * t / (2 * 0.012 * 0.012))
            + 0.3 * scale * exp(-(t - 0.25) * (t - 0.25) / (2 * 0.03 * 0.03))
        }
      }
    }
    return Recording(
      name: "six", samplingRate: rate,
      channels: [
        Channel(name: "I", millivolts: row(0.5)), Channel(name: "II", millivolts: row(1)),
        Channel(name: "ECG1", millivolts: row(-0.8)),
      ])
  }()

  private func fit(
    _ recording: Recording, _ channels: [String], beats: SeriesFitter.Beats = .all,
    kernels: Int = 2
  ) throws -> FittedSeries {
    try SeriesFitter(model: .lead, options: FitOptions(kernelCount: kernels), beats: beats)
      .fit(recording, record: "r", channels: channels.map { ChannelName($0) }).series
  }

  @Test func everyWholeBeatHasItsPlaceAndItsKernels() throws {
    let series = try fit(Self.recording, ["II", "ECG1"])
    let peaks = try RPeakDetector().rPeaks(in: Self.recording)
    #expect(peaks.count == 6)
    #expect(series.beats.map(\.index) == [0, 1, 2, 3, 4, 5])
    #expect(series.beats.compactMap(\.rSample) == peaks)
    #expect(series.beats[0].rrBefore == nil && series.beats[5].rrAfter == nil)
    // Instants are whole samples of 4 ms.
    #expect(abs((series.beats[3].rrBefore ?? 0) - 1.1) < 0.005)
    #expect(abs((series.beats[3].rrAfter ?? 0) - 0.7) < 0.005)
    for beat in series.beats {
      #expect(beat.parts.count == 2)
      let height = beat.index == 3 ? 2.0 : 1.0
      for (part, scale) in zip(beat.parts, [1, -0.8]) {
        // The beat is two kernels; what is left is rounding and the neighbour's foot.
        #expect((part.quality?.prd ?? 100) < 0.5 && part.flags.isEmpty)
        #expect(abs(part.kernels[0].amplitude - height * scale) < 0.01)
        #expect(abs(part.kernels[1].time - part.kernels[0].time - 0.25) < 0.001)
      }
    }
    #expect(try fit(Self.recording, ["II", "ECG1"]) == series)
  }

  @Test func oneBeatAndTheAverageAreRowsToo() throws {
    let one = try fit(Self.recording, ["II"], beats: .index(3))
    #expect(one.beats.count == 1 && one.beats[0].index == 3)
    #expect(abs(one.beats[0].parts[0].kernels[0].amplitude - 2) < 0.01)
    let mean = try fit(Self.recording, ["II"], beats: .average)
    #expect(mean.beats.count == 1 && mean.beats[0].index == nil && mean.beats[0].rSample == nil)
    #expect(mean.beats[0].beatCount == 6)
    // The mean of five beats of 1 mV and one of 2 mV.
    #expect(abs(mean.beats[0].parts[0].kernels[0].amplitude - 7.0 / 6) < 0.01)
  }

  @Test func aLeadThatCannotBeFittedIsFlaggedAndTheOthersAreFitted() throws {
    var recording = Self.recording
    let peaks = try RPeakDetector().rPeaks(in: recording)
    // Missing in the second beat of I; II is flat around the third.
    recording.channels[0].millivolts[peaks[1] + 20] = .nan
    for index in peaks[2] - 80..<peaks[2] + 130 { recording.channels[1].millivolts[index] = 0.2 }
    let series = try fit(recording, ["I", "II", "ECG1"])
    #expect(series.beats.count == 6)
    #expect(series.beats[1].parts.map(\.flags) == [[.missingSamples], [], []])
    #expect(series.beats[2].parts.map(\.flags) == [[], [.flat], []])
    let missing = series.beats[1].parts[0]
    #expect(missing.kernels.isEmpty && missing.baseline.isNaN && missing.quality == nil)
    #expect(series.beats[3].parts.allSatisfy { $0.flags.isEmpty })
  }

  @Test func aBeatThatTheEndCutsOffIsLeftOut() throws {
    var recording = Self.recording
    for index in recording.channels.indices {
      recording.channels[index].millivolts = Array(recording.channels[index].millivolts[110..<1260])
    }
    let series = try fit(recording, ["II"])
    #expect(series.beats.compactMap(\.index).first == 1 || series.beats.first?.index == 0)
    #expect(series.beats.count < 6)
    for beat in series.beats { #expect((beat.rSample ?? 0) + 100 < 1150) }
  }

  @Test func whatNoBeatOfARecordCanChangeIsTheRecordsError() throws {
    #expect(throws: MeasurementError.self) { try fit(Self.recording, ["V1"]) }
    #expect(throws: MeasurementError.self) { try fit(Self.recording, ["II"], beats: .index(17)) }
    let dipole = SeriesFitter(
      model: .dipole, options: FitOptions(kernelCount: 2), beats: .all)
    #expect(throws: MeasurementError.self) {
      try dipole.fit(Self.recording, record: "r", channels: [])
    }
  }

  @Test func threadsShareALongRecordAndChangeNothing() throws {
    let rate = 100.0
    let samples = (0..<18_000).map { index in
      let t = (Double(index) / rate).truncatingRemainder(dividingBy: 0.8) - 0.4
      // Slowly higher, so that no two beats are the same.
      return (1 + Double(index) / 20_000) * exp(-t * t / (2 * 0.02 * 0.02))
    }
    let recording = Recording(
      name: "long", samplingRate: rate, channels: [Channel(name: "II", millivolts: samples)])
    let fitter = SeriesFitter(model: .lead, options: FitOptions(kernelCount: 1), beats: .all)
    let results = try [1, 3].map { jobs in
      try fitter.fit(recording, record: "r", channels: [ChannelName(.II)], jobs: jobs)
    }
    #expect(results[0].series.beats.count > 200)
    #expect(results[0].series == results[1].series)
    let indices = results[0].series.beats.compactMap(\.index)
    #expect(indices == Array(indices[0]...indices[indices.count - 1]))
    #expect(results[1].milliseconds.count == indices.count)
  }
}
