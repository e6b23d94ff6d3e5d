import Foundation
import Testing

@testable import Fitting

@Suite struct SampleInterpolationTests {
  private func wave(_ frequency: Double, at time: Double) -> Double {
    cos(2 * .pi * frequency * time + 0.7)
  }

  @Test func samplesStayAsTheyAre() {
    let samples = (0..<50).map { wave(0.3, at: Double($0)) + 0.1 }
    for factor in [1, 2, 5] {
      let interpolation = SampleInterpolation(factor: factor)
      let points = interpolation(samples)
      #expect(points.count == 49 * factor + 1 && points.count == interpolation.count(of: 50))
      #expect(stride(from: 0, to: points.count, by: factor).map { points[$0] } == samples)
    }
  }

  /// Tones of up to 0.35 of the sampling rate, away from the ends.
  @Test(arguments: [0, 0.01, 0.1, 0.25, 0.35])
  func pointsBetweenFollowASlowWave(frequency: Double) {
    let samples = (0..<60).map { wave(frequency, at: Double($0)) }
    let points = SampleInterpolation(factor: 4)(samples)
    for point in 4 * 15..<4 * 45 {
      // The window's ripple, 74 dB below the wave, from both of its edges.
      #expect(abs(points[point] - wave(frequency, at: Double(point) / 4)) < 1e-3)
    }
  }

  @Test func aLineGoesOnBeyondTheEnds() {
    let points = SampleInterpolation(factor: 5)((0..<40).map { 0.2 - 0.01 * Double($0) })
    for (point, value) in points.enumerated() {
      #expect(abs(value - 0.2 + 0.002 * Double(point)) < 1e-4)
    }
  }
}
