import CardiacModel
import Electrocardiogram
import Fitting
import LeadProjection
import ODESolver
import Testing

/// The fitted beat against CVODES: the same kernels as a differential equation.
@Suite struct ODETwinTests {
  private let tolerances = Tolerances(relative: 1e-9, absolute: 1e-10)

  @Test(arguments: FittedBeat.Model.allCases)
  func integratedHeartIsTheModel(fitted: FittedBeat.Model) throws {
    let fit = try FittedBeat(json: KnownTwelveLeads.fit(fitted).json())
    let (heart, projection) = fit.heart
    let timing = fit.timing
    let ω = timing.phase(ofTime: 1)
    let system = ClosureSystem(dimension: heart.sources.count) { time, _, derivative in
      for (i, source) in heart.sources.enumerated() {
        let slopes = source.slopes(atrialPhase: ω * time, ventricularPhase: ω * time)
        derivative[i] = ω * (slopes.atrial + slopes.ventricular)
      }
    }
    let solver = try ODESolver(
      system, method: .adams, tolerances: tolerances, limits: StepLimits(maximumStep: 0.002))
    let times = (0..<timing.sampleCount).map { timing.time(ofSample: $0) }
    let start = heart.values(atrialPhase: ω * times[0], ventricularPhase: ω * times[0])
    let solution = try solver.solve(from: start, startingAt: times[0], at: times)
    for (index, lead) in Lead.independent.enumerated() {
      let model = try #require(fit.leads.first { $0.lead == lead }).model
      for sample in model.indices {
        let state = Array(solution.state(sample))
        let value =
          projection?.potential(of: lead, x: state[0], y: state[1], z: state[2]) ?? state[index]
        #expect(abs(value - model[sample]) < 1e-5)
      }
    }
  }

  /// The fit's closed-form derivatives, seen through its standard errors, against the forward
  /// sensitivities of the integrated beat.
  @Test func standardErrorsAreThoseOfForwardSensitivities() throws {
    let timing = try KnownBeat.timing()
    let samples = try KnownBeat.noisy(0.01, repeat: 11)
    let fit = try LeadFitter(timing: timing, options: FitOptions(kernelCount: 5))
      .refine(samples, from: KnownBeat.kernels)
    let beat = KernelSystem(timing: timing, kernels: fit.kernels)
    let times = (0..<timing.sampleCount).map { timing.time(ofSample: $0) }
    let variables = (0..<beat.parameterCount).map { SensitivityVariable.parameter($0) }
    let solver = try ODESolver(
      beat, method: .adams, tolerances: tolerances, limits: StepLimits(maximumStep: 0.002))
    let solution = try solver.solveWithSensitivities(
      from: [fit.model[0]], startingAt: times[0], at: times, withRespectTo: variables,
      sensitivityTolerances: tolerances, initialSensitivities: beat.gradients(at: times[0]))
    var columns = [[Double](repeating: 1, count: times.count)]
    for variable in variables.indices {
      columns.append(times.indices.map { solution[$0, variable, 0] })
    }
    let expected = StandardErrors.expected(columns, samples: samples, model: fit.model)
    var ours = [fit.baselineStandardError]
    for kernel in fit.kernels {
      let errors = kernel.standardErrors
      ours += [errors.amplitude, errors.time, errors.width]
    }
    for (error, expected) in zip(ours, expected) {
      let error = try #require(error)
      // The sensitivities are good to their tolerance of 1e-9, errors come from an inverse.
      #expect(abs(error - expected) < 1e-5 * expected)
    }
  }
}

/// dx̂/dt of one lead with its derivatives by amplitude, centre and width of each kernel.
private struct KernelSystem: DifferentiableSystem {
  let timing: BeatTiming
  let kernels: [FittedKernel]
  let dimension = 1
  var parameterCount: Int { 3 * kernels.count }

  private func difference(_ time: Double, _ kernel: FittedKernel) -> Double {
    wrap(timing.phase(ofTime: time - kernel.time)) * timing.rrInterval / (2 * .pi)
  }

  func gradients(at time: Double) -> [Double] {
    kernels.flatMap { kernel in
      let gradient = GaussianFormula.valueGradient(
        difference: difference(time, kernel), amplitude: kernel.amplitude, width: kernel.width)
      return [gradient.amplitude, gradient.phase, gradient.width]
    }
  }

  func rightHandSide(
    time: Double, state: Span<Double>, derivative: inout MutableSpan<Double>
  ) {
    derivative[0] = kernels.reduce(0) {
      $0
        + GaussianFormula.slope(
          difference: difference(time, $1), amplitude: $1.amplitude, width: $1.width)
    }
  }

  func jacobian(time: Double, state: Span<Double>, jacobian: inout MutableMatrix) {}

  func parameterJacobian(time: Double, state: Span<Double>, jacobian: inout MutableMatrix) {
    for (i, kernel) in kernels.enumerated() {
      let gradient = GaussianFormula.slopeGradient(
        difference: difference(time, kernel), amplitude: kernel.amplitude, width: kernel.width)
      jacobian[0, 3 * i] = gradient.amplitude
      jacobian[0, 3 * i + 1] = gradient.phase
      jacobian[0, 3 * i + 2] = gradient.width
    }
  }
}
