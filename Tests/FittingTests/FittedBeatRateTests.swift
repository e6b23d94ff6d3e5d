import CardiacModel
import Electrocardiogram
import RhythmLibrary
import Testing

@testable import Fitting

@Suite struct FittedBeatRateTests {
  /// P 150 ms before QRS, QT 400 ms, at 66.7 a minute.
  static let marks = FittedBeat.Marks(
    p: TimedWave(onset: -0.19, peak: -0.145, offset: -0.1),
    qrs: TimedWave(onset: -0.04, peak: 0, offset: 0.05),
    t: TimedWave(onset: 0.2, peak: 0.29, offset: 0.36))
  static let own = 0.9

  static func fit(rrInterval: Double = own) throws -> FittedBeat {
    let timing = try KnownBeat.timing(rrInterval: rrInterval)
    let samples = timing.model(baseline: 0, kernels: KnownBeat.kernels)
    return FittedBeat(
      record: "known", timing: timing, beatCount: 1, model: .lead,
      leads: [
        FittedBeat.FittedLead(
          name: ChannelName(.II), beat: samples, model: samples,
          quality: FitQuality(beat: samples, model: samples), baseline: 0,
          baselineStandardError: nil, kernels: KnownBeat.kernels, isDerived: false)
      ], dipole: nil)
  }

