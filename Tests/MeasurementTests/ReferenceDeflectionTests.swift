import Electrocardiogram
import Foundation
import Testing

@testable import Measurement

@Suite("ReferenceDeflection")
struct ReferenceDeflectionTests {
  /// Beats of 0.9 s whose R and S, 90 ms apart, are alike; S is the larger one in some beats.
  private func recording(largeS: Set<Int>) -> Recording {
    let values = (0..<9000).map { i -> Double in
      let time = Double(i) / 500
      let beat = Int((time / 0.9).rounded(.down))
      let t = time - 0.9 * Double(beat) - 0.4
      func wave(_ at: Double, _ width: Double) -> Double { exp(-0.5 * pow((t - at) / width, 2)) }
      return wave(0, 0.015) - (largeS.contains(beat) ? 1.1 : 0.9) * wave(0.09, 0.015)
        + 0.2 * wave(0.3, 0.04)
    }
    return Recording(
      name: "two", samplingRate: 500, channels: [Channel(name: "II", millivolts: values)])
  }

  @Test("of two deflections alike in size all beats take the one that most beats have")
  func regular() throws {
    let peaks = try RPeakDetector().rPeaks(in: recording(largeS: [3, 7, 8, 14]))
    #expect(peaks.count == 20)
    let intervals = zip(peaks, peaks.dropFirst()).map { $1 - $0 }
    // One sample either way; a jump between the two is 45.
    #expect(intervals.allSatisfy { abs($0 - 450) <= 1 }, "\(intervals)")
    #expect(abs(peaks[0] - 200) <= 1)
  }

  @Test("most beats, not the first ones, decide")
  func majority() throws {
    let peaks = try RPeakDetector().rPeaks(in: recording(largeS: Set(2..<20)))
    #expect(zip(peaks, peaks.dropFirst()).allSatisfy { abs($1 - $0 - 450) <= 1 }, "\(peaks)")
    #expect(abs(peaks[0] - 245) <= 1)
  }

  @Test("deflections are alike by direction, not by size")
  func direction() {
    let one = ReferenceDeflection(sample: 0, heights: [1, -0.5])
    #expect(one.isLike(ReferenceDeflection(sample: 9, heights: [3, -1.4])))
    #expect(!one.isLike(ReferenceDeflection(sample: 9, heights: [-1, 0.5])))
    #expect(!one.isLike(ReferenceDeflection(sample: 9, heights: [0.5, 1])))
  }
}
