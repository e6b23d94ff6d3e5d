import Fitting
import Testing

@Suite struct LeadFitterTests {
  @Test func recoversTheKernelsOfAKnownBeat() throws {
    let fitter = try LeadFitter(timing: KnownBeat.timing(), options: FitOptions(kernelCount: 5))
    let fit = try fitter.fit(KnownBeat.samples())
    // The beat is in the model's family: only the last step's tolerance remains.
    #expect(fit.quality.prd < 1e-3)
    #expect(fit.quality.r > 1 - 1e-9)
    #expect(fit.kernels.map(\.role) == [.P, .Q, .R, .S, .T])
    #expect(abs(fit.baseline - KnownBeat.baseline) < 1e-5)
    for (found, truth) in zip(fit.kernels, KnownBeat.kernels) {
      #expect(abs(found.time - truth.time) < 1e-5)
      #expect(abs(found.width - truth.width) < 1e-5)
      #expect(abs(found.amplitude - truth.amplitude) < 1e-4)
      #expect(found.atBounds.isEmpty)
    }
  }

  /// A beat at 100 samples a second, whose R wave is as narrow as a grid of that rate can show.
  @Test func fewSamplesASecondStillShowNarrowWaves() throws {
    let timing = try KnownBeat.timing(samplingRate: 100)
    let fitter = try LeadFitter(timing: timing, options: FitOptions(kernelCount: 5))
    let fit = try fitter.fit(timing.model(baseline: 0, kernels: KnownBeat.kernels))
    #expect(fit.quality.prd < 3)
    #expect(fit.kernels.map(\.role) == [.P, .Q, .R, .S, .T])
    for (found, truth) in zip(fit.kernels, KnownBeat.kernels) {
      // A tenth of a sample, and of the waves' heights.
      #expect(abs(found.time - truth.time) < 1e-3)
      #expect(abs(found.amplitude - truth.amplitude) < 0.1 * abs(truth.amplitude))
    }
  }

  @Test func kernelsAcrossTheEndOfTheCycleAreRecovered() throws {
    // The window is the whole cycle; the last kernel's flank comes in again at its start.
    let timing = try KnownBeat.timing(rrInterval: 0.8)
    var kernels = KnownBeat.kernels
    kernels[4].time = 0.47
    let fitter = try LeadFitter(timing: timing, options: FitOptions(kernelCount: 5))
    let fit = try fitter.fit(timing.model(baseline: 0, kernels: kernels))
    #expect(fit.quality.prd < 1e-3)
    #expect(abs(fit.kernels[4].time - 0.47) < 1e-5)
    #expect(abs(fit.kernels[4].width - kernels[4].width) < 1e-5)
  }

  @Test func sameSeedGivesTheSameFit() throws {
    let samples = try KnownBeat.noisy(0.05, repeat: 0)
    let options = FitOptions(kernelCount: 7)
    let first = try LeadFitter(timing: KnownBeat.timing(), options: options).fit(samples)
    let fitter = try LeadFitter(timing: KnownBeat.timing(), options: options)
    _ = try fitter.fit(KnownBeat.noisy(0.05, repeat: 1))
    let second = try fitter.fit(samples)
    #expect(second == first, "what was fitted before must not matter")
  }

  @Test func seedsSearchDifferently() throws {
    let samples = try KnownBeat.noisy(0.2, repeat: 0)
    let fits = try (0..<6).map { seed in
      var options = FitOptions(kernelCount: 7)
      options.seed = UInt64(seed)
      return try LeadFitter(timing: KnownBeat.timing(), options: options).fit(samples).quality.prd
    }
    #expect(Set(fits).count > 1, "\(fits)")
  }

  @Test func moreSearchNeverFitsWorse() throws {
    let samples = try KnownBeat.noisy(0.1, repeat: 3)
    let prd = try [0, 100, 1000].map { evaluations in
      var options = FitOptions(kernelCount: 4)
      options.searchEvaluations = evaluations
      return try LeadFitter(timing: KnownBeat.timing(), options: options).fit(samples).quality.prd
    }
    // The last polish ends within its tolerance of 1e-7 of the cost.
    #expect(prd[1] <= prd[0] * (1 + 1e-6))
    #expect(prd[2] <= prd[1] * (1 + 1e-6))
  }

  @Test func refiningFromTheTruthStaysThere() throws {
    let fitter = try LeadFitter(timing: KnownBeat.timing(), options: FitOptions(kernelCount: 5))
    let fit = try fitter.refine(KnownBeat.samples(), from: KnownBeat.kernels)
    #expect(fit.quality.prd < 1e-4)
  }

  @Test func startIsUsed() throws {
    // Without search the greedy solution of four kernels on five is one of several; a start that is
    // better must win.
    var options = FitOptions(kernelCount: 5)
    options.searchEvaluations = 0
    let samples = try KnownBeat.noisy(0.02, repeat: 4)
    let fitter = try LeadFitter(timing: KnownBeat.timing(), options: options)
    let refined = try fitter.refine(samples, from: KnownBeat.kernels)
    let started = try fitter.fit(samples, start: KnownBeat.kernels)
    #expect(started.quality.prd <= refined.quality.prd * (1 + 1e-6))
  }

  @Test func poorStartSpoilsNothing() throws {
    let options = FitOptions(kernelCount: 4)
    let samples = try KnownBeat.noisy(0.05, repeat: 5)
    let fitter = try LeadFitter(timing: KnownBeat.timing(), options: options)
    let alone = try fitter.fit(samples)
    for time in [-0.28, 0.1, 0.45] {
      let heap = (0..<4).map { _ in
        FittedKernel(role: .R, time: time, width: 0.004, amplitude: 1)
      }
      // The start's course comes after the fitter's own, which it does not change; both are polished
      // to 1e-7 of the cost.
      let started = try fitter.fit(samples, start: heap)
      #expect(started.quality.prd <= alone.quality.prd * (1 + 1e-6))
    }
  }

