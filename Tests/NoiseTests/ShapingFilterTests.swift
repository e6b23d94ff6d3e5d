import Electrocardiogram
import Foundation
import Testing

@testable import Noise

@Suite struct ShapingFilterTests {
  /// The first and the last sample of many short draws.
  static func ends(_ filter: ShapingFilter, count: Int) -> (first: [Double], last: [Double]) {
    var (first, last): ([Double], [Double]) = ([], [])
    for record in 0..<3000 as Range<UInt32> {
      let stream = NoiseStream(seed: 3, record: record, kind: .pink)
      var signals = ElectrodeSignals(count: count)
      stream.fillNormal(part: 1, &signals.samples)
      filter.run(
        &signals, start: stream.normal(part: 2, count: 9 * filter.poles.count))
      for electrode in Electrode.allCases {
        let row = signals[electrode]
        first.append(Double(row[0]))
        last.append(Double(row[count - 1]))
      }
    }
    return (first, last)
  }

  @Test func noiseIsInItsSteadyStateFromTheFirstSampleOn() {
    let filter = PinkNoise(samplingRate: 500).filter
    let (first, last) = Self.ends(filter, count: 100)
    // ∫|H|² over half the circle, on a grid that resolves the slowest pole.
    let steps = 400_000
    let expected =
      (0..<steps).reduce(0) {
        $0 + filter.power(atHertz: (Double($1) + 0.5) / Double(steps) / 2, samplingRate: 1)
      } / Double(steps)
    // 27,000 numbers: √(2/27,000) = 0.9 %; four times that.
    #expect(abs(TestRecording.variance(first) / expected - 1) < 0.035)
    #expect(abs(TestRecording.variance(last) / expected - 1) < 0.035)
  }

  @Test func theCascadeIsThatOfItsSections() {
    // The same recursion in double precision, one section after the other.
    let (poles, zeros) = ([0.9, 0.5, -0.3], [1.0, 0.2, 0])
    let filter = ShapingFilter(poles: poles, zeros: zeros)
    let stream = NoiseStream(seed: 4, record: 0, kind: .pink)
    var signals = ElectrodeSignals(count: 500)
    stream.fillNormal(part: 1, &signals.samples)
    var x = signals[.V3].map(Double.init)
    filter.run(&signals, start: [Float](repeating: 0, count: 27))
    for (pole, zero) in zip(poles, zeros) {
      var w = 0.0
      for n in x.indices {
        let next = x[n] + pole * w
        x[n] = next - zero * w
        w = next
      }
    }
    let worst = zip(signals[.V3], x).map { abs(Double($0) - $1) }.max() ?? .nan
    // Single precision: 6e-8 times values of some 5, summed with a pole of 0.9.
    #expect(worst < 5e-6)
  }
}
