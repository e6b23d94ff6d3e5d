public import Datasets
public import Diffusion
import NeuralNetworks
import SimulatorLoss
import Statements
public import Tensors

/// Training of the denoiser on latents of a trained autoencoder, with the physics terms if they have a weight.
///
/// Windows are encoded anew in every step, at any sample, and each is noised to one step of the process. The
/// beat decoder makes beats of what the denoiser takes the signal for; the simulator's equation with the kernels
/// fitted to the record itself judges them.
public final class DenoiserStage: TrainingStage {
  /// What learns.
  public let denoiser: LatentUNet
  /// What made the latents, and stays as it is.
  public let autoencoder: PatchAutoencoder
  private let beatDecoder: PatchBeatDecoder
  /// What they depend on.
  public let settings: TrainingSettings
  private let windows: WindowSampler
  private let validation: WindowSampler
  private let loss: LatentDiffusionLoss
  private let physics: PhysicsLoss
  private let optimizer: AdamW
  private let average: ExponentialMovingAverage
  private let averaged: LatentUNet
  private let device: Device
  /// Tokens and masks of all recordings.
  private let tokens: [StatementTable.Tokens]

  /// Draws the denoiser and opens the data.
  ///
  /// - Parameters:
  ///   - settings: What the training depends on.
  ///   - folder: The recordings.
  ///   - codec: What `AutoencoderStage` wrote.
  ///   - device: Where to train.
  /// - Throws: `TrainingError.Code.noData`, or what the file or device did not do.
  public init(
    _ settings: TrainingSettings, _ folder: PreparedFolder, codec: SafetensorsFile,
    on device: Device
  ) throws {
    precondition(
      settings.denoiser.physics.interLead == 0,
      "eight independent leads have no limb-lead law that could be broken")
    self.settings = settings
    self.device = device
    let rate = folder.manifest.settings.samplingRate
    var form = WorkbenchForm(
      settings.size, samplingRate: rate, tokenWidth: StatementTable.width)
    form.latentChannels = settings.latentChannels
    var initializer = Initializer(seed: settings.seed, on: device)
    autoencoder = try PatchAutoencoder(form, &initializer)
    beatDecoder = try PatchBeatDecoder(form, &initializer)
    try autoencoder.load(from: codec, prefix: "autoencoder.")
    try beatDecoder.load(from: codec, prefix: "beat.")
    denoiser = try LatentUNet(form, &initializer)
    averaged = try LatentUNet(form, &initializer)
    let samples = settings.denoiser.columns * form.samplesPerColumn
    windows = try WindowSampler(
      folder, folds: settings.trainingFolds, samples: samples, seed: settings.seed)
    // Other numbers than the training's: the same windows and steps at every validation.
    validation = try WindowSampler(
      folder, folds: settings.validationFolds, samples: samples, seed: settings.seed ^ 0x5eed)
    loss = LatentDiffusionLoss(.cosine(), settings.denoiser.prediction)
    physics = PhysicsLoss(
      settings.denoiser.physics,
      euler: EulerLoss(samplingRate: Double(rate), rPeak: form.beat.rPeak))
    optimizer = try AdamW(AdamW.groups(of: denoiser, settings.denoiser.descent.adam))
    average = try ExponentialMovingAverage(
      of: denoiser, decay: settings.denoiser.averageDecay)
    tokens = folder.labels.map {
      StatementTable().tokens(of: $0.condition, capacity: settings.denoiser.tokens)
    }
  }

  /// How many steps there are.
  public var steps: Int { settings.denoiser.descent.steps }

