import ArgumentParser
import Datasets
import Diffusion
import Foundation
import NeuralNetworks
import SimulatorLoss
import Statements
import Tensors
import Training

/// `ecgdiffusion train`: the networks, one after the other.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train", abstract: "Train the networks.",
    subcommands: [TrainAutoencoderCommand.self, TrainDenoiserCommand.self])
}

/// What all trainings ask for.
struct TrainingOptions: ParsableArguments {
  @Option(help: "Prepared data.") var data: String
  @Option(name: [.customLong("output"), .customLong("output_dir")], help: "Folder of the run.")
  var output: String
  @Option(help: "Settings, a JSON file such as --dry-run prints.") var config: String?
  @Option(help: "tiny, small or full.") var size: String?
  @Option(help: "Key of all random numbers.") var seed: UInt64?
  @Option(help: "Channels of a latent.") var latentChannels: Int?
  @Option(help: "auto, cpu, cuda or cuda:N.") var device = "auto"
  @Option(help: "Threads of an operation; as many as processors unless given.") var threads: Int?
  @Flag(name: [.customLong("dry-run")], help: "Print the settings and stop.") var dryRun = false
  @Flag(help: "Say nothing but the result.") var quiet = false

  /// Defaults, then the file, then flags.
  func settings() throws -> TrainingSettings {
    var settings = TrainingSettings()
    if let config {
      settings = try TrainingSettings(json: try Self.read(config), name: config)
    }
    if let size {
      guard let named = WorkbenchForm.Size(rawValue: size) else {
        throw ValidationError("--size \(size); tiny, small and full are there")
      }
      settings.size = named
    }
    if let seed { settings.seed = seed }
    if let latentChannels { settings.latentChannels = latentChannels }
    return settings
  }

  private static func read(_ path: String) throws -> Data {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw ValidationError("--config \(path) cannot be read")
    }
    return data
  }

  /// The device, with threads set.
  func place() throws -> Device {
    if let threads { Backend.threads = threads }
    return try Device(named: device)
  }

  /// Settings and parameter counts as JSON.
  func printPlan(_ settings: TrainingSettings, counts: [String: Int]) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    print(String(decoding: try encoder.encode(settings), as: UTF8.self))
    for (name, count) in counts.sorted(by: { $0.key < $1.key }) {
      FileHandle.standardError.write(Data("\(name): \(count) parameters\n".utf8))
    }
    let share = NoiseSchedule.cosine().signalToNoise(at: 999)
    FileHandle.standardError.write(
      Data("schedule: cosine, 1000 steps, signal-to-noise at the end \(short(share))\n".utf8))
  }

  /// Runs a stage and says what came of it.
  func run(_ stage: some TrainingStage, _ settings: TrainingSettings) throws {
    let folder = try RunFolder(path: output, settings: settings)
    var line = ProgressLine(isQuiet: quiet)
    let summary = try TrainingLoop(folder, settings.loop)(
      stage,
      progress: { progress in
        var text = "steps, loss \(short(progress.metrics["loss"] ?? .nan))"
        for (name, value) in progress.validation.sorted(by: { $0.key < $1.key }) {
          text += ", validation \(name) \(short(value))"
        }
        line.tell(progress.done, of: progress.total, text)
      })
    for warning in summary.warnings {
      FileHandle.standardError.write(Data("passed over: \(warning)\n".utf8))
    }
    print(
      "\(summary.steps) steps (from \(summary.resumedFrom)), best \(short(summary.bestScore)) "
        + "at step \(summary.bestStep): \(folder.best)")
  }
}

/// How a network is stepped, where a flag says so.
struct DescentOptions: ParsableArguments {
  @Option(help: "Steps.") var steps: Int?
  @Option(help: "Recordings in a batch.") var batch: Int?
  @Option(help: "The learning rate at its highest.") var learningRate: Double?

  /// Puts what was given in the place of what a file or the defaults say.
  func replace(in descent: inout TrainingSettings.Descent) {
    descent.steps = steps ?? descent.steps
    descent.batch = batch ?? descent.batch
    descent.learningRate = learningRate ?? descent.learningRate
  }
}

/// `ecgdiffusion train autoencoder`.
struct TrainAutoencoderCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "autoencoder", abstract: "Train the autoencoder and the beat decoder.",
    discussion: "A run that was stopped goes on from its newest checkpoint with the same command.")

  @OptionGroup var options: TrainingOptions
  @OptionGroup var descent: DescentOptions

  func run() throws {
    var settings = try options.settings()
    descent.replace(in: &settings.autoencoder.descent)
    let folder = try PreparedFolder(path: options.data)
    let stage = try AutoencoderStage(
      settings, folder, tokenWidth: StatementTable.width, on: options.place())
    if options.dryRun {
      try options.printPlan(
        settings,
        counts: [
          "autoencoder": stage.autoencoder.elementCount,
          "beat decoder": stage.beatDecoder.elementCount,
        ])
      return
    }
    try options.run(stage, settings)
  }
}

/// `ecgdiffusion train denoiser`.
struct TrainDenoiserCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "denoiser", abstract: "Train the denoiser on an autoencoder's latents.",
    discussion: "A run that was stopped goes on from its newest checkpoint with the same command.")

  @OptionGroup var options: TrainingOptions
  @Option(help: "What 'train autoencoder' wrote: best.safetensors.") var autoencoder: String
  @OptionGroup var descent: DescentOptions
  @Option(help: "Factor of the simulator's term, L_Euler.") var physicsWeight: Double?

  func run() throws {
    var settings = try options.settings()
    descent.replace(in: &settings.denoiser.descent)
    if let physicsWeight { settings.denoiser.physics.euler = physicsWeight }
    let folder = try PreparedFolder(path: options.data)
    let stage = try DenoiserStage(
      settings, folder, codec: SafetensorsFile(path: autoencoder), on: options.place())
    if options.dryRun {
      try options.printPlan(settings, counts: ["denoiser": stage.denoiser.elementCount])
      return
    }
    try options.run(stage, settings)
  }
}
