import Foundation

/// Fits sums of Gaussian kernels to leads of one beat after the other.
///
/// Bounded nonlinear least squares with analytic derivatives and a search for the best of many local
/// solutions. Where the options leave the number of kernels open, the extended Bayesian information
/// criterion with autocorrelated noise chooses it: the fewest kernels beyond which another describes
/// noise. A beat with fewer than 250 samples a second is fitted on points between its samples, since
/// the waves of QRS are narrower than kernels that its own grid can show; how well it fits is told at
/// its samples. Allocates its memory once; use one fitter for each thread. The same beat and options
/// always give the same fit.
public final class LeadFitter {
  /// Timing of the beats.
  public let timing: BeatTiming
  /// How they are fitted.
  public let options: FitOptions
  /// The numbers of kernels that the samples can determine.
  private let counts: ClosedRange<Int>
  private let search: KernelSearch
  /// The points on which the beat is fitted.
  private let interpolation: SampleInterpolation
  /// Points a second.
  private let pointRate: Double

  /// Samples a second from which on a beat is fitted at its samples: a kernel of one and a half steps
  /// is then 6 ms wide at most, narrower than an R wave.
  private static let sufficientRate = 250.0
  /// The narrowest kernel that a grid can show, in steps.
  private static let narrowest = 1.5

  /// Prepares for beats of one timing.
  ///
  /// - Throws: `FitError` with code `tooShort` if there are not more samples than unknowns.
  public init(timing: BeatTiming, options: FitOptions) throws(FitError) {
    let fewest = options.kernelCounts.lowerBound
    let unknowns = 3 * fewest + 1
    guard timing.sampleCount > unknowns else {
      throw FitError(
        code: .tooShort,
        message: "\(timing.sampleCount) samples cannot determine \(unknowns) unknowns of "
          + "\(fewest) kernels; take fewer kernels or a higher sampling rate")
    }
    self.timing = timing
    self.options = options
    counts = fewest...min(options.kernelCounts.upperBound, (timing.sampleCount - 2) / 3)
    let factor = Self.points(timing.samplingRate, options.smallestWidth)
    interpolation = SampleInterpolation(factor: factor)
    pointRate = Double(factor) * timing.samplingRate
    let smallest = max(options.smallestWidth * pointRate, Self.narrowest)
    let largest = max(options.largestWidth * pointRate, 2 * smallest)
    search = KernelSearch(
      samples: interpolation.count(of: timing.sampleCount), spacing: factor,
      period: timing.period * Double(factor), capacity: counts.upperBound,
      widths: smallest...largest)
  }

  /// Points in a step from sample to sample, so that a kernel of the smallest width can be shown.
  private static func points(_ samplingRate: Double, _ smallestWidth: Double) -> Int {
    guard samplingRate < sufficientRate else { return 1 }
    return max(1, Int((narrowest / max(smallestWidth * samplingRate, 0.01)).rounded(.up)))
  }

  /// Fits one lead.
  ///
  /// - Parameters:
  ///   - millivolts: The lead's samples.
  ///   - start: Kernels to begin from beside the fitter's own; amplitudes are not used.
  /// - Returns: The best fit found.
  /// - Throws: `FitError` with code `notFinite` or `flat`.
  public func fit(
    _ millivolts: [Double], start: [FittedKernel]? = nil
  ) throws(FitError) -> LeadFit {
    try load(millivolts, start)
    search.run(
      counts: counts, start: start.map(inPoints),
      evaluations: options.searchEvaluations, seed: options.seed)
    return result(millivolts)
  }

  /// Improves given kernels without a search.
  ///
  /// - Parameters:
  ///   - millivolts: The lead's samples.
  ///   - start: Kernels to begin from; amplitudes are not used.
  /// - Returns: The local best fit that the start leads to.
  /// - Throws: `FitError` with code `notFinite` or `flat`.
  public func refine(
    _ millivolts: [Double], from start: [FittedKernel]
  ) throws(FitError) -> LeadFit {
    try load(millivolts, start)
    search.refine(from: inPoints(start))
    return result(millivolts)
  }

