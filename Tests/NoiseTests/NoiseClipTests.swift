import Electrocardiogram
import Foundation
import RecordFiles
import TestSupport
import Testing

@testable import Noise

@Suite struct NoiseClipTests {
  static func tone(_ hertz: Double, rate: Double, seconds: Double) -> [Double] {
    (0..<Int(seconds * rate)).map { sin(2 * .pi * hertz * Double($0) / rate + 0.3) }
  }

  @Test(arguments: [(360.0, 500.0), (360, 100), (360, 360.5), (500, 360), (128, 1000)])
  func tonesKeepFrequencyAndSize(old: Double, new: Double) {
    for hertz in [0.3, 5.0, 0.45 * min(old, new)] {
      let x = Self.tone(hertz, rate: old, seconds: 10)
      let y = ClipResampling(from: old, to: new)(x)
      // What the filter reaches over is left out at the start.
      let lead = (44 / min(1, new / old)).rounded(.up) / old
      var worst = 0.0
      for (n, value) in y.enumerated() {
        let exact = sin(2 * .pi * hertz * (lead + Double(n) / new) + 0.3)
        worst = max(worst, abs(Double(value) - exact))
      }
      #expect(y.count > Int(8 * new))
      // The window's ripple.
      #expect(worst < 1.5e-3, "\(old) to \(new) Hz, \(hertz) Hz: \(worst)")
    }
  }

  @Test func whatTheNewRateCannotHoldIsRemoved() {
    for hertz in [53.5, 70, 120, 179] {
      let y = ClipResampling(from: 360, to: 100)(Self.tone(hertz, rate: 360, seconds: 10))
      // 80 dB down, in double precision.
      #expect((y.map { abs($0) }.max() ?? .nan) < 3e-4, "\(hertz) Hz")
    }
  }

  @Test func theSameRateLeavesSamplesAsTheyAre() {
    let x = Self.tone(3, rate: 250, seconds: 1)
    #expect(ClipResampling(from: 250, to: 250)(x) == x.map(Float.init))
  }

  /// Two channels of which every sample tells its channel and place.
  static let counting = Recording(
    name: "counting", samplingRate: 100,
    channels: (0..<2).map { channel in
      Channel(
        name: "noise\(channel + 1)",
        millivolts: (0..<20_000).map { Double(1 + $0 + 20_000 * channel) })
    })

  @Test func electrodesGetStretchesFromPlacesAndInPolaritiesOfTheirOwn() throws {
    let clip = try NoiseClip(Self.counting, samplingRate: 100)
    var (places, signs, firstChannels): ([Int], Set<Bool>, Set<Int>) = ([], [], [])
    for record in 0..<50 as Range<UInt32> {
      var signals = ElectrodeSignals(count: 1000)
      clip.draw(
        into: &signals, at: Electrode.allCases,
        using: NoiseStream(seed: 1, record: record, kind: .baseline))
      var channels: [Int] = []
      for electrode in Electrode.allCases {
        let row = signals[electrode]
        let sign: Float = row[0] < 0 ? -1 : 1
        signs.insert(sign > 0)
        let start = Int(row[0] * sign) - 1
        channels.append(start / 20_000)
        places.append(start % 20_000)
        #expect(row.indices.allSatisfy { row[$0] == sign * Float(start + 1 + $0) })
      }
      firstChannels.insert(channels[0])
      // Alternating.
      #expect(zip(channels, channels.dropFirst()).allSatisfy { $0 != $1 })
    }
    #expect(signs.count == 2 && firstChannels.count == 2)
    // 450 places of 19,001, drawn evenly: mean 9500 ± 259.
    let mean = Double(places.reduce(0, +)) / Double(places.count)
    #expect(abs(mean - 9500) < 1040 && Set(places).count > 430)
    #expect((places.max() ?? 0) <= 19_000)
  }