  @Test func kernelsDoNotTowerAboveTheWaveThatTheyCancelTo() throws {
    // The derivative of a kernel is the limit of two that are infinitely high and infinitely near.
    let timing = try KnownBeat.timing()
    let samples = (0..<400).map { sample in
      let u = timing.time(ofSample: sample) / 0.02
      return u * KnownBeat.gaussian(u)
    }
    let span = 2 * KnownBeat.gaussian(1)
    let fit = try LeadFitter(timing: timing, options: FitOptions(kernelCount: 2)).fit(samples)
    for kernel in fit.kernels {
      #expect(abs(kernel.amplitude) <= 1.5 * span * (1 + 1e-9))
    }
    #expect(fit.quality.prd < 10, "\(fit.quality.prd)")
  }

  @Test func errorsThatTheSamplesLeaveOpenAreMissing() throws {
    // Five kernels on a noiseless beat of one: four of them have nothing to describe.
    let timing = try KnownBeat.timing()
    let one = FittedKernel(role: .R, time: 0, width: 0.02, amplitude: 1)
    let samples = timing.model(baseline: 0, kernels: [one])
    let fit = try LeadFitter(timing: timing, options: FitOptions(kernelCount: 5)).fit(samples)
    for errors in fit.kernels.map(\.standardErrors) {
      #expect(errors.time ?? 0 <= 0.8 && errors.width ?? 0 <= 0.2 && errors.amplitude ?? 0 <= 1.5)
    }
    let refined = try LeadFitter(timing: timing, options: FitOptions(kernelCount: 2))
      .refine(samples, from: [one, one])
    #expect(refined.kernels.allSatisfy { ($0.standardErrors.amplitude ?? 0) <= 1.5 })
  }

  @Test func kernelsAtTheirBoundsAreReported() throws {
    var options = FitOptions(kernelCount: 1)
    options.smallestWidth = 0.02
    options.largestAmplitude = 0.5
    let timing = try KnownBeat.timing()
    let narrow = FittedKernel(role: .R, time: 0, width: 0.01, amplitude: 1)
    let samples = timing.model(baseline: 0, kernels: [narrow])
    let fit = try LeadFitter(timing: timing, options: options).fit(samples)
    #expect(Set(fit.kernels[0].atBounds) == [.width, .amplitude])
    #expect(abs(fit.kernels[0].width - 0.02) < 1e-9)
    #expect(abs(fit.kernels[0].amplitude - 0.5) < 1e-3, "half the beat's span")
    #expect(fit.kernels[0].standardErrors.width == nil)
    #expect(fit.kernels[0].standardErrors.amplitude == nil)
    #expect(fit.kernels[0].standardErrors.time != nil)

    options.smallestWidth = 0.003
    options.largestWidth = 0.03
    options.largestAmplitude = 3
    let wide = FittedKernel(role: .T, time: 0.1, width: 0.06, amplitude: 1)
    let second = try LeadFitter(timing: timing, options: options)
      .fit(timing.model(baseline: 0, kernels: [wide]))
    #expect(second.kernels[0].atBounds == [.width])
    #expect(abs(second.kernels[0].width - 0.03) < 1e-9)
  }

  @Test func kernelsStayInsideTheWindow() throws {
    let timing = try KnownBeat.timing()
    let outside = FittedKernel(role: .T, time: 0.52, width: 0.05, amplitude: 1)
    let fit = try LeadFitter(timing: timing, options: FitOptions(kernelCount: 1))
      .fit(timing.model(baseline: 0, kernels: [outside]))
    #expect(fit.kernels[0].time <= timing.time(ofSample: 399) + 1e-12)
    #expect(fit.kernels[0].atBounds.contains(.time))
  }

  @Test func unusableBeatsAreRefusedWithTheReason() throws {
    let timing = try KnownBeat.timing()
    let fitter = try LeadFitter(timing: timing, options: FitOptions(kernelCount: 2))
    var missing = try KnownBeat.samples()
    missing[17] = .nan
    var error = #expect(throws: FitError.self) { try fitter.fit(missing) }
    #expect(error?.code == .notFinite)
    #expect(error?.message.contains("sample 17") == true)
    error = #expect(throws: FitError.self) {
      try fitter.fit([Double](repeating: 0.3, count: 400))
    }
    #expect(error?.code == .flat)
    error = #expect(throws: FitError.self) {
      try LeadFitter(
        timing: BeatTiming(samplingRate: 100, rIndex: 5, rrInterval: 0.8, sampleCount: 20),
        options: FitOptions(kernelCount: 7))
    }
    #expect(error?.code == .tooShort)
    #expect(error?.message.contains("20 samples") == true)
  }

  @Test func impossibleTimingIsRefused() {
    for (rate, rIndex, rr, count) in [
      (0.0, 0, 1.0, 10), (500, 10, 1, 10), (500, 0, .nan, 10), (500, 0, 0.5, 400),
      (1e12, 0, 1, 10), (500, 0, 1e9, 10), (100_000, 0, 20, 10),
    ] {
      let error = #expect(throws: FitError.self) {
        try BeatTiming(samplingRate: rate, rIndex: rIndex, rrInterval: rr, sampleCount: count)
      }
      #expect(error?.code == .badTiming)
    }
  }
}
