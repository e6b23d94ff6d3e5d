import ArgumentParser
import Electrocardiogram
import Figures
import Fitting
import Measurement

/// `ecgsim fit`: the parameters of a real beat.
struct FitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fit", abstract: "Fit the model to a beat of a record.",
    discussion: """
      The beat is the mean of all whole beats, as recorded, aligned on the peak of the spatial \
      magnitude, from 0.30 s (at most 0.4 RR) before R to 0.50 s (at most 0.6 RR) after it. PRD is \
      100 sqrt(sum (x - model)^2 / sum (x - mean x)^2). Of a folder, the average beats of all records \
      are fitted and the quality is told; with --plot, twelve of them are drawn beside their twins, \
      these with noise like that of the beat's own residual.
      """)

  @Argument(help: "WFDB path without ending, .csv or .npy; or a folder of WFDB records.")
  var record: String
  @Option(help: "Leads, such as II,V1; or all.")
  var leads = LeadSelection.all
  @Option(
    parsing: .unconditional,
    help: "Gaussian kernels a lead, or an axis of the dipole (there at most 10).")
  var kernels: Int?
  @Option(help: "lead: every lead by itself; dipole: all leads jointly, projection free.")
  var model = FittedBeat.Model.lead
  @Option(help: "average, or the number of one beat, from 0.")
  var beat = BeatChoice.average
  @Option(parsing: .unconditional, help: "Seed of the search for good starts.")
  var seed: UInt64 = 0
  @Option(
    parsing: .unconditional,
    help: "Fit from so many starts, perturbed by 50 %, and tell how many end near the best.")
  var starts: Int?
  @Option(help: "Fit file to write (.json).")
  var output: String?
  @OptionGroup var picture: PlotOptions
  @OptionGroup var reading: RecordOptions
  @OptionGroup var talk: TalkOptions

  func validate() throws {
    let limit = model == .dipole ? 10 : 30
    if let kernels, !(1...limit).contains(kernels) {
      throw ValidationError("--kernels is \(kernels); give 1 to \(limit) for --model \(model)")
    }
    if let starts, !(2...1000).contains(starts) {
      throw ValidationError("--starts is \(starts); give 2 to 1000")
    }
    if starts != nil && (output != nil || picture.plot != nil || model == .dipole) {
      throw ValidationError("--starts judges lead fits; it goes with no --output, --plot or dipole")
    }
    if let output, !output.hasSuffix(".json") {
      throw ValidationError("--output \(output): the ending must be .json")
    }
  }

  func run() throws {
    if let starts { return try fitFromStarts(starts) }
    if FitFolder.isFolder(record) { return try fitFolder() }
    let files = try OutputFiles([("--output", output)] + picture.paths)
    let recording = try reading.read(record)
    let (beat, flat) = try cutBeat(from: recording).withoutFlatLeads()
    let fit = try FittedBeat(beat, record: recording.name, model: model, options: options)
    try picture.draw({ figure(of: fit) }, into: files)
    if let output { try files.write(output) { try fit.write(to: $0) } }
    try files.publish()
    report(fit)
    if !flat.isEmpty {
      talk.say("flat and left out: \(flat.map(\.rawValue).joined(separator: ", "))")
    }
    try talk.finish(FitSummary(fit))
  }

  var options: FitOptions {
    var options = FitOptions(kernelCount: kernels ?? (model == .dipole ? 10 : 7))
    options.seed = seed
    return options
  }

  /// The beat chosen; a dipole is always fitted to all leads, of which the chosen ones are shown.
  func cutBeat(from recording: Recording) throws -> AverageBeat {
    let wanted = model == .dipole ? nil : leads.leads
    switch beat {
    case .average: return try AverageBeat(of: recording, leads: wanted)
    case .index(let index): return try AverageBeat(beat: index, of: recording, leads: wanted)
    }
  }

  private func report(_ fit: FittedBeat) {
    let timing = fit.timing
    talk.say(
      "\(fit.record): \(fit.beatCount.of("beat")), RR "
        + "\((timing.rrInterval * 1000).formatted(0)) ms, \(timing.sampleCount) samples at "
        + "\(timing.samplingRate.formatted(0)) Hz")
    var table = Table(["lead", "PRD %", "NRMSE", "r", "kernels", "at a bound"])
    for lead in shownLeads(of: fit) {
      let kernels =
        fit.dipole != nil
        ? "the dipole's" : lead.isDerived ? "from I, II" : String(lead.kernels.count)
      table.add([
        lead.lead.rawValue, lead.quality.prd.formatted(2), lead.quality.nrmse.formatted(4),
        lead.quality.r.formatted(5), kernels, lead.isDerived ? "" : lead.kernels.boundsText,
      ])
    }
    for line in table.lines { talk.say(line) }
    if let dipole = fit.dipole {
      for (name, axis) in zip(["X", "Y", "Z"], dipole.axes) {
        talk.say("axis \(name): \(axis.kernels.count) kernels  \(axis.kernels.boundsText)")
      }
      talk.say(
        "dipole: PRD \(dipole.prd.formatted(2)) % over the eight independent leads, best rank 3 "
          + "\(dipole.rankThreePRD.formatted(2)) %, ratio "
          + "\((dipole.prd / dipole.rankThreePRD).formatted(2))")
    }
    for path in [output].compactMap({ $0 }) + picture.paths.compactMap(\.path) {
      talk.say("wrote \(path)")
    }
  }

  private func figure(of fit: FittedBeat) -> FitFigure {
    FitFigure(
      title: fit.record,
      heading: "mean of \(fit.beatCount.of("beat")) and its fitted twin",
      samplingRate: fit.timing.samplingRate,
      leads: shownLeads(of: fit).map { $0.figure(fit.timing) })
  }

  private func shownLeads(of fit: FittedBeat) -> [FittedBeat.FittedLead] {
    fit.leads.filter { leads.leads?.contains($0.lead) ?? true }
  }
}