  /// Takes a step.
  public func train(step: Int) throws -> [String: Double] {
    let descent = settings.denoiser.descent
    let batch = try windows.batch(step: step, count: descent.batch, on: device)
    var generator = TensorGenerator(seed: settings.seed, record: UInt32(step), stream: 3)
    let steps = try generator.integers(
      [descent.batch], in: 0..<loss.schedule.steps, on: device)
    let dropped =
      try generator.uniform([descent.batch], on: device)
      .< settings.denoiser.conditionDropout
    let latents = try latents(of: batch)
    let noise = try generator.normal(latents.shape, on: device)
    let condition = try condition(of: batch.records).dropping(dropped)
    let result = try loss(latents, noise: noise, steps: steps) { x, t throws(TensorError) in
      try denoiser(x, steps: t, condition)
    }
    var metrics = ["diffusion": try result.loss.number()]
    var total = result.loss
    let terms = try physicsTerms(result, batch)
    if let term = terms?.total {
      total = try total + term
      metrics["euler"] = try terms?.euler?.number()
      metrics["interLead"] = try terms?.interLead?.number()
    }
    if let term = terms?.total, (step + 1).isMultiple(of: settings.loop.logEvery) {
      for share in try GradientShare.measure(
        [("diffusion", result.loss), ("physics", term)], in: denoiser.parameters)
      {
        metrics["share.\(share.name)"] = share.share
      }
    }
    try optimizer.clearGradients()
    try total.backward()
    let rate = descent.schedule.rate(at: step)
    metrics["gradient"] = try optimizer.step(
      learningRate: rate, largestNorm: descent.largestNorm)
    try average.update()
    metrics["learningRate"] = rate
    metrics["loss"] = try total.number()
    return metrics
  }

  private func latents(of batch: WindowSampler.Batch) throws(TensorError) -> Tensor {
    try withoutGradients { () throws(TensorError) in
      try autoencoder.scaled(autoencoder.encode(batch.leads).mean)
    }
  }

  private func condition(of records: [Int]) throws(TensorError) -> TokenBatch {
    let shape = [records.count, settings.denoiser.tokens]
    return TokenBatch(
      values: try Tensor(
        records.flatMap { tokens[$0].values }, shape: shape + [StatementTable.width], on: device),
      mask: try Tensor(records.flatMap { tokens[$0].mask }, shape: shape, on: device))
  }

  private func physicsTerms(
    _ result: LatentDiffusionLoss.Result, _ batch: WindowSampler.Batch
  ) throws -> PhysicsLoss.Terms? {
    guard physics.weights.euler != 0 || physics.weights.interLead != 0 else { return nil }
    let (parameters, known) = try FittedParameters.batch(
      windows.folder, records: batch.records, on: device)
    return try physics(
      signal: result.signal, signalShares: result.signalShares, parameters, known: known
    ) { latent throws(TensorError) in try beatDecoder(autoencoder.unscaled(latent)) }
  }

  /// The loss of the averaged denoiser on fixed windows, steps and noises.
  public func validate() throws -> (score: Double, metrics: [String: Double]) {
    try average.copy(into: averaged)
    var (sum, count) = (0.0, 0)
    for round in 0..<8 {
      let batch = try validation.batch(step: round, count: 16, on: device)
      let latents = try latents(of: batch)
      var generator = TensorGenerator(
        seed: settings.seed ^ 0x5eed, record: UInt32(round), stream: 3)
      let noise = try generator.normal(latents.shape, on: device)
      // Every sixteenth of the process once.
      let last = loss.schedule.steps - 1
      let steps = try Tensor((0..<16).map { Int64($0 * last / 15) }, on: device)
      let condition = try condition(of: batch.records)
      sum += try withoutGradients { () throws(TensorError) in
        try loss(latents, noise: noise, steps: steps) { x, t throws(TensorError) in
          try averaged(x, steps: t, condition)
        }.loss.number()
      }
      count += 1
    }
    return (sum / Double(count), ["loss": sum / Double(count)])
  }

  /// Network, moments and averages.
  public func checkpoint() throws -> [(name: String, tensor: Tensor)] {
    try denoiser.checkpoint(prefix: "denoiser.") + optimizer.checkpoint(prefix: "adamw.")
      + average.checkpoint(prefix: "average.")
  }

  /// The averaged denoiser with the autoencoder and the beat decoder: all that generation needs.
  public func result() throws -> [(name: String, tensor: Tensor)] {
    try average.copy(into: averaged)
    return averaged.checkpoint(prefix: "denoiser.")
      + autoencoder.checkpoint(prefix: "autoencoder.") + beatDecoder.checkpoint(prefix: "beat.")
  }

  /// Goes on from a checkpoint.
  public func load(from file: SafetensorsFile) throws {
    try denoiser.load(from: file, prefix: "denoiser.")
    try optimizer.load(from: file, prefix: "adamw.")
    try average.load(from: file, prefix: "average.")
  }

  /// The records of a step's batch.
  public func describe(step: Int) -> String {
    let choices = try? windows.choices(step: step, count: settings.denoiser.descent.batch)
    let names = choices?.map { windows.folder.labels[$0.record].name } ?? []
    return "recordings \(names.joined(separator: " "))"
  }
}
