public import Datasets
public import Diffusion
import Foundation
import NeuralNetworks
public import Tensors

/// Training of the autoencoder and the beat decoder on windows of recordings.
///
/// The loss is `AutoencoderLoss`, divided by the samples of a window and (0.05 mV)², so that 1 is an error of
/// 0.05 mV.
public final class AutoencoderStage: TrainingStage {
  /// The networks.
  public let autoencoder: PatchAutoencoder, beatDecoder: PatchBeatDecoder
  /// What they depend on.
  public let settings: TrainingSettings
  private let windows: WindowSampler
  private let validation: [Int]
  private let folder: PreparedFolder
  private let loss: AutoencoderLoss
  private let optimizer: AdamW
  private let device: Device

  /// The error in mV at which the loss is 1.
  static let errorUnit = 0.05

  /// Draws the networks and opens the data.
  ///
  /// - Throws: `TrainingError.Code.noData`, or what a device did not do.
  public init(
    _ settings: TrainingSettings, _ folder: PreparedFolder, tokenWidth: Int, on device: Device
  ) throws {
    self.settings = settings
    self.folder = folder
    self.device = device
    let rate = folder.manifest.settings.samplingRate
    var form = WorkbenchForm(settings.size, samplingRate: rate, tokenWidth: tokenWidth)
    form.latentChannels = settings.latentChannels
    windows = try WindowSampler(
      folder, folds: settings.trainingFolds,
      samples: settings.autoencoder.columns * form.samplesPerColumn,
      amplitudeJitter: settings.autoencoder.amplitudeJitter,
      leadJitter: settings.autoencoder.leadJitter, seed: settings.seed)
    validation = folder.records(inFolds: settings.validationFolds)
    guard !validation.isEmpty else {
      throw TrainingError(
        .noData, "no recording in folds \(settings.validationFolds) to choose by")
    }
    var initializer = Initializer(seed: settings.seed, on: device)
    autoencoder = try PatchAutoencoder(form, &initializer)
    beatDecoder = try PatchBeatDecoder(form, &initializer)
    loss = AutoencoderLoss(
      settings.autoencoder.weights,
      spectralLoss: try SpectralLoss(
        sampleCount: form.beat.sampleCount, floor: 0.1, samplingRate: Double(rate), on: device))
    let adam = settings.autoencoder.descent.adam
    optimizer = try AdamW(
      AdamW.groups(of: autoencoder, adam)
        + AdamW.groups(of: ModuleList([beatDecoder]), adam)
        .map { group in
          AdamW.Group(
            group.parameters.map { ("beat.\($0.name)", $0.tensor) }, group.settings)
        })
  }

  /// How many steps there are.
  public var steps: Int { settings.autoencoder.descent.steps }

  /// Takes a step.
  public func train(step: Int) throws -> [String: Double] {
    let descent = settings.autoencoder.descent
    let batch = try windows.batch(step: step, count: descent.batch, on: device)
    let distribution = try autoencoder.encode(batch.leads)
    var generator = TensorGenerator(seed: settings.seed, record: UInt32(step), stream: 2)
    let latent = try distribution.latent(
      noise: generator.normal(distribution.mean.shape, on: device))
    let terms = try loss.terms(
      batch.leads, beats(of: batch), distribution, reconstructed: autoencoder.decode(latent),
      beat: beatDecoder(latent))
    let samples = Double(8 * windows.samples)
    let total = try terms.total / (samples * Self.errorUnit * Self.errorUnit)
    try optimizer.clearGradients()
    try total.backward()
    let rate = descent.schedule.rate(at: step)
    let norm = try optimizer.step(learningRate: rate, largestNorm: descent.largestNorm)
    let square = try terms.reconstruction.number() / samples
    return [
      "loss": try total.number(), "rmse": square.squareRoot(),
      "divergence": try terms.divergence.number(),
      "beat": try terms.beat.number().squareRoot(), "spectrum": try terms.spectrum.number(),
      "gradient": norm, "learningRate": rate,
    ]
  }

  private func beats(of batch: WindowSampler.Batch) throws -> AutoencoderLoss.Beats {
    var values: [Float] = []
    for (record, factors) in zip(batch.records, batch.factors) {
      values += WindowSampler.scaled(folder.beat(record), by: factors)
    }
    let (count, form) = (batch.records.count, autoencoder.form)
    let first = try Tensor(
      values, shape: [count, form.leads, form.beat.sampleCount], on: device)
    let present = batch.records.map { folder.labels[$0].hasFit }
    let places = present.indices.filter { present[$0] }
    let all = try first.select(0, at: Tensor(places.map(Int64.init), on: device))
    return AutoencoderLoss.Beats(
      first: first, present: try Tensor(present, on: device), all: all, records: places)
  }

  /// The root mean square error over whole recordings of the validation folds.
  public func validate() throws -> (score: Double, metrics: [String: Double]) {
    let error = try ReconstructionError(
      autoencoder, beatDecoder, folder, records: validation, on: device)
    return (error.rmse, ["rmse": error.rmse, "beatRMSE": error.beatRMSE])
  }

  /// Networks and moments.
  public func checkpoint() throws -> [(name: String, tensor: Tensor)] {
    try networks() + optimizer.checkpoint(prefix: "adamw.")
  }

  /// The networks, with latents scaled by what they are over the training records.
  public func result() throws -> [(name: String, tensor: Tensor)] {
    let spread = try LatentSpread(
      of: windows.records, folder, autoencoder, on: device)
    try autoencoder.setLatentScale(mean: spread.mean, deviation: spread.deviation)
    return networks()
  }

  private func networks() -> [(name: String, tensor: Tensor)] {
    autoencoder.checkpoint(prefix: "autoencoder.") + beatDecoder.checkpoint(prefix: "beat.")
  }

  /// Goes on from a checkpoint.
  public func load(from file: SafetensorsFile) throws {
    try autoencoder.load(from: file, prefix: "autoencoder.")
    try beatDecoder.load(from: file, prefix: "beat.")
    try optimizer.load(from: file, prefix: "adamw.")
  }

  /// The records of a step's batch.
  public func describe(step: Int) -> String {
    let choices = try? windows.choices(
      step: step, count: settings.autoencoder.descent.batch)
    let names = choices?.map { folder.labels[$0.record].name } ?? []
    return "recordings \(names.joined(separator: " "))"
  }
}
