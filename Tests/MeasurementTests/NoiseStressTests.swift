import Electrocardiogram
import Foundation
import Measurement
import Testing

@Suite("NoiseStress")
struct NoiseStressTests {
  /// Noise of a standard deviation of 0.7 mV in two signals.
  private static func noise(seconds: Int, samplingRate: Double = 100) -> Recording {
    var generator = GaussianNoise(seed: 5)
    return Recording(
      name: "noise", samplingRate: samplingRate,
      channels: ["a", "b"].map { name in
        Channel(
          name: name,
          millivolts: (0..<seconds * Int(samplingRate)).map { _ in 0.7 * generator.next() })
      })
  }

  /// Triangular complexes of 2 mV every second.
  private static func recording(seconds: Int) -> Recording {
    Recording(
      name: "triangles", samplingRate: 100,
      channels: [
        Channel(
          name: "II",
          millivolts: (0..<seconds * 100).map { max(0, 2 - abs(Double($0 % 100) - 50)) })
      ])
  }

  private static func beats(_ seconds: Int) -> [Int] { (0..<seconds).map { 100 * $0 + 50 } }

  @Test("the ratio is that of A²/8 to the noise's mean square", arguments: [0.0, 6, 12])
  func ratio(decibels: Double) throws {
    let clean = Self.recording(seconds: 100)
    let stressed = try NoiseStress(noise: Self.noise(seconds: 100), decibels: decibels)
      .added(to: clean, beats: Self.beats(100))
    let added = zip(stressed.channels[0].millivolts, clean.channels[0].millivolts).map { $0 - $1 }
    let power = added.reduce(0) { $0 + $1 * $1 } / Double(added.count)
    // A mean square of 10,000 samples is good to 1.4 %, and the trimmed mean of roots to 1 %.
    #expect(abs(10 * log10(4 / 8 / power) - decibels) < 0.15)
  }

  @Test("alternating noise begins after five minutes and rests for two minutes in four")
  func alternating() throws {
    let clean = Self.recording(seconds: 700)
    let stressed = try NoiseStress(
      noise: Self.noise(seconds: 60), decibels: 6, pattern: .alternating
    ).added(to: clean, beats: Self.beats(700))
    let changed = (0..<70_000).map {
      stressed.channels[0].millivolts[$0] != clean.channels[0].millivolts[$0]
    }
    #expect(!changed[..<30_000].contains(true))
    #expect(!changed[30_000..<42_000].contains(false))
    #expect(!changed[42_000..<54_000].contains(true))
    #expect(!changed[54_000..<66_000].contains(false))
  }

  @Test("noise that does not fit is refused by name")
  func refused() {
    let recording = Self.recording(seconds: 10)
    func code(_ noise: Recording, beats: [Int]) -> MeasurementError? {
      #expect(throws: MeasurementError.self) {
        try NoiseStress(noise: noise, decibels: 6).added(to: recording, beats: beats)
      }
    }
    let rate = code(Self.noise(seconds: 10, samplingRate: 200), beats: Self.beats(10))
    #expect(rate?.code == .unsuitableNoise && rate?.message.contains("200.0") == true)
    var silent = Self.noise(seconds: 10)
    silent.channels[0].millivolts = [Double](repeating: 1, count: 1000)
    #expect(code(silent, beats: Self.beats(10))?.message.contains("constant") == true)
    var torn = Self.noise(seconds: 10)
    torn.channels[0].millivolts[500] = .nan
    #expect(code(torn, beats: Self.beats(10))?.message.contains("missing") == true)
    silent.channels = []
    #expect(code(silent, beats: Self.beats(10))?.message.contains("0 signals") == true)
    #expect(code(Self.noise(seconds: 10), beats: [])?.code == .noBeat)
    let late = #expect(throws: MeasurementError.self) {
      try NoiseStress(noise: Self.noise(seconds: 10), decibels: 6, pattern: .alternating)
        .added(to: recording, beats: Self.beats(10))
    }
    #expect(late?.message.contains("ends before") == true)
  }
}
