import Electrocardiogram
import Fitting
import Foundation
import RandomNumbers
import Testing

@Suite struct StandardErrorTests {
  /// Over 200 noisy repeats of a known beat the intervals of one and of 1.96 standard errors hold the
  /// truth in 68.3 and 95 % of all parameters, within 5 points; also of one that is fitted between its
  /// samples, which says no more than these.
  @Test(arguments: [500.0, 100]) func intervalsCoverTheTruthAsOftenAsTheySay(
    samplingRate: Double
  ) throws {
    let timing = try KnownBeat.timing(samplingRate: samplingRate)
    // A complex that 100 Hz can show: of kernels of 12 ms or more less than 0.1 % lies beyond 50 Hz.
    let broader = samplingRate < 250 ? 1.6 : 1
    let kernels = KnownBeat.kernels.map { kernel in
      var kernel = kernel
      guard kernel.role.wave == .QRS else { return kernel }
      kernel.time *= broader
      kernel.width *= broader
      return kernel
    }
    let clean = timing.model(baseline: KnownBeat.baseline, kernels: kernels)
    let fitter = try LeadFitter(timing: timing, options: FitOptions(kernelCount: 5))
    var distances: [Double] = []
    for index in 0..<200 {
      var random = Philox(seed: 2024, record: UInt32(index))
      let samples = clean.map { $0 + 0.01 * random.normal() }
      // What is judged is the errors at the minimum, not the way to it.
      let fit = try fitter.refine(samples, from: kernels)
      distances.append(
        abs(fit.baseline - KnownBeat.baseline) / (try #require(fit.baselineStandardError)))
      for (found, truth) in zip(fit.kernels, kernels) {
        let errors = found.standardErrors
        distances.append(abs(found.time - truth.time) / (try #require(errors.time)))
        distances.append(abs(found.width - truth.width) / (try #require(errors.width)))
        distances.append(abs(found.amplitude - truth.amplitude) / (try #require(errors.amplitude)))
      }
    }
    let one = Double(distances.filter { $0 <= 1 }.count) / Double(distances.count)
    let two = Double(distances.filter { $0 <= 1.96 }.count) / Double(distances.count)
    print(
      "standard errors at \(samplingRate) Hz: \(100 * one) % within one, \(100 * two) % within 1.96"
    )
    #expect(abs(one - 0.683) < 0.05)
    #expect(abs(two - 0.95) < 0.05)
  }

  @Test func errorsAreThoseOfTheDifferencedJacobian() throws {
    try compareErrors(KnownBeat.timing(), KnownBeat.kernels)
  }

  @Test func errorsHoldForKernelsThatTheWindowCuts() throws {
    // A cycle as long as the window: the first kernel reaches round to its other end.
    var kernels = KnownBeat.kernels
    kernels[0].time = -0.27
    kernels[4].time = 0.46
    kernels[4].width = 0.07
    try compareErrors(KnownBeat.timing(rrInterval: 0.8), kernels)
  }

  /// Compares with s √((JᵀJ)⁻¹)ᵢᵢ from a Jacobian by central differences.
  private func compareErrors(_ timing: BeatTiming, _ kernels: [FittedKernel]) throws {
    let fitter = try LeadFitter(timing: timing, options: FitOptions(kernelCount: 5))
    let noise = zip(try KnownBeat.noisy(0.01, repeat: 7), try KnownBeat.samples())
    let samples = zip(timing.model(baseline: 0, kernels: kernels), noise).map { $0 + $1.0 - $1.1 }
    let fit = try fitter.refine(samples, from: kernels)
    let columns = differences(of: fit, timing)
    let expectedErrors = StandardErrors.expected(columns, samples: samples, model: fit.model)
    var ours = [fit.baselineStandardError]
    for kernel in fit.kernels {
      let errors = kernel.standardErrors
      ours += [errors.time, errors.width, errors.amplitude]
    }
    #expect(ours.count == columns.count)
    for (error, expected) in zip(ours, expectedErrors) {
      // Central differences with a relative step of 1e-5 are good to about 1e-8; kernels are
      // followed to 7e-10 of their height.
      let error = try #require(error)
      #expect(abs(error - expected) < 1e-5 * expected)
    }
  }

  /// ∂x̂/∂(c, tᵢ, σᵢ, αᵢ) by central differences, column after column.
  private func differences(of fit: LeadFit, _ timing: BeatTiming) -> [[Double]] {
    var columns = [[Double](repeating: 1, count: timing.sampleCount)]
    let parameters: [WritableKeyPath<FittedKernel, Double>] = [\.time, \.width, \.amplitude]
    for k in fit.kernels.indices {
      for parameter in parameters {
        let kernel = fit.kernels[k]
        let step = 1e-5 * (parameter == \.amplitude ? kernel.amplitude : kernel.width)
        var (up, down) = (fit.kernels, fit.kernels)
        up[k][keyPath: parameter] += step
        down[k][keyPath: parameter] -= step
        let above = timing.model(baseline: fit.baseline, kernels: up)
        let below = timing.model(baseline: fit.baseline, kernels: down)
        columns.append(zip(above, below).map { ($0 - $1) / (2 * step) })
      }
    }
    return columns
  }
}
