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
      with noise at 20 dB, recovers them by fitting a beat found in the recording, and states the \
      errors in standard errors. With a record: fits that record instead of the hidden one.
      """)

  @Argument(help: "A record to fit: WFDB path without ending, .csv or .npy.")
  var record: String?
  @Option(help: "Folder for everything that is made.")
  var output = "ecgsim-demo"
  @OptionGroup var seed: SeedOptions
  @OptionGroup var reading: RecordOptions
  @OptionGroup var talk: TalkOptions

  func run() throws {
    try makeFolder()
    let seed = seed.resolved()
    let catalogue = try RhythmCatalogue()
    var summary = DemoSummary(seed: seed)
    for ending in ["png", "svg", "pdf"] {
      let path = output + "/four-panels." + ending
      try DemoFigures.fourPanels(catalogue).write(
        to: path, options: FigureOptions(dataPath: output + "/four-panels.dat"))
      summary.files.append(path)
    }
    talk.say("four rhythms on ECG paper: \(output)/four-panels.png, .svg, .pdf")
    if let record {
      try fitRecord(record, &summary)
    } else {
      try recoverParameters(catalogue, seed, &summary)
    }
    talk.say("seed \(seed); everything simulated is \(Version.notice)")
    try talk.finish(summary)
  }

  private func makeFolder() throws {
    do {
      try FileManager.default.createDirectory(
        atPath: output, withIntermediateDirectories: true)
    } catch {
      throw Failure(
        .cannotReadOrWrite, "--output \(output): the folder cannot be made; name another")
    }
  }

  /// Fits the user's record and draws beat and twin.
  private func fitRecord(_ record: String, _ summary: inout DemoSummary) throws {
    let recording = try reading.read(record)
    let beat = try AverageBeat(of: recording)
    let fit = try FittedBeat(
      beat, record: recording.name, model: .lead, options: FitOptions(kernelCount: 7))
    try save(fit, "fit", heading: "mean of \(fit.beatCount) beats and its fitted twin", &summary)
    let prds = fit.leads.map(\.quality.prd).sorted()
    talk.say(
      "\(recording.name): \(fit.beatCount) beats, median PRD "
        + "\(prds[prds.count / 2].formatted(1)) % over \(prds.count) leads with 7 kernels")
  }

  /// Recovers hidden parameters and says how well.
  private func recoverParameters(
    _ catalogue: RhythmCatalogue, _ seed: UInt64, _ summary: inout DemoSummary
  ) throws {
    let rhythm = try catalogue.rhythm(named: "sinus-rhythm")
    let recovery = try ParameterRecovery(of: rhythm, seed: seed)
    try save(
      recovery.fit, "recovered", heading: "one beat at 20 dB and what the fit made of it", &summary)
    talk.say("")
    talk.say("hidden and recovered, lead II; errors in standard errors of the fit:")
    for line in RecoveryTable(recovery, lead: .II).lines { talk.say(line) }
    let count = recovery.parameters.count
    talk.say(
      "all \(count) parameters in \(recovery.fit.leads.count { !$0.isDerived }) leads: "
        + "\((100 * recovery.share(within: 1)).formatted(0)) % within one standard error, "
        + "\((100 * recovery.share(within: 1.96)).formatted(0)) % within 1.96 (68 and 95 expected)")
    summary.shareWithinOneStandardError = recovery.share(within: 1)
    summary.shareWithin196StandardErrors = recovery.share(within: 1.96)
    summary.parameters = recovery.parameters.map(DemoSummary.Parameter.init)
  }

  private func save(
    _ fit: FittedBeat, _ name: String, heading: String, _ summary: inout DemoSummary
  ) throws {
    let (file, figure) = (output + "/\(name).json", output + "/\(name).png")
    try fit.write(to: file)
    try FitFigure(
      title: fit.record, heading: heading, samplingRate: fit.timing.samplingRate,
      leads: fit.leads.map { $0.figure(fit.timing) }
    ).write(to: figure)
    summary.files += [file, figure]
    talk.say("fit: \(file), \(figure)")
  }
}