extension [FittedKernel] {
  /// The kernels that stand at a bound, and at which.
  fileprivate var boundsText: String {
    filter { !$0.atBounds.isEmpty }
      .map { "\($0.role.rawValue) \($0.atBounds.map(\.rawValue).joined(separator: "+"))" }
      .joined(separator: ", ")
  }
}

extension AverageBeat {
  /// The beat without leads that do not change at all, and which they are.
  ///
  /// A beat whose leads are all flat stays as it is: the fit then says so.
  func withoutFlatLeads() -> (beat: AverageBeat, flat: [Lead]) {
    let isFlat = millivolts.map { $0.max() == $0.min() }
    let kept = leads.indices.filter { !isFlat[$0] }
    guard !kept.isEmpty, kept.count < leads.count else { return (self, []) }
    let beat = AverageBeat(
      samplingRate: samplingRate, rIndex: rIndex, rrInterval: rrInterval,
      leads: kept.map { leads[$0] }, millivolts: kept.map { millivolts[$0] },
      beatCount: beatCount)
    return (beat, leads.indices.filter { isFlat[$0] }.map { leads[$0] })
  }
}

/// Which beat of a record is fitted.
enum BeatChoice: ExpressibleByArgument {
  case average
  case index(Int)

  init?(argument: String) {
    if argument == "average" {
      self = .average
    } else if let index = Int(argument), index >= 0 {
      self = .index(index)
    } else {
      return nil
    }
  }

  var defaultValueDescription: String { "average" }
}

extension FittedBeat.FittedLead {
  /// The lead as the figure shows it.
  func figure(_ timing: BeatTiming) -> FitFigure.LeadFit {
    FitFigure.LeadFit(
      name: lead.rawValue, beat: beat, model: model, prdPercent: quality.prd,
      kernels: kernels.map { kernel in
        FitFigure.Kernel(
          role: kernel.role.colour,
          millivolts: timing.model(baseline: 0, kernels: [kernel]))
      })
  }
}

extension KernelRole {
  /// The role's colour in figures.
  var colour: WaveRole {
    switch self {
    case .baseline: .other
    case .ST: .ST
    default: WaveRole(wave)
    }
  }
}
