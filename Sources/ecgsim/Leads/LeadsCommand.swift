import ArgumentParser

/// `ecgsim leads`: twelve leads from a few.
struct LeadsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "leads", abstract: "Reconstruct twelve leads from three or from Frank's axes.",
    subcommands: [
      LeadsReconstructCommand.self, LeadsEvaluateCommand.self, LeadsLearnCommand.self,
    ],
    defaultSubcommand: LeadsReconstructCommand.self)
}
