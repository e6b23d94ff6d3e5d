import CardiacModel
public import Electrocardiogram
import LeadProjection
import Measurement
import Noise
import ODESolver
import RandomNumbers
public import RhythmLibrary
import Simulator

/// Hidden parameters recovered from a noisy recording: the proof that fitting measures what it says.
///
/// A varied beat of a rhythm is sketched with one kernel for each of its waves; these are hidden.
/// CVODES makes a recording of them, noise is added at the electrodes, R peaks are measured, and one
/// beat is fitted; only the number of waves in each lead is told. The truth serves to judge the
/// result: each error is stated in standard errors of its own fit.
public struct ParameterRecovery: Sendable {
  /// How the experiment is done.
  public struct Settings: Sendable {
    /// Signal-to-noise ratio over the leads.
    public var signalToNoiseDecibels = 20.0
    /// Samples a second.
    public var samplingRate = 500.0
    /// Length of the recording in seconds.
    public var duration = 10.0
    /// The leads.
    public var leads = Lead.independent

    /// The settings of `ecgsim demo`.
    public init() {}
  }

  /// The recording that was made, with noise.
  public let recording: Recording
  /// The fit of its beat.
  public let fit: FittedBeat
  /// Every kernel's parameters.
  public let parameters: [RecoveredParameter]

  /// Does the experiment.
  ///
  /// - Parameters:
  ///   - rhythm: Where the hidden beat comes from.
  ///   - settings: How it is done.
  ///   - seed: Of the hidden beat and the noise.
  /// - Throws: `FitError`, `MeasurementError` or `SolverError`.
  public init(of rhythm: Rhythm, settings: Settings = Settings(), seed: UInt64) throws {
    let grid = SampleGrid(
      rate: settings.samplingRate, count: Int(settings.duration * settings.samplingRate))
    let single = SingleBeat(
      rhythm, heartRatePerMinute: rhythm.rate.defaultPerMinute,
      samplingRate: settings.samplingRate, varying: Philox(seed: seed))
    let pattern = Recording(
      name: "hidden", leads: single.train.leads, [Double](BatchSimulator(grid: grid), single.train),
      grid)
    let rr = single.rrInterval
    let hidden = try Self.sketch(pattern, settings.leads, rrInterval: rr)

    // From here on only `hidden` and the recording that it makes.
    let firstR = SingleBeat.shareBeforeR * rr
    let clock = PhaseClock(zeroAt: firstR, period: rr)
    let train = BeatTrain(
      heart: hidden.heart(rrInterval: rr), atrialClock: clock, ventricularClock: clock)
    let clean = Recording(
      name: "hidden parameters", leads: train.leads,
      try ReferenceSimulator(
        method: .adams, tolerances: Tolerances(relative: 1e-8, absolute: 1e-10)
      ).leads(of: train, on: grid), grid)
    recording = Self.noisy(clean, settings, seed)

    let peaks = try RPeakDetector().rPeaks(in: recording)
    let middle = peaks.count / 2
    let beat = try AverageBeat(
      beat: middle, of: recording, rPeaks: peaks, leads: settings.leads)
    fit = try Self.fit(beat, record: recording.name) { hidden.kernels[$0]?.count ?? 0 }

    // The measured peak need not be the true one: state hidden times from the measured one.
    let measured = Double(peaks[middle]) / settings.samplingRate
    let turns = ((measured - firstR) / rr).rounded()
    parameters = RecoveredParameter.all(
      hidden: hidden.kernels, recovered: fit, shift: firstR + turns * rr - measured)
  }

  /// The share of parameters whose error is at most so many standard errors.
  public func share(within standardErrors: Double) -> Double {
    let errors = parameters.compactMap(\.errorInStandardErrors)
    guard !errors.isEmpty else { return .nan }
    return Double(errors.count { abs($0) <= standardErrors }) / Double(errors.count)
  }

  /// The hidden kernels of each lead.
  private struct Hidden {
    var kernels: [Lead: [FittedKernel]]

