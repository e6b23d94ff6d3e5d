import Foundation
import Noise
import RandomNumbers
import Testing

@Suite struct AutoregressiveNoiseTests {
  /// x[n] = 0.9 x[n−1] − 0.5 x[n−2] + 0.3 e[n].
  static func known(_ count: Int) -> [Double] {
    var random = Philox(seed: 5)
    var x = [0.0, 0.0]
    for n in 2..<count { x.append(0.9 * x[n - 1] - 0.5 * x[n - 2] + 0.3 * random.normal()) }
    return x
  }

  @Test func aKnownProcessIsFound() {
    let noise = AutoregressiveNoise(fitting: [Self.known(100_000)], order: 2)
    // Standard errors are √((1 − a₂²)/n) = 0.003.
    #expect(abs(noise.coefficients[0] - 0.9) < 0.012)
    #expect(abs(noise.coefficients[1] + 0.5) < 0.012)
    #expect(abs(noise.innovation - 0.3) < 0.004)
  }

  @Test func drawnNoiseHasTheLevelAndTheCorrelationOfTheSample() {
    let sample = Self.known(50_000)
    var random = Philox(seed: 6)
    let drawn = AutoregressiveNoise(fitting: [sample], order: 6)
      .draw(count: 50_000, using: &random)
    func moment(_ x: [Double], lag: Int) -> Double {
      zip(x, x.dropFirst(lag)).reduce(0) { $0 + $1.0 * $1.1 } / Double(x.count)
    }
    for lag in 0...4 {
      // The variance of this process is 0.28; its estimates scatter by some 2 %.
      #expect(abs(moment(drawn, lag: lag) - moment(sample, lag: lag)) < 0.02)
    }
  }

  @Test func silenceStaysSilent() {
    var random = Philox(seed: 7)
    let noise = AutoregressiveNoise(fitting: [[Double](repeating: 0.2, count: 50)], order: 4)
    // Rounding of the mean is all that is left.
    #expect(noise.draw(count: 10, using: &random).allSatisfy { abs($0) < 1e-15 })
  }
}
