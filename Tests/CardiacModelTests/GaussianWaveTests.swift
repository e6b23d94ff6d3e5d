import CardiacModel
import Electrocardiogram
import Foundation
import RandomNumbers
import Testing

@Suite struct GaussianWaveTests {
  /// Derivative by a fourth-order difference; `step` balances truncation against rounding.
  static func difference(at x: Double, step h: Double, of f: (Double) -> Double) -> Double {
    (8 * (f(x + h) - f(x - h)) - (f(x + 2 * h) - f(x - 2 * h))) / (12 * h)
  }

  @Test func derivativesAgreeWithDifferencesAtTenThousandRandomStates() {
    var random = Philox(seed: 11)
    for _ in 0..<10_000 {
      let θ = (random.uniform() * 2 - 1) * .pi
      let wave = GaussianWave(
        wave: .QRS, phase: (random.uniform() * 2 - 1) * .pi, amplitude: random.normal(),
        width: 0.03 + 0.5 * random.uniform())
      // The formula has a kink where the wrapped distance is ±π; stay off it.
      guard abs(abs(wrap(θ - wave.phase)) - .pi) > 0.01 else { continue }
      let h = wave.width * 1e-3
      let scale = abs(wave.amplitude) / wave.width
      let slope = Self.difference(at: θ, step: h) { wave.value(at: $0) }
      #expect(abs(slope - wave.slope(at: θ)) < 1e-9 * scale)
      let curvature = Self.difference(at: θ, step: h) { wave.slope(at: $0) }
      #expect(abs(curvature - wave.curvature(at: θ)) < 1e-8 * scale / wave.width)
    }
  }

  @Test func parameterGradientsAgreeWithDifferencesAtTenThousandRandomStates() {
    var random = Philox(seed: 12)
    for _ in 0..<10_000 {
      let (Δ, α) = (random.normal(), random.normal())
      let b = 0.03 + 0.5 * random.uniform()
      let h = 1e-3 * b
      let value = GaussianFormula.valueGradient(difference: Δ, amplitude: α, width: b)
      let slope = GaussianFormula.slopeGradient(difference: Δ, amplitude: α, width: b)
      let scale = (1 + abs(α)) / b
      // The centre enters the difference with a minus sign.
      let byPhase = Self.difference(at: 0, step: h) {
        GaussianFormula.value(difference: Δ - $0, amplitude: α, width: b)
      }
      #expect(abs(byPhase - value.phase) < 1e-8 * scale)
      let byWidth = Self.difference(at: b, step: h) {
        GaussianFormula.value(difference: Δ, amplitude: α, width: $0)
      }
      #expect(abs(byWidth - value.width) < 1e-8 * scale)
      #expect(
        abs(
          value.amplitude - GaussianFormula.value(difference: Δ, amplitude: 1, width: b)) < 1e-15)
      let slopeByPhase = Self.difference(at: 0, step: h) {
        GaussianFormula.slope(difference: Δ - $0, amplitude: α, width: b)
      }
      #expect(abs(slopeByPhase - slope.phase) < 1e-7 * scale / b)
      let slopeByWidth = Self.difference(at: b, step: h) {
        GaussianFormula.slope(difference: Δ, amplitude: α, width: $0)
      }
      #expect(abs(slopeByWidth - slope.width) < 1e-7 * scale / b)
    }
  }

  @Test func theWaveIsContinuousWhereTheCircleCloses() {
    let wave = GaussianWave(wave: .T, phase: 2.9, amplitude: 0.5, width: 0.4)
    let (before, after) = (wave.value(at: Double.pi - 1e-9), wave.value(at: -Double.pi + 1e-9))
    #expect(abs(before - after) < 1e-8)
    let around = 2 * Double.pi - 6  // from 2.9 forwards over π to −3.1
    #expect(abs(wave.value(at: -3.1) - 0.5 * exp(-around * around / 0.32)) < 1e-15)
  }

  @Test func wrapLeavesMinusPiIncludedAndPiExcluded() {
    #expect(wrap(Double.pi) == -Double.pi)
    #expect(wrap(-Double.pi) == -Double.pi)
    #expect(abs(wrap(3 * Double.pi + 0.1) - (-Double.pi + 0.1)) < 1e-14)
    #expect(abs(wrap(-7.0) - (2 * Double.pi - 7)) < 1e-14)
    #expect(PhaseDifference.truncated.reduce(-4.0) == -4)
    #expect(wrap(-4.0) == 2 * Double.pi - 4)
  }
}
