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
/// A beat of a rhythm is reduced to a few kernels a lead; these are hidden. CVODES makes a recording
/// of them, noise is added at the electrodes, R peaks are measured, one beat is cut and fitted. The
/// truth serves only to judge the result: each error is stated in standard errors of its own fit.
public struct ParameterRecovery: Sendable {
  /// One parameter of one kernel, hidden and recovered.
  public struct Parameter: Sendable {
    /// What the number is.
    public enum Quantity: String, Sendable, CaseIterable {
      /// Centre in seconds from the R peak that was measured.
      case time
      /// Standard deviation in seconds.
      case width
      /// Height in millivolts.
      case amplitude
    }

    /// The lead.
    public let lead: Lead
    /// The kernel's place in the lead, in the order of time.
    public let kernel: Int
    /// The deflection that the fit says it is.
    public let role: KernelRole
    /// What the number is.
    public let quantity: Quantity
    /// The number that the recording was made from.
    public let hidden: Double
    /// The number that the fit found.
    public let recovered: Double
    /// Its standard error; `nil` at a bound.
    public let standardError: Double?

    /// (recovered − hidden) / standard error.
    public var errorInStandardErrors: Double? {
      standardError.map { (recovered - hidden) / $0 }
    }
  }

  /// The recording that was made, with noise.
  public let recording: Recording
  /// The fit of its beat.
  public let fit: FittedBeat
  /// Every kernel's parameters.
  public let parameters: [Parameter]

  /// How the experiment is done.
  public struct Settings: Sendable {
    /// Kernels a lead.
    public var kernelCount = 5
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

  /// Does the experiment.
  ///
  /// - Parameters:
  ///   - rhythm: Where the hidden beat comes from.
  ///   - settings: How it is done.
  ///   - seed: Of the hidden beat and the noise.
  /// - Throws: `FitError`, `MeasurementError` or `SolverError`.
  public init(of rhythm: Rhythm, settings: Settings = Settings(), seed: UInt64) throws {
    let hidden = try Self.hiddenBeat(of: rhythm, settings, seed)
    let (heart, _) = hidden.heart
    let rr = hidden.timing.rrInterval
    let firstR = 0.4 * rr
    let clock = PhaseClock(zeroAt: firstR, period: rr)
    let train = BeatTrain(heart: heart, atrialClock: clock, ventricularClock: clock)
    let grid = SampleGrid(
      rate: settings.samplingRate, count: Int(settings.duration * settings.samplingRate))
    let clean = try ReferenceSimulator(
      method: .adams, tolerances: Tolerances(relative: 1e-8, absolute: 1e-10)
    ).leads(of: train, on: grid)
    recording = Self.noisy(clean, of: train.leads, grid, settings, seed)

    let rPeaks = try RPeakDetector().rPeaks(in: recording)
    let chosen = rPeaks.count / 2
    let beat = try AverageBeat(beat: chosen, of: recording, rPeaks: rPeaks, leads: settings.leads)
    var options = FitOptions(kernelCount: settings.kernelCount)
    options.searchEvaluations = FitOptions.thorough
    fit = try FittedBeat(beat, record: recording.name, model: .lead, options: options)

    // The measured peak need not be the true one: state hidden times from the measured one.
    let measured = Double(rPeaks[chosen]) / settings.samplingRate
    let turns = ((measured - firstR) / rr).rounded()
    let shift = firstR + turns * rr - measured
    parameters = Self.compare(hidden, fit, shift: shift)
  }

  /// The kernels that stay hidden: one varied beat of the rhythm, without noise, in few kernels.
  private static func hiddenBeat(
    of rhythm: Rhythm, _ settings: Settings, _ seed: UInt64
  ) throws -> FittedBeat {
    let single = SingleBeat(
      rhythm, heartRatePerMinute: rhythm.rate.defaultPerMinute,
      samplingRate: settings.samplingRate, varying: Philox(seed: seed))
    let all = try single.simulate(with: .cvodes)
    let count = single.grid.count
    let rIndex = Int(
      (SingleBeat.shareBeforeR * single.rrInterval * settings.samplingRate).rounded())
    // One cycle at most: the last sample may lie past its end.
    let whole = min(count, Int(single.rrInterval * settings.samplingRate))
    let rows = settings.leads.map { lead in
      let row = single.train.leads.firstIndex(of: lead) ?? 0
      return Array(all[row * count..<row * count + whole])
    }
    let beat = AverageBeat(
      samplingRate: settings.samplingRate, rIndex: rIndex, rrInterval: single.rrInterval,
      leads: settings.leads, millivolts: rows, beatCount: 1)
    return try FittedBeat(
      beat, record: "hidden", model: .lead,
      options: FitOptions(kernelCount: settings.kernelCount))
  }

  private static func noisy(
    _ clean: [Double], of leads: [Lead], _ grid: SampleGrid, _ settings: Settings, _ seed: UInt64
  ) -> Recording {
    let rows = leads.indices.map { Array(clean[$0 * grid.count..<($0 + 1) * grid.count]) }
    let noise = WhiteNoise(
      signalToNoiseDecibels: settings.signalToNoiseDecibels, leads: leads, signals: rows)
    var random = Philox(seed: seed, stream: 1)
    let drawn = noise.draw(leads: leads, count: grid.count, using: &random)
    return Recording(
      name: "hidden parameters", samplingRate: grid.rate,
      channels: leads.indices.map { index in
        Channel(
          name: leads[index].rawValue,
          millivolts: zip(rows[index], drawn[index]).map { $0 + $1 })
      },
      comments: ["synthetic, not for diagnosis"])
  }

  private static func compare(
    _ hidden: FittedBeat, _ fit: FittedBeat, shift: Double
  ) -> [Parameter] {
    var parameters: [Parameter] = []
    for lead in fit.leads where !lead.isDerived {
      guard let known = hidden.leads.first(where: { $0.lead == lead.lead }) else { continue }
      for (index, (truth, found)) in zip(known.kernels, lead.kernels).enumerated() {
        let errors = found.standardErrors
        let rows: [(Parameter.Quantity, Double, Double, Double?)] = [
          (.time, truth.time + shift, found.time, errors.time),
          (.width, truth.width, found.width, errors.width),
          (.amplitude, truth.amplitude, found.amplitude, errors.amplitude),
        ]
        parameters += rows.map { quantity, hidden, recovered, error in
          Parameter(
            lead: lead.lead, kernel: index, role: found.role, quantity: quantity, hidden: hidden,
            recovered: recovered, standardError: error)
        }
      }
    }
    return parameters
  }

  /// The share of parameters whose error is at most so many standard errors.
  public func share(within standardErrors: Double) -> Double {
    let errors = parameters.compactMap(\.errorInStandardErrors)
    guard !errors.isEmpty else { return .nan }
    return Double(errors.count { abs($0) <= standardErrors }) / Double(errors.count)
  }
}