  @Test(arguments: [0.4, 0.46, 0.6, 1.2, 2])
  func wavesMoveAsTheLawsSay(rr: Double) throws {
    let map = try CycleMap(Self.marks, from: Self.own, to: rr)
    let p = map(try #require(Self.marks.p)), qrs = map(try #require(Self.marks.qrs))
    let t = map(try #require(Self.marks.t))
    #expect(qrs == Self.marks.qrs)
    let qt = 0.4 * (0.49 - 0.09 / rr) / (0.49 - 0.09 / Self.own)
    #expect(abs(try #require(t.offset) + 0.04 - qt) < 1e-12)
    // 0.358 s a second below 0.52 s, and never more than the 60 ms between P and QRS.
    let shorter = min(0.358 * max(0.52 - rr, 0), 0.06)
    #expect(abs(try #require(p.onset) + 0.19 - shorter) < 1e-12)
    #expect(abs((try #require(p.offset) - (try #require(p.onset))) - 0.09) < 1e-12)
    // Each cycle goes on where the one before ended, in the same order.
    let times = stride(from: -1.0, to: 1, by: 0.001).map { map($0) }
    #expect(zip(times, times.dropFirst()).allSatisfy { $0 <= $1 && $1 - $0 < 0.02 })
    #expect(abs(map(0.3 + Self.own) - map(0.3) - rr) < 1e-12)
  }

  @Test func ratesAtWhichPWouldFallOnTAreRefused() throws {
    var long = Self.marks
    long.t?.offset = 0.42
    #expect(throws: CycleMap.Obstacle.overlap) { try CycleMap(long, from: Self.own, to: 0.3) }
    var touching = Self.marks
    touching.t?.offset = 0.72
    #expect(throws: CycleMap.Obstacle.overlap) { try CycleMap(touching, from: Self.own, to: 1.5) }
    var broad = Self.marks
    broad.qrs?.offset = 0.25
    #expect(throws: CycleMap.Obstacle.shortQT) { try CycleMap(broad, from: Self.own, to: 0.4) }
  }

  @Test func aKernelKeepsItsPlaceAmongTheWaves() throws {
    let fit = try Self.fit()
    let map = try CycleMap(Self.marks, from: Self.own, to: 0.45)
    let (old, new) = (fit.heart.heart, map(fit.heart.heart))
    func inTime(_ heart: Heart, _ rr: Double) -> [(time: Double, width: Double)] {
      heart.sources[0].waves.map { ($0.phase * rr / (2 * .pi), $0.width * rr / (2 * .pi)) }
    }
    let (before, after) = (inTime(old, Self.own), inTime(new, 0.45))
    for (one, two) in zip(before, after) { #expect(abs(map(one.time) - two.time) < 1e-12) }
    // P moves whole, R stays whole; T is within its wave and shrinks as ST and T do.
    #expect(abs(after[0].width - before[0].width) < 1e-12)
    #expect(abs(after[2].width - before[2].width) < 1e-12 && abs(after[2].time - 0.001) < 1e-12)
    let stretch = (map(0.36) - 0.05) / (0.36 - 0.05)
    #expect(abs(after[4].width / before[4].width - stretch) < 1e-12)
  }

  /// What lies between T and P never becomes a spike, and what spans the cycle still does.
  @Test func noKernelShrinksMoreThanTheCycle() throws {
    let map = try CycleMap(Self.marks, from: Self.own, to: 0.42)
    let heart = Heart(
      basis: .leads([.II]),
      sources: [
        Source(
          waves: [(0.55, 0.01), (0.3, 0.15)].map { time, width in
            GaussianWave(
              wave: .T, phase: 2 * .pi * time / Self.own, amplitude: 0.03,
              width: 2 * .pi * width / Self.own)
          })
      ])
    for (old, new) in zip(heart.sources[0].waves, map(heart).sources[0].waves) {
      // Phases already count in cycles.
      #expect(new.width >= old.width * (1 - 1e-12))
    }
  }

  @Test func theTwinHasItsOwnTruthAtItsOwnRateAndMovesItElsewhere() throws {
    let fit = try Self.fit()
    let marks = try fit.measuredMarks()
    let own = try fit.beat(rrInterval: Self.own, rPeak: 0.36, rhythm: "twin")
    #expect(own.heart == fit.heart.heart)
    #expect(abs(own.truth.beats[0].qrs.peak - (try #require(marks.qrs).peak) - 0.36) < 1e-12)
    let fast = try fit.beat(rrInterval: 0.5, rPeak: 0.2, rhythm: "twin")
    let map = try CycleMap(marks, from: Self.own, to: 0.5)
    let t = try #require(fast.truth.beats[0].tWave), measured = try #require(marks.t)
    #expect(abs(t.peak - map(measured.peak) - 0.2) < 1e-12)
    // The highest point after QRS is where the truth says that T culminates: within a sample.
    let source = fast.heart.sources[0]
    let top = stride(from: 0.08, to: 0.28, by: 0.0005).max { a, b in
      let (x, y) = (2 * .pi * a / 0.5, 2 * .pi * b / 0.5)
      return source.value(atrialPhase: x, ventricularPhase: x)
        < source.value(atrialPhase: y, ventricularPhase: y)
    }
    #expect(abs(try #require(top) + 0.2 - t.peak) < 0.003)
  }

  /// Marks of the recording are the truth of its twin, whatever kernels make of the shape.
  @Test func theTwinHasTheRecordingsMarks() throws {
    var fit = try Self.fit()
    fit.marks = Self.marks
    #expect(try fit.measuredMarks() != Self.marks)
    for rr in [Self.own, 0.6] {
      let beat = try fit.beat(rrInterval: rr, rPeak: 0.2, rhythm: "twin")
      let map = try CycleMap(Self.marks, from: Self.own, to: rr)
      let qrs = beat.truth.beats[0].qrs
      #expect(abs(try #require(qrs.onset) - 0.16) < 1e-12)
      #expect(abs(try #require(qrs.offset) - 0.25) < 1e-12)
      let t = try #require(beat.truth.beats[0].tWave?.offset)
      #expect(abs(t - map(0.36) - 0.2) < 1e-12)
      let p = try #require(beat.truth.pWaves.first?.onset)
      #expect(abs(p - map(-0.19) - 0.2) < 1e-12)
    }
    fit.marks?.p = nil
    #expect(try fit.beat(rrInterval: 0.6, rPeak: 0.2, rhythm: "twin").truth.pWaves.isEmpty)
  }

  @Test func anImpossibleRateNamesThePossibleOnes() throws {
    // Marks of its own, since rates near the limit depend on each millisecond of what is measured: at
    // 198 a minute T ends 168 ms after R and the next P begins 143 ms after it.
    var fit = try Self.fit()
    fit.marks = Self.marks
    fit.marks?.p?.onset = -0.22
    fit.marks?.t?.offset = 0.38
    for rate in [20.0, 198, 230] {
      let error = try #require(throws: FitError.self) {
        try fit.beat(rrInterval: 60 / rate, rPeak: 0.1, rhythm: "twin")
      }
      #expect(error.code == .impossibleRate)
      #expect(error.message.contains("known cannot beat \(Int(rate)) times a minute"))
      let range = try #require(error.message.firstMatch(of: /give 30 to ([0-9]+)$/)?.output.1)
      let highest = try #require(Double(range))
      _ = try fit.beat(rrInterval: 60 / highest, rPeak: 0.1, rhythm: "twin")
      #expect(throws: FitError.self) {
        try fit.beat(rrInterval: 60 / (highest + 1), rPeak: 0.1, rhythm: "twin")
      }
    }
  }
}
