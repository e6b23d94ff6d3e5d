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
/// A varied beat of a rhythm is sketched with four to eight kernels a lead; these are hidden. CVODES
/// makes a recording of them and noise is added at the electrodes. From here on only that recording
/// is known: R peaks and waves are measured in it, the fit of one beat begins at its measured waves,
/// and an information criterion chooses the number of kernels. The truth serves to judge the result:
/// found kernels are paired with hidden ones, those missed and those too many are told, and each error
/// is stated in standard errors of its own fit.
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
  /// The parameters of every hidden kernel that was found.
  public let parameters: [RecoveredParameter]
  /// Hidden kernels of each lead.
  public let hidden: [Lead: [FittedKernel]]
  /// Hidden kernels that nothing in the fit stands for, in seconds from the measured R peak.
  public private(set) var missed: [(lead: Lead, kernel: FittedKernel)] = []
  /// Kernels of the fit that stand for no hidden one.
  public private(set) var extra: [(lead: Lead, kernel: FittedKernel)] = []

  /// Numbers of kernels that a lead may turn out to have.
  private static let kernelCounts = 1...12

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
    let single = try SingleBeat(
      rhythm, heartRatePerMinute: rhythm.rate.defaultPerMinute,
      samplingRate: settings.samplingRate, varying: Philox(seed: seed))
    let pattern = Recording(
      name: "hidden", leads: single.train.leads, [Double](BatchSimulator(grid: grid), single.train),
      grid)
    let rr = single.rrInterval
    let hidden = try HiddenBeat(of: pattern, leads: settings.leads)

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

    let measured = try RecordMeasures(recording)
    let peaks = measured.delineation.rPeaks
    let middle = peaks.count / 2
    let beat = try AverageBeat(
      beat: middle, of: recording, rPeaks: peaks, leads: settings.leads)
    fit = try Self.fit(beat, record: recording.name) { [recording] lead in
      guard let samples = recording.millivolts(of: lead),
        let waves = measured.delineation.beats(in: lead)?[middle]
      else { return [] }
      return WaveSketch(samples, waves, samplingRate: recording.samplingRate).kernels
    }

    // The measured peak need not be the true one: state hidden times from the measured one.
    let peak = Double(peaks[middle]) / settings.samplingRate
    let shift = firstR + ((peak - firstR) / rr).rounded() * rr - peak
    self.hidden = hidden.kernels.mapValues { kernels in kernels.map { $0.later(by: shift) } }
    var parameters: [RecoveredParameter] = []
    for fitted in fit.leads {
      guard let lead = fitted.lead, let known = self.hidden[lead] else { continue }
      let pairing = KernelPairing(known, fitted.kernels)
      for (index, place) in pairing.pairs {
        parameters += RecoveredParameter.all(
          lead: lead, kernel: index, hidden: known[index], recovered: fitted.kernels[place])
      }
      missed += pairing.firstAlone.map { (lead, known[$0]) }
      extra += pairing.secondAlone.map { (lead, fitted.kernels[$0]) }
    }
    self.parameters = parameters
  }

  /// The share of parameters whose error is at most so many standard errors.
  public func share(within standardErrors: Double) -> Double {
    let errors = parameters.compactMap(\.errorInStandardErrors)
    guard !errors.isEmpty else { return .nan }
    return Double(errors.count { abs($0) <= standardErrors }) / Double(errors.count)
  }

  /// Fits every lead by the search that real beats are fitted with, from kernels to begin with.
  private static func fit(
    _ beat: AverageBeat, record: String, start: (Lead) -> [FittedKernel]
  ) throws -> FittedBeat {
    var options = FitOptions(kernelCounts: kernelCounts)
    options.searchEvaluations = FitOptions.thorough
    let fitter = try LeadFitter(timing: try BeatTiming(beat), options: options)
    var leads: [FittedBeat.FittedLead] = []
    for (lead, samples) in zip(beat.leads, beat.millivolts) {
      let start = start(lead)
      let fit = try fitter.fit(samples, start: start.isEmpty ? nil : start)
      leads.append(
        FittedBeat.FittedLead(
          name: ChannelName(lead), beat: samples, model: fit.model, quality: fit.quality,
          baseline: fit.baseline, baselineStandardError: fit.baselineStandardError,
          kernels: fit.kernels, isDerived: false))
    }
    return FittedBeat(
      record: record, timing: fitter.timing, beatCount: 1, model: .lead, leads: leads, dipole: nil)
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
