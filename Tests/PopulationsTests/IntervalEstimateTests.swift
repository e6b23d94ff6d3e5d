import Populations
import RandomNumbers
import Testing

@Suite struct IntervalEstimateTests {
  /// The interval of a mean of n normal numbers reaches 1.96/√n to either side.
  @Test func theIntervalOfAMeanHasTheWidthThatTheoryGives() {
    var random = Philox(seed: 3)
    let values = (0..<400).map { _ in 5 + random.normal() }
    let interval = IntervalEstimate(meanOf: values, using: &random)
    let mean = values.reduce(0, +) / 400
    let deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 400).squareRoot()
    #expect(abs(interval.value - mean) < 1e-12)
    // 2000 draws hold the ends of such an interval to about 4 % of its half width.
    let half = 1.96 * deviation / 20
    #expect(abs(interval.high - mean - half) < 0.12 * half)
    #expect(abs(mean - interval.low - half) < 0.12 * half)
  }

  @Test func oneSeedGivesOneInterval() {
    let values = [1.0, 2, 4, 8]
    func interval(_ seed: UInt64) -> IntervalEstimate {
      var random = Philox(seed: seed)
      return IntervalEstimate(meanOf: values, using: &random)
    }
    #expect(interval(1) == interval(1))
  }
}
