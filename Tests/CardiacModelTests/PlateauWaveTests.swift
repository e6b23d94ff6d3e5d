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
}
