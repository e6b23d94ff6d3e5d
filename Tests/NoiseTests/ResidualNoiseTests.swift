import Noise
import RandomNumbers
import Testing

@Suite struct ResidualNoiseTests {
  /// Noise whose level is 1 in the first and the last quarter and 4 between them.
  static func residual(_ count: Int) -> [Double] {
    var random = Philox(seed: 9)
    var last = 0.0
    return (0..<count).map { n in
      last = 0.8 * last + 0.6 * random.normal()
      return (count / 4..<3 * count / 4).contains(n) ? 4 * last : last
    }
  }

  static func rootMeanSquare(_ x: ArraySlice<Double>) -> Double {
    (x.reduce(0) { $0 + $1 * $1 } / Double(x.count)).squareRoot()
  }

  @Test func drawnNoiseIsAsLoudAsTheResidualAtEveryPlace() {
    let residual = Self.residual(40_000)
    var random = Philox(seed: 10)
    let drawn = ResidualNoise(of: residual, reach: 50, order: 8).draw(using: &random)
    for part in [0..<9_000, 11_000..<29_000, 31_000..<40_000] {
      let ratio = Self.rootMeanSquare(drawn[part]) / Self.rootMeanSquare(residual[part])
      // Nine thousand samples with a correlation of 0.8 are worth a thousand: 2 % of scatter.
      #expect(abs(ratio - 1) < 0.08)
    }
  }

  @Test func drawnNoiseHasTheColourOfTheResidual() {
    let residual = Self.residual(40_000)
    var random = Philox(seed: 11)
    let drawn = ResidualNoise(of: residual, reach: 50, order: 8).draw(using: &random)
    let inner = Array(drawn[12_000..<28_000])
    let correlation =
      zip(inner, inner.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }
      / inner.reduce(0) { $0 + $1 * $1 }
    #expect(abs(correlation - 0.8) < 0.03)
  }

  @Test func aPerfectModelLeavesNoNoise() {
    var random = Philox(seed: 12)
    let noise = ResidualNoise(of: [Double](repeating: 0, count: 60), reach: 5, order: 4)
    #expect(noise.draw(using: &random).allSatisfy { $0 == 0 })
  }
}
