import ArgumentParser
import Electrocardiogram
import Figures
import Fitting
import Foundation
import Measurement
import RhythmLibrary

/// `ecgsim demo`: the whole way once, without any data.
struct DemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo", abstract: "Simulate, fit and draw: the whole way once.",
    discussion: """
      Without a record: draws four rhythms on ECG paper, makes a recording from hidden parameters \
      with noise at 20 dB, recovers them from its measured waves without being told how many there are, \
      and states what was missed, what was too much, and the errors in standard errors. With a record: fits that record instead of the hidden one.
      """)

  @Argument(help: "A record to fit: WFDB path without ending, .edf, .csv or .npy.")
  var record: String?
  @Option(help: "Folder for everything that is made.")
  var output = "ecgsim-demo"
  @OptionGroup var seed: SeedOptions
  @OptionGroup var reading: RecordOptions
  @OptionGroup var talk: TalkOptions

  func validate() throws {
    if record == nil, let option = reading.given {
      throw ValidationError("\(option) says how a record is read; name a RECORD too")
    }
  }

  func run() throws {
    let seed = seed.resolved()
    let catalogue = try RhythmCatalogue()
    let recording = try record.map(reading.read)
    let folder = try OutputFolder(output, for: "--output")
    defer { withExtendedLifetime(folder) {} }
    let (fit, recovery) = try fitted(recording, catalogue, seed)

    let (panels, stem) = (
      output + "/four-panels", output + (recovery == nil ? "/fit" : "/recovered")
    )
    let pictures = ["png", "svg", "pdf"].map { "\(panels).\($0)" } + [stem + ".png"]
    let files = try OutputFiles([("--output", panels + ".png")])
    let page = try DemoFigures.fourPanels(catalogue)
    for (index, path) in pictures.dropLast().enumerated() {
      try files.draw(page, to: path, data: index == 0 ? panels + ".dat" : nil)
    }
    try files.draw(
      FitFigure(
        title: fit.record, heading: recovery == nil ? Self.averaged(fit) : Self.noisy,
        samplingRate: fit.timing.samplingRate, leads: fit.leads.map { $0.figure(fit.timing) }),
      to: pictures[3], data: nil)
    try files.write(stem + ".json") { try fit.write(to: $0) }
    try files.publish()

    talk.say("four rhythms on ECG paper: \(pictures.dropLast().joined(separator: ", "))")
    talk.say("fit: \(stem).json, \(stem).png")
    report(fit, recovery)
    talk.say("seed \(seed); everything simulated is \(Version.notice)")
    try talk.finish(
      DemoSummary(seed: seed, files: pictures + [panels + ".dat", stem + ".json"], recovery))
  }

  private static func averaged(_ fit: FittedBeat) -> String {
    "mean of \(fit.beatCount.of("beat")) and its fitted twin"
  }
  private static let noisy =
    "one beat at 20 dB and what the fit made of it (\(Version.notice))"

  /// The fit of the user's record, or of a recording whose parameters are hidden.
  private func fitted(
    _ recording: Recording?, _ catalogue: RhythmCatalogue, _ seed: UInt64
  ) throws -> (FittedBeat, ParameterRecovery?) {
    guard let recording else {
      let recovery = try ParameterRecovery(
        of: try catalogue.rhythm(named: "sinus-rhythm"), seed: seed)
      return (recovery.fit, recovery)
    }
    // Whatever the file calls its channels; a sheet has room for twelve.
    let cutter = try BeatCutter(recording, channels: Array(recording.availableNames.prefix(12)))
    let (beat, _) = try AverageBeat(averaging: cutter).withoutFlatLeads()
    let fit = try FittedBeat(
      beat, record: recording.name, model: .lead,
      options: FitOptions(kernelCount: 7), marks: FittedBeat.Marks(of: recording, cutter))
    return (fit, nil)
  }

  /// Says how good the fit is: against the record, or against the hidden parameters.
  private func report(_ fit: FittedBeat, _ recovery: ParameterRecovery?) {
    guard let recovery else {
      let prds = fit.leads.map(\.quality.prd).sorted()
      return talk.say(
        "\(fit.record): \(fit.beatCount.of("beat")), median PRD "
          + "\(prds[prds.count / 2].formatted(1)) % over \(prds.count) leads with 7 kernels")
    }
    talk.say("")
    talk.say("hidden and recovered, lead II; errors in standard errors of the fit:")
    for line in RecoveryTable(recovery, lead: .II).lines { talk.say(line) }
    for line in recovery.countLines { talk.say(line) }
    talk.say(
      "\(recovery.parameters.count) parameters in \(fit.leads.count { !$0.isDerived }) leads: "
        + "\((100 * recovery.share(within: 1)).formatted(0)) % within one standard error, "
        + "\((100 * recovery.share(within: 1.96)).formatted(0)) % within 1.96 (68 and 95 expected)")
  }
}
