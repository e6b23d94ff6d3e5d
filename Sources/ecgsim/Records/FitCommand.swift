import ArgumentParser
import Electrocardiogram
import Figures
import Fitting
import Foundation
import Measurement

/// `ecgsim fit`: the parameters of real beats.
struct FitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fit", abstract: "Fit the model to beats of a record, or of a folder of records.",
    discussion: """
      A beat is cut as recorded around its R peak, aligned on the peak of the spatial magnitude, from \
      0.30 s (at most 0.4 RR) before R to 0.50 s (at most 0.6 RR) after it; the average is the mean of \
      all whole beats. PRD is 100 sqrt(sum (x - model)^2 / sum (x - mean x)^2).

      One beat goes to a fit file (.json), which plays like a rhythm. Tables hold the fits of every \
      beat (--beat all) or of every record of a folder: .npz with arrays [beat, lead, kernel, \
      parameter] for NumPy, .csv with a row for each kernel. What is finished of a folder lies in \
      OUTPUT.unfinished: a run that was stopped goes on from there when it is given again. Of a folder \
      with --plot, twelve beats are drawn beside their twins, these with noise like that of the beat's \
      own residual.
      """)

  @Argument(help: "WFDB path without ending, .edf, .csv or .npy; or a folder of WFDB records.")
  var record: String
  @Option(help: "Channels by name, such as II,V1 or MLII, or by number from 0; or all.")
  var leads = ChannelSelection.all
  @Option(
    parsing: .unconditional,
    help: """
      Gaussian kernels a lead (1 to 30, by default 7) or an axis of the dipole (1 to 10, by default \
      10); or auto: as many as each beat supports.
      """)
  var kernels: KernelChoice?
  @Option(help: "lead: every lead by itself; dipole: all leads jointly, projection free.")
  var model = FittedBeat.Model.lead
  @Option(help: "average; the number of one beat, from 0; or all.")
  var beat = BeatChoice.average
  @Option(
    parsing: .unconditional,
    help: """
      Threads over the records of a folder, or over the beats of one (--beat all); as many as there are \
      processors by default.
      """)
  var jobs: Int?
  @Option(parsing: .unconditional, help: "Seed of the search for good starts.")
  var seed: UInt64 = 0
  @Option(
    parsing: .unconditional,
    help: """
      How often the search for better fits may compute the model: \(FitOptions.standard) by default, \
      \(FitOptions.thorough) with --starts; see 'ecgsim bench --fit'.
      """)
  var effort: Int?
  @Option(
    parsing: .unconditional,
    help: "Fit from so many starts, perturbed by 50 %, and tell how many end near the best.")
  var starts: Int?
  @Option(help: "Fits to write: .json, .npz or .csv.")
  var output: String?
  @OptionGroup var picture: PlotOptions
  @OptionGroup var reading: RecordOptions
  @OptionGroup var talk: TalkOptions

  /// The most threads.
  private static let jobsLimit = 256
  /// About a minute for a lead.
  static let efforts = 0...10_000_000

  func validate() throws {
    let limit = KernelChoice.limit(model)
    if case .count(let count) = kernels, !(1...limit).contains(count) {
      throw ValidationError(
        "--kernels is \(count); give 1 to \(limit) for --model \(model), or auto")
    }
    if let effort, !Self.efforts.contains(effort) {
      throw ValidationError("--effort is \(effort); give 0 to \(Self.efforts.upperBound)")
    }
    if let jobs, !(1...Self.jobsLimit).contains(jobs) {
      throw ValidationError("--jobs is \(jobs); give 1 to \(Self.jobsLimit)")
    }
    if let output, FitOutput(path: output) == nil {
      throw ValidationError("--output \(output): the ending must be .json, .npz or .csv")
    }
    if beat == .all, picture.plot != nil {
      throw ValidationError("--plot draws one beat; give --beat INDEX or average with it")
    }
    try validateStarts()
  }

  private func validateStarts() throws {
    guard let starts else { return }
    guard (2...1000).contains(starts) else {
      throw ValidationError("--starts is \(starts); give 2 to 1000")
    }
    if output != nil || picture.plot != nil || model == .dipole || beat == .all {
      throw ValidationError(
        "--starts judges lead fits of one beat a record; it goes with no --output, --plot, dipole "
          + "or --beat all")
    }
    if kernels == .automatic {
      throw ValidationError("--starts compares fits of one size; give --kernels a number")
    }
  }

  func run() throws {
    if jobs != nil, beat != .all, !FitFolder.isFolder(record) {
      throw ValidationError(
        "--jobs shares the records of a folder or, with --beat all, the beats of one; this is one beat"
      )
    }
    if starts != nil { return try fitFromStarts() }
    if FitFolder.isFolder(record) {
      return picture.plot == nil ? try fitFolder() : try drawPairs()
    }
    let isTable = output.map { FitOutput(path: $0) != .json } ?? false
    beat == .all || isTable ? try fitSeries() : try fitBeat()
  }

  var options: FitOptions {
    var options = FitOptions(
      kernelCounts: (kernels ?? .count(KernelChoice.standard(model))).counts(model))
    options.seed = seed
    options.searchEvaluations =
      effort ?? (starts == nil ? FitOptions.standard : FitOptions.thorough)
    return options
  }

  /// How many threads work on a folder.
  var threads: Int { jobs ?? max(1, ProcessInfo.processInfo.activeProcessorCount) }

  /// Fits one beat: the fit file, its picture, and what is said about it.
  private func fitBeat() throws {
    let files = try OutputFiles([("--output", output)] + picture.paths)
    let recording = try reading.read(record)
    let cutter = try cutter(of: recording)
    let (beat, flat) = try cutBeat(from: cutter).withoutFlatLeads()
    let fit = try FittedBeat(
      beat, record: recording.name, model: model, options: options,
      marks: FittedBeat.Marks(of: recording, cutter, beat: self.beat.index))
    try picture.draw({ figure(of: fit) }, into: files)
    if let output { try files.write(output) { try fit.write(to: $0) } }
    try files.publish()
    report(fit)
    let count = shownLeads(of: fit).count
    if picture.plot != nil, count > FitFigure.mostLeads {
      talk.say(
        "the figure shows the first \(FitFigure.mostLeads) of \(count) channels; --leads chooses others"
      )
    }
    if !flat.isEmpty {
      talk.say("flat and left out: \(flat.map(\.text).joined(separator: ", "))")
    }
    try talk.finish(FitSummary(fit))
  }

  /// The beats of the channels chosen; a dipole is always fitted to all leads, of which the chosen
  /// ones are shown.
  func cutter(of recording: Recording) throws -> BeatCutter {
    let wanted = try leads.channels(of: recording)
    return try BeatCutter(
      recording, channels: model == .dipole || wanted.isEmpty ? nil : wanted)
  }

  /// The beat chosen.
  func cutBeat(from cutter: BeatCutter) throws -> AverageBeat {
    if let index = beat.index { return try AverageBeat(beat: index, of: cutter) }
    return try AverageBeat(averaging: cutter)
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
        lead.name.text, lead.quality.prd.formatted(2), lead.quality.nrmse.formatted(4),
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
      heading: "\(beat.text(of: fit)) and its fitted twin",
      samplingRate: fit.timing.samplingRate,
      leads: shownLeads(of: fit).prefix(FitFigure.mostLeads).map { $0.figure(fit.timing) })
  }

  private func shownLeads(of fit: FittedBeat) -> [FittedBeat.FittedLead] {
    model == .dipole ? fit.leads.filter { leads.shows($0.name) } : fit.leads
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
  /// The beat without channels that do not change at all, and which they are.
  ///
  /// A beat whose channels are all flat stays as it is: the fit then says so.
  func withoutFlatLeads() -> (beat: AverageBeat, flat: [ChannelName]) {
    let isFlat = millivolts.map { $0.max() == $0.min() }
    let kept = channels.indices.filter { !isFlat[$0] }
    guard !kept.isEmpty, kept.count < channels.count else { return (self, []) }
    let beat = AverageBeat(
      samplingRate: samplingRate, rIndex: rIndex, rrInterval: rrInterval,
      channels: kept.map { channels[$0] }, millivolts: kept.map { millivolts[$0] },
      beatCount: beatCount)
    return (beat, channels.indices.filter { isFlat[$0] }.map { channels[$0] })
  }
}

extension FittedBeat.FittedLead {
  /// The lead as the figure shows it.
  func figure(_ timing: BeatTiming) -> FitFigure.LeadFit {
    FitFigure.LeadFit(
      name: name.text, beat: beat, model: model, prdPercent: quality.prd,
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