  @Test func clipsTakeThePlaceOfEquationsAtTheLevelAsked() throws {
    let clean = TestRecording.make(rate: 100)
    let clip = try NoiseClip(Self.counting, samplingRate: 100)
    var generator = try NoiseGenerator(
      NoiseSpecification(parsing: ["baseline=10dB"]), samplingRate: 100, clips: [.baseline: clip])
    var noisy = clean
    let report = try generator.add(to: &noisy, seed: 4, record: 0)
    let noise = TestRecording.difference(noisy, clean)
    let ratio =
      clean.channels.reduce(0) { $0 + TestRecording.variance($1.millivolts) }
      / noise.reduce(0) { $0 + TestRecording.variance($1) }
    #expect(abs(10 * log10(ratio) - 10) < 1e-3)
    #expect(report.delivered.count == 1)
    // Every stretch is a straight line, hence every lead.
    for row in noise {
      let slope = (row[999] - row[0]) / 999
      #expect(row.indices.allSatisfy { abs(row[$0] - row[0] - slope * Double($0)) < 1e-5 })
    }
  }

  @Test func clipsThatDoNotFitAreRefused() throws {
    func refusal(_ part: String, _ body: () throws -> Void) throws {
      let error = try #require(throws: NoiseError.self, performing: body)
      #expect(error.code == .unfitClip)
      #expect(error.description.contains(part), "\(error)")
    }
    try refusal("has no channels") {
      _ = try NoiseClip(
        Recording(name: "none", samplingRate: 360, channels: []), samplingRate: 500)
    }
    var holed = Self.counting
    holed.channels[1].millivolts[12] = .nan
    try refusal("channel noise2: sample 12 is missing") {
      _ = try NoiseClip(holed, samplingRate: 500)
    }
    try refusal("too few to resample") {
      _ = try NoiseClip(
        Recording(
          name: "short", samplingRate: 360,
          channels: [Channel(name: "a", millivolts: [1, 2, 3])]), samplingRate: 500)
    }
    let clip = try NoiseClip(Self.counting, samplingRate: 100)
    let baseline = try NoiseSpecification(parsing: ["baseline=10dB"])
    try refusal("a clip of 100.0 Hz for recordings of 500.0 Hz") {
      _ = try NoiseGenerator(baseline, samplingRate: 500, clips: [.baseline: clip])
    }
    try refusal("'lead-off': a clip of") {
      _ = try NoiseGenerator(baseline, samplingRate: 100, clips: [.leadOff: clip])
    }
    try refusal("a recording of 300.0 s and a clip of 200.0 s") {
      var generator = try NoiseGenerator(baseline, samplingRate: 100, clips: [.baseline: clip])
      var long = TestRecording.make(rate: 100, seconds: 300)
      _ = try generator.add(to: &long, seed: 1, record: 0)
    }
  }

  @Test(
    .enabled(if: RealData.isPresent, "\(RealData.hint)"),
    arguments: [("bw", NoiseKind.baseline), ("em", .electrodeMotion), ("ma", .muscle)])
  func recordingsOfTheNoiseStressTestGiveNoise(name: String, kind: NoiseKind) throws {
    var whole = try RecordReader.read(RealData.path("nstdb/\(name)"))
    #expect(whole.samplingRate == 360 && whole.sampleCount == 650_000)
    // Two minutes are enough here.
    for index in whole.channels.indices {
      whole.channels[index].millivolts = Array(whole.channels[index].millivolts[100_000..<143_200])
    }
    let clip = try NoiseClip(whole, samplingRate: 500)
    // 43,200 samples less what the filter reaches over, 44 at each end, times 500/360.
    #expect(clip.count == Int((43_199.0 - 88) / 0.72))
    let clean = TestRecording.make()
    var generator = try NoiseGenerator(
      NoiseSpecification(parsing: ["\(kind.rawValue)=6dB"]), samplingRate: 500,
      clips: [kind: clip])
    var noisy = clean
    let report = try generator.add(to: &noisy, seed: 4, record: 0)
    let ratio =
      clean.channels.reduce(0) { $0 + TestRecording.variance($1.millivolts) }
      / TestRecording.difference(noisy, clean).reduce(0) { $0 + TestRecording.variance($1) }
    #expect(abs(10 * log10(ratio) - 6) < 1e-4)
    #expect(report.delivered.map(\.kind) == [kind])
  }
}