  private func load(_ millivolts: [Double], _ start: [FittedKernel]?) throws(FitError) {
    precondition(
      millivolts.count == timing.sampleCount,
      "\(millivolts.count) samples for a fitter of \(timing.sampleCount)")
    precondition(
      start.map { counts.contains($0.count) } ?? true,
      "a start of \(start?.count ?? 0) kernels for a fit of \(counts)")
    _ = try Self.span(of: millivolts)
    search.solver.beat.load(interpolation(millivolts))
    search.solver.bounds.amplitude = options.largestAmplitude
  }

  /// Centres and widths in points.
  private func inPoints(_ kernels: [FittedKernel]) -> [(centre: Double, width: Double)] {
    kernels.map {
      ($0.time * pointRate + Double(timing.rIndex * interpolation.factor), $0.width * pointRate)
    }
  }

  /// Difference of the largest and the smallest sample.
  static func span(of millivolts: [Double]) throws(FitError) -> Double {
    if let bad = millivolts.firstIndex(where: { !$0.isFinite }) {
      throw FitError(
        code: .notFinite,
        message: "sample \(bad) is \(millivolts[bad]); fit a beat without missing samples")
    }
    let span = (millivolts.max() ?? 0) - (millivolts.min() ?? 0)
    guard span >= flatSpan else {
      throw FitError(
        code: .flat, message: "the lead spans \(span) mV: it is flat, there is nothing to fit")
    }
    return span
  }

  /// A lead that changes less than the usual resolution of a recording, 1 µV, is flat.
  static let flatSpan = 0.001

  private func result(_ millivolts: [Double]) -> LeadFit {
    let state = search.solver.state
    let errors = search.solver.standardErrors(samples: timing.sampleCount)
    let limit = options.largestAmplitude * ((millivolts.max() ?? 0) - (millivolts.min() ?? 0))
    let shapes = (0..<state.count).map(shape)
    let roles = KernelRole.roles(of: shapes, rrInterval: timing.rrInterval)
    var kernels = shapes.indices.map {
      kernel($0, roles[$0], shapes[$0], errors.kernels[$0], limit: limit)
    }
    kernels.sort { $0.time < $1.time }
    let model = timing.model(baseline: state.linear[0], kernels: kernels)
    return LeadFit(
      kernels: kernels, baseline: state.linear[0], baselineStandardError: errors.offset,
      model: model, quality: FitQuality(beat: millivolts, model: model))
  }

  /// Centre, width and height of one kernel of the solver's state, in seconds and millivolts.
  private func shape(_ i: Int) -> KernelRole.Shape {
    let state = search.solver.state
    return (
      (state.centres[i] - Double(timing.rIndex * interpolation.factor)) / pointRate,
      state.widths[i] / pointRate, state.linear[1 + i]
    )
  }

  /// One kernel with its errors and the bounds that it has reached.
  private func kernel(
    _ i: Int, _ role: KernelRole, _ shape: KernelRole.Shape,
    _ errors: SeparableSolver.StandardErrors.Kernel, limit: Double
  ) -> FittedKernel {
    var kernel = FittedKernel(
      role: role, time: shape.time, width: shape.width, amplitude: shape.amplitude)
    kernel.atBounds = search.solver.boundsReached(by: i)
    let unit = abs(shape.width / shape.amplitude)
    // An error as large as the range that the parameter may have says that the samples leave it open.
    func determined(_ error: Double?, within range: Double) -> Double? {
      error.flatMap { $0 <= range ? $0 : nil }
    }
    kernel.standardErrors = .init(
      time: determined(
        errors.centre.map { $0 * unit },
        within: Double(timing.sampleCount - 1) / timing.samplingRate),
      width: determined(
        errors.width.map { $0 * unit }, within: search.solver.bounds.widths.upperBound / pointRate),
      amplitude: determined(errors.amplitude, within: limit))
    return kernel
  }
}