    /// The heart that they make, one source a lead.
    func heart(rrInterval rr: Double) -> Heart {
      let leads = Lead.allCases.filter { kernels[$0] != nil }
      return Heart(
        basis: .leads(leads),
        sources: leads.map { lead in
          Source(
            waves: (kernels[lead] ?? []).map { kernel in
              GaussianWave(
                wave: kernel.role.wave, phase: 2 * .pi * kernel.time / rr,
                amplitude: kernel.amplitude, width: 2 * .pi * kernel.width / rr)
            })
        })
    }
  }

  /// Sketches the middle beat of a clean recording.
  private static func sketch(
    _ recording: Recording, _ leads: [Lead], rrInterval: Double
  ) throws -> Hidden {
    let delineation = try RecordMeasures(recording).delineation
    let middle = delineation.rPeaks.count / 2
    var kernels: [Lead: [FittedKernel]] = [:]
    for lead in leads {
      guard let samples = recording.millivolts(of: lead),
        let waves = delineation.beats(in: lead)?[middle]
      else { continue }
      let sketch = WaveSketch(samples, waves, samplingRate: recording.samplingRate)
      if !sketch.kernels.isEmpty { kernels[lead] = sketch.kernels }
    }
    guard !kernels.isEmpty else {
      throw FitError(code: .nothingFitted, message: "no wave of the hidden beat was found")
    }
    return Hidden(kernels: kernels)
  }

  /// Fits every lead with its own number of kernels, by the search that real beats are fitted with.
  private static func fit(
    _ beat: AverageBeat, record: String, kernelCount: (Lead) -> Int
  ) throws -> FittedBeat {
    let timing = try BeatTiming(beat)
    var leads: [FittedBeat.FittedLead] = []
    for (lead, samples) in zip(beat.leads, beat.millivolts) where kernelCount(lead) > 0 {
      var options = FitOptions(kernelCount: kernelCount(lead))
      // Few waves that stand apart: the search is soon over.
      options.searchEvaluations = 300
      let fit = try LeadFitter(timing: timing, options: options).fit(samples)
      leads.append(
        FittedBeat.FittedLead(
          name: ChannelName(lead), beat: samples, model: fit.model, quality: fit.quality,
          baseline: fit.baseline, baselineStandardError: fit.baselineStandardError,
          kernels: fit.kernels, isDerived: false))
    }
    return FittedBeat(
      record: record, timing: timing, beatCount: 1, model: .lead, leads: leads, dipole: nil)
  }

  /// Adds noise at the electrodes; the ratio is over the leads that are fitted.
  private static func noisy(
    _ clean: Recording, _ settings: Settings, _ seed: UInt64
  ) -> Recording {
    let leads = clean.channels.compactMap(\.lead)
    let noise = WhiteNoise(
      signalToNoiseDecibels: settings.signalToNoiseDecibels, leads: leads,
      signals: clean.channels.map(\.millivolts))
    var random = Philox(seed: seed, stream: 1)
    let drawn = noise.draw(leads: leads, count: clean.sampleCount, using: &random)
    var noisy = clean
    for (index, noise) in drawn.enumerated() {
      noisy.channels[index].millivolts = zip(clean.channels[index].millivolts, noise).map(+)
    }
    noisy.comments = ["synthetic, not for diagnosis"]
    return noisy
  }
}

extension Recording {
  /// A recording from rows of samples, `[leads, grid.count]`.
  fileprivate init(name: String, leads: [Lead], _ rows: [Double], _ grid: SampleGrid) {
    self.init(
      name: name, samplingRate: grid.rate,
      channels: leads.enumerated().map { index, lead in
        Channel(
          name: lead.rawValue,
          millivolts: Array(rows[index * grid.count..<(index + 1) * grid.count]))
      })
  }
}

extension [Double] {
  /// The leads of a train by the batch engine.
  fileprivate init(_ simulator: BatchSimulator, _ train: BeatTrain) {
    self = simulator.simulate([train]).map { Double($0) }
  }
}
