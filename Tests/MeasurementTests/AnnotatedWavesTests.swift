import Electrocardiogram
import Foundation
import Measurement
import TestSupport
import Testing

@Suite("AnnotatedWaves")
struct AnnotatedWavesTests {
  /// Marks at samples of 500 Hz.
  private func marks(_ list: [(Int, String)]) -> [Annotation] {
    list.map { Annotation(sample: $0.0, symbol: $0.1) }
  }

  /// P from 100 to 150, QRS from 180 to 220, T from 300 to 400, all shifted.
  private func beat(_ shift: Int, p: Bool = true) -> [Annotation] {
    marks(
      (p ? [(100, "("), (125, "p"), (150, ")")] : [])
        + [(180, "("), (200, "N"), (220, ")"), (300, "("), (350, "t"), (400, ")")]
    ).map { Annotation(sample: $0.sample + shift, symbol: $0.symbol) }
  }

  @Test("brackets belong to the peak between them, and either may be missing")
  func brackets() {
    let waves = AnnotatedWaves(
      marks([
        (10, "p"), (20, "("), (30, "N"), (40, ")"), (60, "("), (70, "t"), (90, "("), (100, "V"),
        (110, "+"), (120, "t"), (130, ")"),
      ]), samplingRate: 100)
    #expect(waves.waves[.P] == [TimedWave(onset: nil, peak: 0.1, offset: nil)])
    #expect(
      waves.waves[.QRS] == [
        TimedWave(onset: 0.2, peak: 0.3, offset: 0.4), TimedWave(onset: 0.9, peak: 1, offset: nil),
      ])
    #expect(
      waves.waves[.T] == [
        TimedWave(onset: 0.6, peak: 0.7, offset: nil),
        TimedWave(onset: nil, peak: 1.2, offset: 1.3),
      ])
    #expect(waves.span == 0.1...1.3)
    #expect(AnnotatedWaves([], samplingRate: 100).span == nil)
  }

  @Test("waves of seven leads are joined at the medians, those of fewer are doubtful")
  func joined() {
    let leads = (0..<12).map { lead in
      AnnotatedWaves(
        beat(lead < 6 ? 0 : 10, p: lead < 6) + beat(500, p: lead < 7), samplingRate: 500)
    }
    let all = AnnotatedWaves(joining: leads)
    #expect(all.waves[.QRS]?.count == 2)
    #expect(all.waves[.QRS]?[0].onset == 0.37)  // Between 180 and 190 samples.
    #expect(all.waves[.P]?.count == 1 && all.waves[.P]?[0].onset == 1.2)
    #expect(all.doubtful[.P]?.count == 1)
    let beats = [125, 625].map {
      BeatWaves(
        rPeak: $0 + 75, p: SampledWave(onset: $0 - 25, peak: $0, offset: $0 + 25),
        qrs: SampledWave(onset: $0 + 60, peak: $0 + 75, offset: $0 + 95))
    }
    let errors = all.errors(of: beats, samplingRate: 500)
    // The first beat lies before the first mark of half of the leads, and its P is doubtful.
    #expect(errors[MarkKind(.P, .onset)]?.extra == 0)
    #expect(errors[MarkKind(.P, .onset)]?.differences == [0])
    #expect(errors[MarkKind(.T, .offset)]?.missed == 2)
    #expect(abs((errors[MarkKind(.QRS, .onset)]?.differences.last ?? 0) - 0.01) < 1e-12)
  }

  @Test("a bound that is not annotated is not held against a mark of it")
  func unknownBound() {
    let marks = AnnotatedWaves(
      marks([(180, "("), (200, "N"), (220, ")"), (350, "t"), (400, ")")]), samplingRate: 500)
    let beats = [
      BeatWaves(
        rPeak: 200, qrs: SampledWave(onset: 180, peak: 200, offset: 220),
        t: SampledWave(onset: 300, peak: 350, offset: 402))
    ]
    let errors = marks.errors(of: beats, samplingRate: 500)
    #expect(errors[MarkKind(.T, .onset)] == MarkErrors())
    #expect(errors[MarkKind(.T, .offset)]?.differences.count == 1)
  }

  @Test("where only some beats are marked, only those are judged")
  func someBeats() {
    let waves = AnnotatedWaves(beat(0) + beat(5000), samplingRate: 500)
    let beats = [0, 2500, 5000].map {
      BeatWaves(
        rPeak: 200 + $0, qrs: SampledWave(onset: 182 + $0, peak: 200 + $0, offset: 220 + $0))
    }
    let kind = MarkKind(.QRS, .onset)
    #expect(waves.errors(of: beats, samplingRate: 500)[kind]?.extra == 1)
    let judged = waves.errors(of: beats, samplingRate: 500, nearQRS: 0.15)[kind]
    #expect(judged?.extra == 0 && judged?.missed == 0 && judged?.differences.count == 2)
  }
}

@Suite("LUDBSplit")
struct LUDBSplitTests {
  @Test(
    "the hash is FNV-1a", arguments: [("", 0xcbf2_9ce4_8422_2325), ("a", 0xaf63_dc4c_8601_ec8c)])
  func hash(text: String, value: UInt64) {
    #expect(LUDBSplit.hash(text) == value)
  }

  @Test(
    "the held-out records are those that the rule gives",
    .enabled(if: RealData.isPresent, "\(RealData.hint)"))
  func rule() throws {
    let order = try RhythmTables.ludb().map { record in
      (kind: record.kind, hash: LUDBSplit.hash("1/\(record.number)"), number: record.number)
    }.sorted { ($0.kind, $0.hash) < ($1.kind, $1.hash) }
    #expect(order.count == 90)
    let held = order.enumerated().filter { $0.offset % 3 == 2 }.map(\.element.number)
    #expect(Set(held) == LUDBSplit.heldOut)
  }
}
