import ArgumentParser
import Foundation

/// The workbench's command: simulate, fit, measure and draw electrocardiograms.
@main
struct ECGSim: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ecgsim",
    abstract: "Simulate hearts, fit them to real ones, measure and draw both.",
    discussion: """
      Everything simulated is synthetic and not for diagnosis.
      Exit codes: 0 done, 1 a check failed, 64 bad use, 65 bad input, 74 cannot read or write.
      """,
    version: Version.current,
    subcommands: [
      RhythmsCommand.self, BeatCommand.self, RecordCommand.self, DatasetCommand.self,
      FitCommand.self,
      MeasureCommand.self, LeadsCommand.self, PlotCommand.self, BenchCommand.self,
      DemoCommand.self,
    ])

  /// Runs the command and turns every error into one line and an exit code.
  static func main() {
    Interruption.watch()
    TemporaryFolder.begin()
    do {
      var command = try parseAsRoot()
      try command.run()
      try StandardOutput.finish()
    } catch {
      // Help and the version come as errors too.
      guard exitCode(for: error) != .success else { exit(withError: error) }
      Interruption.settle()
      let failure = Failure(translating: error) ?? Failure(parsing: error)
      StandardError.say(failure.message)
      Foundation.exit(failure.status.rawValue)
    }
  }
}
