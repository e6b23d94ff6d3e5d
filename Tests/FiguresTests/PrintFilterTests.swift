import Foundation
import Testing

@testable import Figures

@Suite struct PrintFilterTests {
  /// The height of a sine behind the filter, far from the ends.
  func gain(at frequency: Double, samplingRate: Double) -> Double {
    let samples = (0..<Int(2 * samplingRate)).map {
      sin(2 * .pi * frequency * Double($0) / samplingRate)
    }
    let filtered = PrintFilter(cutoff: 40).applied(to: samples, samplingRate: samplingRate)
    let middle = Int(0.5 * samplingRate)..<Int(1.5 * samplingRate)
    let power = filtered[middle].reduce(0) { $0 + $1 * $1 } / Double(middle.count)
    return (2 * power).squareRoot()
  }

  @Test(arguments: [500.0, 1000]) func halfThePowerIsLeftAtTheCutOff(samplingRate: Double) {
    // The kernel is cut at five deviations and sampled: 1e-4 of the whole.
    #expect(abs(gain(at: 40, samplingRate: samplingRate) - 0.5.squareRoot()) < 1e-3)
    #expect(abs(gain(at: 80, samplingRate: samplingRate) - 0.25) < 1e-3)
    #expect(gain(at: 5, samplingRate: samplingRate) > 0.99)
  }

  @Test func aLevelStaysAndAPeakStaysWhereItIs() {
    let filter = PrintFilter(cutoff: 40)
    let level = filter.applied(to: Array(repeating: 0.3, count: 50), samplingRate: 500)
    #expect(level.allSatisfy { abs($0 - 0.3) < 1e-12 })
    var peak = [Double](repeating: 0, count: 101)
    peak[50] = 1
    let filtered = filter.applied(to: peak, samplingRate: 500)
    #expect(filtered.indices.max { filtered[$0] < filtered[$1] } == 50)
    #expect(abs(filtered.reduce(0, +) - 1) < 1e-12)
    #expect(zip(filtered, filtered.reversed()).allSatisfy { abs($0 - $1) < 1e-15 })
    #expect(filter.applied(to: [], samplingRate: 500).isEmpty)
  }
}
