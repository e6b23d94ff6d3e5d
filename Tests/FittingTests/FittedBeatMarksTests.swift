import Electrocardiogram
import Fitting
import Measurement
import RecordFiles
import TestSupport
import Testing

@Suite struct FittedBeatMarksTests {
  /// Ten cycles of the known beat, in which some beats have no P.
  private func recording(withoutP: Set<Int>) throws -> Recording {
    let timing = try BeatTiming(
      samplingRate: 500, rIndex: 225, rrInterval: 0.9, sampleCount: 450)
    let whole = timing.model(baseline: 0, kernels: KnownBeat.kernels)
    let bare = timing.model(baseline: 0, kernels: Array(KnownBeat.kernels.dropFirst()))
    return Recording(
      name: "known", samplingRate: 500,
      channels: [
        Channel(name: "II", millivolts: (0..<10).flatMap { withoutP.contains($0) ? bare : whole })
      ])
  }

  private func marks(withoutP: Set<Int>, beat: Int? = nil) throws -> FittedBeat.Marks {
    let recording = try recording(withoutP: withoutP)
    let cutter = try BeatCutter(recording, rPeaks: (0..<10).map { 225 + 450 * $0 })
    return try FittedBeat.Marks(of: recording, cutter, beat: beat)
  }

  @Test func wavesOfMostBeatsAreKept() throws {
    let all = try marks(withoutP: [])
    let (p, qrs, t) = (try #require(all.p), try #require(all.qrs), try #require(all.t))
    // Peaks of the known kernels, to a few samples; boundaries around them in order.
    #expect(abs(p.peak + 0.165) < 0.006 && abs(t.peak - 0.258) < 0.006)
    let edges = [p.onset, p.offset, qrs.onset, 0, qrs.offset, t.onset, t.offset].compactMap { $0 }
    #expect(edges.count == 7 && edges == edges.sorted())
    #expect(try marks(withoutP: [2, 5]).p != nil)
    #expect(try marks(withoutP: [1, 2, 4, 5, 7, 8]).p == nil)
  }

  @Test func oneBeatHasItsOwnMarks() throws {
    #expect(try marks(withoutP: [4], beat: 4).p == nil)
    #expect(try marks(withoutP: [4], beat: 5).p != nil)
  }

  /// Broad complexes, whose shape a few kernels make seem broader still.
  @Test(
    .enabled(if: RealData.isPresent, Comment(rawValue: RealData.hint)),
    arguments: ["mitdb/107", "ptb-xl/records500/00000/00190_hr"])
  func truthOfABroadTwinIsTheRecords(record: String) throws {
    let recording = try RecordReader.read(RealData.path(record))
    let cutter = try BeatCutter(recording, channels: recording.availableNames)
    let fit = try FittedBeat(
      AverageBeat(averaging: cutter), record: record, model: .lead,
      options: FitOptions(kernelCount: 7), marks: FittedBeat.Marks(of: recording, cutter))
    let read = try FittedBeat(json: fit.json())
    let truth = try read.beat(rrInterval: read.timing.rrInterval, rPeak: 0.3, rhythm: "twin").truth
    let qrs = try #require(truth.beats.first?.qrs)
    let measured = try #require(
      RecordMeasures(recording, rPeaks: cutter.rPeaks).value(.qrsDuration))
    let duration = try #require(qrs.offset) - (try #require(qrs.onset))
    // The difference of two medians is not the median of differences: two samples.
    #expect(abs(duration - measured) <= 2 / recording.samplingRate + 1e-9)
  }
}
