import CardiacModel
import Electrocardiogram
import RandomNumbers
import RhythmLibrary
import Simulator
import Testing

@Suite struct GroundTruthTests {
  @Test func everyWaveOfALockedTrainIsListed() throws {
    let train = SimulatedTrains.dipole(heartRate: 60)  // R peaks at 0.4, 1.4, …
    let truth = train.groundTruth(
      duration: 3, rhythm: "test", rhythmAnnotation: "(N", beatSymbol: "N")
    let inside = truth.beats.filter { (0..<3).contains($0.rPeak) }
    #expect(inside.count == 3)
    // The largest magnitude of this heart lies at −0.00589 rad, as published; that of QRS
    // alone 1.4e-4 rad beside it.
    #expect(abs(inside[1].rPeak - (1.4 - 0.00589 / (2 * .pi))) < 3e-5)
    // The published intervals of this heart: QRS −44 to 42 ms, T end 374 ms, P onset −194 ms.
    let qrs = inside[1].qrs
    #expect(abs(try #require(qrs.onset) - 1.356) < 1e-3)
    #expect(abs(try #require(qrs.offset) - 1.442) < 1e-3)
    #expect(abs(try #require(inside[1].tWave?.offset) - 1.774) < 1e-3)
    let p = try #require(truth.pWaves.first { ($0.onset ?? 0) > 1 })
    #expect(abs(try #require(p.onset) - 1.206) < 1e-3)
  }

  @Test func dissociatedAtriaHaveTheirOwnTimes() {
    let truth = SimulatedTrains.dissociated().groundTruth(
      duration: 10, rhythm: "test", rhythmAnnotation: "", beatSymbol: "N")
    let peaks = truth.pWaves.map(\.peak).filter { (0..<10).contains($0) }
    // The largest P kernels lie about 0.09 s before the clock's zero at 0.11 s.
    #expect(peaks.count == Int((10 - peaks[0]) / 0.71) + 1 && peaks[0] < 0.03)
    for (one, two) in zip(peaks, peaks.dropFirst()) { #expect(abs(two - one - 0.71) < 1e-9) }
  }

  @Test func annotationsAreSortedAndInsideTheRecording() {
    var train = SimulatedTrains.dipole()
    train.stimuli = [
      Stimulus(
        pulse: PacingPulse(time: 0.3501, width: 0.0004, chamber: .rightVentricle),
        amplitudes: [1, 0, 0])
    ]
    let truth = train.groundTruth(
      duration: 2, rhythm: "test", rhythmAnnotation: "(N", beatSymbol: "/")
    let marks = truth.annotations(samplingRate: 500, sampleCount: 1000)
    #expect(marks.first == Annotation(sample: 0, symbol: "+", text: "(N"))
    #expect(marks.map(\.sample) == marks.map(\.sample).sorted())
    #expect(marks.allSatisfy { (0..<1000).contains($0.sample) })
    #expect(marks.filter { $0.symbol == "/" }.map(\.sample) == [200, 700])
    #expect(marks.filter { $0.symbol == "p" }.allSatisfy { $0.number == 0 })
    #expect(marks.filter { $0.symbol == "t" }.count == 2)
    let note = marks.first { $0.symbol == "\"" }
    #expect(note?.sample == 175 && note?.text == "pulse V at 0.3501 s, 0.4 ms")
  }

  /// Single beats read their truth off the rhythm's beat; the train's own kernels must say the same.
  @Test(arguments: try RhythmCatalogue().steadyNames())
  func aSingleBeatsTruthIsThatOfItsKernels(name: String) throws {
    let rhythm = try RhythmCatalogue().rhythm(named: name)
    for seed in UInt64(0)..<3 {
      let rate = seed == 2 ? rhythm.rate.perMinute.upperBound : rhythm.rate.defaultPerMinute
      let single = try SingleBeat(
        rhythm, heartRatePerMinute: rate, samplingRate: 500,
        varying: seed == 0 ? nil : Philox(seed: seed))
      let read = single.train.groundTruth(
        duration: single.rrInterval, rhythm: rhythm.name,
        rhythmAnnotation: rhythm.rhythmAnnotation,
        beatSymbol: single.truth.beats.first?.symbol ?? "")
      let beat = try #require(single.truth.beats.first)
      let same = try #require(read.beats.first { abs($0.rPeak - beat.rPeak) < 0.01 })
      // Boundaries are refined to 1e-7 rad of circles of two seconds and of one RR interval; 1024
      // points find the same crossings unless two lie closer than 2 ms.
      #expect(Self.distance(beat.qrs, same.qrs) < 1e-6)
      #expect((beat.tWave == nil) == (same.tWave == nil))
      if let one = beat.tWave, let two = same.tWave { #expect(Self.distance(one, two) < 1e-6) }
      for wave in single.truth.pWaves {
        #expect(read.pWaves.contains { Self.distance(wave, $0) < 1e-6 })
      }
      let inside = read.pWaves.filter { (0..<single.rrInterval).contains($0.peak) }
      #expect(inside.count == single.truth.pWaves.count)
    }
  }

  /// The largest difference of two waves' boundaries in seconds.
  static func distance(_ one: TimedWave, _ two: TimedWave) -> Double {
    [(one.onset, two.onset), (one.peak, two.peak), (one.offset, two.offset)].map { a, b in
      guard let a, let b else { return (a == nil) == (b == nil) ? 0 : .infinity }
      return abs(a - b)
    }.max() ?? 0
  }
}
