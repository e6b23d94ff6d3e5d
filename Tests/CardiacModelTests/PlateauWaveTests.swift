import CardiacModel
import Electrocardiogram
import Foundation
import Testing

@Suite struct PlateauWaveTests {
  let plateau = PlateauWave(
    wave: .T, onsetPhase: 0.2, onsetWidth: 0.05, offsetPhase: 1.5, offsetWidth: 0.25,
    amplitude: 0.2)

  @Test func theMiddleStandsAtFullHeightAndTheEdgesAtHalf() {
    #expect(abs(plateau.value(at: 0.7) - 0.2) < 1e-3)
    #expect(abs(plateau.value(at: 0.2) - 0.1) < 1e-7)
    #expect(abs(plateau.value(at: -0.3)) < 1e-12)
    #expect(abs(plateau.value(at: -3.1)) < 1e-9)
  }

  @Test func derivativesAgreeWithDifferences() {
    for step in -60...60 {
      let θ = Double(step) * 0.05
      let slope = GaussianWaveTests.difference(at: θ, step: 1e-4) { plateau.value(at: $0) }
      #expect(abs(slope - plateau.slope(at: θ)) < 1e-9)
      let curvature = GaussianWaveTests.difference(at: θ, step: 1e-4) { plateau.slope(at: $0) }
      #expect(abs(curvature - plateau.curvature(at: θ)) < 1e-7)
    }
  }

  @Test func gradientsAgreeWithDifferences() {
    typealias Gradient = PlateauFormula.Gradient<Double>
    let parameters: [(WritableKeyPath<PlateauWave, Double>, KeyPath<Gradient, Double>)] = [
      (\.amplitude, \.amplitude), (\.onsetPhase, \.onsetPhase), (\.onsetWidth, \.onsetWidth),
      (\.offsetPhase, \.offsetPhase), (\.offsetWidth, \.offsetWidth),
    ]
    for (number, derivative) in parameters {
      func with(_ value: Double) -> PlateauWave {
        var plateau = plateau
        plateau[keyPath: number] = value
        return plateau
      }
      for step in -60...60 {
        let θ = Double(step) * 0.05
        let value = GaussianWaveTests.difference(at: plateau[keyPath: number], step: 1e-4) {
          with($0).value(at: θ)
        }
        #expect(abs(value - plateau.valueGradient(at: θ)[keyPath: derivative]) < 1e-8)
        let slope = GaussianWaveTests.difference(at: plateau[keyPath: number], step: 1e-4) {
          with($0).slope(at: θ)
        }
        #expect(abs(slope - plateau.slopeGradient(at: θ)[keyPath: derivative]) < 1e-6)
      }
    }
  }
}
