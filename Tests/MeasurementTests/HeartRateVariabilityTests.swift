import Foundation
import TestSupport
import Testing

@testable import Measurement

@Suite("Heart rate variability")
struct HeartRateVariabilityTests {
  /// R peaks whose interval breathes at a frequency in hertz, in seconds.
  private func peaks(
    seconds: Double, mean: Double = 0.8, swing: Double = 0.03, at frequency: Double = 0.25,
    second: (swing: Double, frequency: Double) = (0, 0.1)
  ) -> [Double] {
    var times = [0.3]
    while let last = times.last, last < seconds {
      times.append(
        last + mean + swing * sin(2 * .pi * frequency * last)
          + second.swing * sin(2 * .pi * second.frequency * last))
    }
    return times
  }

  @Test("the power of a sine is half its squared amplitude, and lies in its own band")
  func sine() throws {
    let slow = HeartRateVariability(rPeaks: peaks(seconds: 300, swing: 0.03, at: 0.1))
    let fast = HeartRateVariability(rPeaks: peaks(seconds: 300, swing: 0.02, at: 0.25))
    let (low, high) = (
      try slow.value(.lowFrequencyPower).get(), try fast.value(.highFrequencyPower).get()
    )
    // Leakage out of the band and the beats' own sampling: 10 %.
    #expect(abs(low / (0.5 * 0.03 * 0.03) - 1) < 0.1, "\(low)")
    #expect(abs(high / (0.5 * 0.02 * 0.02) - 1) < 0.1, "\(high)")
    #expect(try slow.value(.lowToHighRatio).get() > 20)
    #expect(try fast.value(.lowToHighRatio).get() < 0.05)
  }

  @Test("an early beat and its pause are left out")
  func ectopic() throws {
    var times = peaks(seconds: 120)
    let clean = try HeartRateVariability(rPeaks: times).value(.rmssd).get()
    for k in stride(from: 20, to: 120, by: 25) { times[k] -= 0.3 }
    let disturbed = HeartRateVariability(rPeaks: times)
    #expect(disturbed.normal.count == times.count - 1 - 8)
    #expect(abs(try disturbed.value(.rmssd).get() / clean - 1) < 0.1)
  }

  @Test("a statistic that a record is too short for is refused with a reason")
  func refusal() throws {
    let short = HeartRateVariability(rPeaks: peaks(seconds: 30))
    #expect(throws: Never.self) { try short.value(.rmssd).get() }
    for (quantity, least) in HeartRateVariability.statistics where least > 30 {
      let error = #expect(throws: HeartRateVariability.Refusal.self) {
        try short.value(quantity).get()
      }
      #expect(error?.description.contains("needs a record of \(Int(least)) s") == true)
    }
    let few = HeartRateVariability(rPeaks: [1, 2, 3])
    #expect(throws: HeartRateVariability.Refusal.self) { try few.value(.rmssd).get() }
    #expect(throws: HeartRateVariability.Refusal.self) {
      try HeartRateVariability(rPeaks: []).value(.sdnn).get()
    }
  }

  @Test(
    "densities are SciPy's, statistics in time NeuroKit2's",
    .enabled(if: OraclePython.isPresent, "\(OraclePython.hint)"))
  func oracle() throws {
    let times = peaks(seconds: 300, second: (0.02, 0.09))
    let variability = HeartRateVariability(rPeaks: times)
    let frequencies = [0.05, 0.0913, 0.14, 0.2, 0.25, 0.31]
    let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: file) }
    // NeuroKit2 takes whole samples: at 1 MHz they are as good as seconds.
    try JSONEncoder().encode([times, frequencies]).write(to: file)
    let lines = try OraclePython.run(
      PackageRoot.path("Tests/MeasurementTests/Oracles/variability.py"), [file.path]
    ).split(separator: "\n").map { $0.split(separator: " ").compactMap { Double($0) } }
    try #require(lines.count == 2 && lines[0].count == 6 && lines[1].count == 3)
    let lomb = LombPeriodogram(
      times: variability.normal.map(\.time), values: variability.normal.map(\.length))
    for (frequency, expected) in zip(frequencies, lines[0]) {
      // The same sums in another order, scaled by the same span.
      #expect(abs(lomb.density(frequency) - expected) <= 1e-9 * lines[0].reduce(0, max))
    }
    let ours = try [Quantity.sdnn, .rmssd, .pnn50].map { try variability.value($0).get() }
    for (own, theirs) in zip(ours.prefix(2), lines[1]) {
      // Rounded to microseconds.
      #expect(abs(own - theirs) < 1e-5)
    }
    // NeuroKit2 divides by one more than there are differences.
    let count = Double(variability.differences.count)
    #expect(abs(ours[2] - lines[1][2] * (count + 1) / count) < 0.01)
  }
}
