import Electrocardiogram
import Fitting
import Measurement
import RandomNumbers
import Testing

@Suite struct KernelCountTests {
  /// A beat of separate kernels with noise rₜ = ρ rₜ₋₁ + eₜ.
  private func beat(kernels: Int, deviation: Double, correlation: Double, index: Int) throws
    -> [Double]
  {
    var random = Philox(seed: 5, record: UInt32(index))
    let timing = try KnownBeat.timing()
    var drawn: [FittedKernel] = []
    while drawn.count < kernels {
      let width = 0.008 * (1 + 3 * random.uniform())
      let kernel = FittedKernel(
        role: .R, time: -0.27 + 0.74 * random.uniform(), width: width,
        amplitude: (random.uniform() < 0.3 ? -1 : 1) * (0.2 + 0.8 * random.uniform()))
      if drawn.allSatisfy({ abs($0.time - kernel.time) > 2 * ($0.width + width) }) {
        drawn.append(kernel)
      }
    }
    var noise = random.normal()
    return timing.model(baseline: 0, kernels: drawn).map { sample in
      noise =
        correlation * noise + (1 - correlation * correlation).squareRoot() * random.normal()
      return sample + deviation * noise
    }
  }

  /// In nine of ten beats of three to eight kernels the number found is right within one.
  @Test(arguments: [0, 0.8]) func numberIsFoundInNoise(correlation: Double) throws {
    let fitter = try LeadFitter(
      timing: KnownBeat.timing(), options: FitOptions(kernelCounts: 2...11))
    var differences: [Int] = []
    for index in 0..<12 {
      let kernels = 3 + index % 6
      let fit = try fitter.fit(
        beat(kernels: kernels, deviation: 0.02, correlation: correlation, index: index))
      differences.append(fit.kernels.count - kernels)
    }
    print("kernels found too many, correlation \(correlation): \(differences)")
    #expect(differences.count { abs($0) <= 1 } >= 11, "\(differences)")
  }

  @Test func fixedNumberIsKept() throws {
    let fitter = try LeadFitter(
      timing: KnownBeat.timing(), options: FitOptions(kernelCounts: 8...8))
    #expect(try fitter.fit(KnownBeat.noisy(0.01, repeat: 0)).kernels.count == 8)
  }

  @Test func startOfAnyPermittedNumberIsTaken() throws {
    let fitter = try LeadFitter(
      timing: KnownBeat.timing(), options: FitOptions(kernelCounts: 3...8))
    let fit = try fitter.fit(KnownBeat.noisy(0.01, repeat: 1), start: KnownBeat.kernels)
    #expect(fit.kernels.map(\.role) == [.P, .Q, .R, .S, .T])
  }

  @Test func shortBeatsAllowFewerKernels() throws {
    let timing = try BeatTiming(samplingRate: 50, rIndex: 15, rrInterval: 0.9, sampleCount: 40)
    let fitter = try LeadFitter(timing: timing, options: FitOptions(kernelCounts: 3...20))
    let samples = timing.model(baseline: 0, kernels: KnownBeat.kernels)
    #expect(try fitter.fit(samples).kernels.count <= 12)
  }

  @Test func axesOfADipoleChooseForThemselves() throws {
    let beat = try KnownTwelveLeads.beat()
    let rows = Lead.independent.compactMap { beat.millivolts(of: $0) }
    let fit = try DipoleFitter(timing: BeatTiming(beat), options: FitOptions(kernelCounts: 3...10))
      .fit(rows)
    for axis in fit.axes { #expect((3...10).contains(axis.kernels.count)) }
    #expect(fit.prd < 2 * fit.rankThreePRD)
  }

  @Test func residualOfAGoodFitIsWhiterThanThatOfAPoorOne() throws {
    let samples = try KnownBeat.noisy(0.01, repeat: 2)
    let whiteness = try [3, 5].map { kernels in
      try LeadFitter(timing: KnownBeat.timing(), options: FitOptions(kernelCount: kernels))
        .fit(samples).quality.residualWhiteness
    }
    // 400 samples of white noise scatter by 5 % about 1; a wave left in them makes them a few.
    #expect(whiteness[1] > 0.85)
    #expect(whiteness[0] < 0.3)
  }
}
