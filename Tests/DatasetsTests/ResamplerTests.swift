import Foundation
import Testing

@testable import Datasets

@Suite struct ResamplerTests {
  private func sine(_ frequency: Double, _ rate: Double, seconds: Double = 10) -> [Double] {
    (0..<Int(seconds * rate)).map { sin(2 * .pi * frequency * Double($0) / rate) }
  }

  /// Waves up to 0.8 of the new Nyquist rate pass; the kernel's ripple is 80 dB down.
  @Test(arguments: [
    (500.0, 100.0, 35.0), (1000, 500, 150), (257, 100, 30), (100, 500, 35), (360, 500, 100),
  ])
  func wavesThatFitPass(_ from: Double, _ to: Double, _ frequency: Double) {
    let resampler = Resampler(from: from, to: to)
    let found = resampler(sine(frequency, from))
    let expected = sine(frequency, to).prefix(found.count)
    // Where the window is whole: 24 crossings at 0.46 of the smaller rate.
    let edge = Int(30 * max(1, to / from))
    for index in edge..<(found.count - edge) {
      #expect(abs(found[index] - expected[index]) < 2e-4, "sample \(index)")
    }
  }

  @Test(arguments: [(500.0, 100.0, 60.0), (500, 100, 130), (1000, 500, 300)])
  func wavesThatDoNotFitAreTakenOut(_ from: Double, _ to: Double, _ frequency: Double) {
    let found = Resampler(from: from, to: to)(sine(frequency, from))
    #expect(found.dropFirst(40).dropLast(40).map(abs).max().map { $0 < 1e-3 } == true)
  }

  @Test func constantsStayToTheirEnds() {
    let found = Resampler(from: 500, to: 100)([Double](repeating: 0.7, count: 5000))
    #expect(found.count == 1000)
    #expect(found.allSatisfy { abs($0 - 0.7) < 1e-12 })
  }

  @Test func lengthsAreThoseOfTheSameTime() {
    #expect(Resampler(from: 500, to: 100).count(of: 5000) == 1000)
    #expect(Resampler(from: 500, to: 100).count(of: 4948) == 990)
    #expect(Resampler(from: 100, to: 500).count(of: 1000) == 4996)
    #expect(Resampler(from: 100, to: 500)([]) == [])
    #expect(Resampler(from: 100, to: 100)([1, 2]) == [1, 2])
  }
}
