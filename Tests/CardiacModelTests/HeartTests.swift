import CardiacModel
import Electrocardiogram
import TestSupport
import Testing

@Suite struct HeartTests {
  let heart = PublishedDipole.adult

  @Test func publishedPointsOfTheDipoleAreReproduced() {
    for point in PublishedDipole.points {
      let values = heart.values(atrialPhase: point.θ, ventricularPhase: point.θ)
      for (value, expected) in zip(values, [point.X, point.Y, point.Z]) {
        #expect(abs(value - expected) < 6e-7, "θ = \(point.θ)")
      }
    }
  }

  /// Extremes: axis, sign, value, phase; printed digits.
  @Test(arguments: [
    (0, 1.0, 1.381540, -0.00144), (0, -1, -0.118681, -0.19529), (1, 1, 0.468754, -0.02554),
    (1, -1, -0.272524, 0.08278), (2, 1, 0.419065, 0.09405), (2, -1, -0.606701, 1.51077),
  ])
  func publishedExtremesAreReproduced(axis: Int, sign: Double, value: Double, phase: Double) {
    let source = heart.sources[axis]
    var best = (value: -Double.infinity, phase: 0.0)
    for index in 0..<628_320 {
      let θ = -Double.pi + Double(index) * 1e-5
      let z = sign * source.value(atrialPhase: θ, ventricularPhase: θ)
      if z > best.value { best = (z, θ) }
    }
    #expect(abs(sign * best.value - value) < 6e-7)
    // The extremum is flat: its place is found to the grid's step.
    #expect(abs(best.phase - phase) < 1.6e-5)
  }

  @Test func derivativesAgreeWithDifferencesOnTheTwoCircles() {
    let h = 1e-5
    for step in 0..<1000 {
      let (a, v) = (wrap(0.013 * Double(step)), wrap(0.031 * Double(step) + 1))
      for source in heart.sources {
        func value(_ a: Double, _ v: Double) -> Double {
          source.value(atrialPhase: a, ventricularPhase: v)
        }
        let slopes = source.slopes(atrialPhase: a, ventricularPhase: v)
        let curvatures = source.curvatures(atrialPhase: a, ventricularPhase: v)
        let byA = GaussianWaveTests.difference(at: a, step: h) { value($0, v) }
        let byV = GaussianWaveTests.difference(at: v, step: h) { value(a, $0) }
        // Slopes reach 20 mV a radian; rounding leaves 1e-16/1e-5 of the value.
        #expect(abs(byA - slopes.atrial) < 1e-9 && abs(byV - slopes.ventricular) < 1e-8)
        let twiceV = GaussianWaveTests.difference(at: v, step: h) {
          source.slopes(atrialPhase: a, ventricularPhase: $0).ventricular
        }
        #expect(abs(twiceV - curvatures.ventricular) < 1e-6)
        let twiceA = GaussianWaveTests.difference(at: a, step: h) {
          source.slopes(atrialPhase: $0, ventricularPhase: v).atrial
        }
        #expect(abs(twiceA - curvatures.atrial) < 1e-7)
      }
    }
  }

  @Test func theAtrialPhaseMovesOnlyTheAtrialWaves() {
    let together = heart.values(atrialPhase: 0, ventricularPhase: 0)
    let apart = heart.values(atrialPhase: -0.83, ventricularPhase: 0)
    #expect(abs(together[0] - apart[0]) > 0.07)
    let slopes = heart.sources[0].slopes(atrialPhase: 0, ventricularPhase: 0.05)
    #expect(abs(slopes.atrial) < 1e-8 && abs(slopes.ventricular) > 1)
  }
}

@Suite struct AnalyticFiducialsTests {
  /// Published intervals at 60 bpm, in milliseconds from R: P −194, QRS −44 to 42, T end 374.
  @Test func intervalsOfThePublishedDipoleAreReproduced() throws {
    let fiducials = AnalyticFiducials(PublishedDipole.adult)
    func milliseconds(_ phase: Double?) throws -> Double {
      try #require(phase) / (2 * .pi) * 1000
    }
    // The published numbers are rounded to a millisecond.
    #expect(abs(try milliseconds(fiducials.pWave?.onset) + 194) < 1)
    #expect(abs(try milliseconds(fiducials.qrs?.onset) + 44) < 1)
    #expect(abs(try milliseconds(fiducials.qrs?.offset) - 42) < 1)
    #expect(abs(try milliseconds(fiducials.tWave?.offset) - 374) < 1)
  }

  /// One Gaussian falls to a fraction q of its height at b√(2 ln 1/q).
  @Test func boundariesOfOneKernelAreThoseOfItsFormula() throws {
    let heart = Heart(
      basis: .leads([.II]),
      sources: [
        Source(
          baseline: 0.3,
          waves: [
            GaussianWave(wave: .T, phase: 2.9, amplitude: -0.4, width: 0.2),
            GaussianWave(wave: .P, phase: -1, amplitude: 0.1, width: 0.1),
          ])
      ])
    let fiducials = AnalyticFiducials(heart)
    let tWave = try #require(fiducials.tWave)
    let pWave = try #require(fiducials.pWave)
    // T runs over the circle's closing: its offset lies beyond π.
    #expect(abs(try #require(tWave.offset) - (2.9 + 0.2 * 2.447747)) < 1e-6)
    #expect(abs(try #require(tWave.onset) - (2.9 - 0.2 * 2.145966)) < 1e-6)
    #expect(abs(pWave.peak + 1) < 1e-6)
    #expect(abs(try #require(pWave.onset) - (-1 - 0.1 * 2.145966)) < 1e-6)
    #expect(fiducials.qrs == nil)
  }
}
