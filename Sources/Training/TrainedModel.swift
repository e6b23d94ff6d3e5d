public import Diffusion
import Foundation
import NeuralNetworks
public import Statements
public import Tensors

/// The networks of a finished run: what generates recordings, and what encodes them.
public struct TrainedModel: Sendable {
  /// What the training depended on.
  public let settings: TrainingSettings
  /// The autoencoder and the beat decoder.
  public let autoencoder: PatchAutoencoder, beatDecoder: PatchBeatDecoder
  /// The averaged denoiser; `nil` where the run was the autoencoder's.
  public let denoiser: LatentUNet?
  private let device: Device

  /// Reads the best networks of a run.
  ///
  /// - Parameters:
  ///   - folder: The run's folder, with `settings.json` and `best.safetensors`.
  ///   - device: Where to put them.
  /// - Throws: `TrainingError.Code.unreadable`, or what is wrong with the file.
  public init(folder: String, on device: Device) throws {
    let path = folder + "/settings.json"
    let json: Data
    do {
      json = try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw TrainingError(
        .unreadable, "cannot read \(path); is \(folder) a training's folder?", underlying: error)
    }
    settings = try TrainingSettings(json: json, name: path)
    let file = try SafetensorsFile(path: folder + "/best.safetensors")
    guard let input = file["autoencoder.input.0.weight"] else {
      throw TrainingError(.unreadable, "\(file.path) holds no autoencoder")
    }
    // The first kernel spans 160 ms at 100 Hz, 22 ms at 500.
    let rate = input.shape.last == 16 ? 100 : 500
    var form = WorkbenchForm(
      settings.size, samplingRate: rate, tokenWidth: StatementTable.width)
    form.latentChannels = settings.latentChannels
    var initializer = Initializer(seed: 0, on: device)
    autoencoder = try PatchAutoencoder(form, &initializer)
    beatDecoder = try PatchBeatDecoder(form, &initializer)
    try autoencoder.load(from: file, prefix: "autoencoder.")
    try beatDecoder.load(from: file, prefix: "beat.")
    if file.header.entries.contains(where: { $0.name.hasPrefix("denoiser.") }) {
      let network = try LatentUNet(form, &initializer)
      try network.load(from: file, prefix: "denoiser.")
      denoiser = network
    } else {
      denoiser = nil
    }
    self.device = device
  }

  /// What the networks make: rate, leads, columns.
  public var form: WorkbenchForm { autoencoder.form }

  /// How recordings are drawn.
  public struct Drawing: Sendable, Codable, Equatable {
    /// Key of the numbers; record k of a seed is the same in any batch.
    public var seed: UInt64
    /// Length in columns of 80 ms.
    public var columns = 125
    /// The way from noise to latents.
    public var sampler = Sampler(.dpmSolver, steps: 25, clip: 6)
    /// How much further than the condition asks; 1 for as much.
    public var guidance = Guidance(scale: 2)

    /// Draws with a seed and the values above.
    public init(seed: UInt64) { self.seed = seed }
  }

  /// Generates one recording for each condition.
  ///
  /// - Parameters:
  ///   - conditions: What is asked for.
  ///   - drawing: How.
  ///   - first: Number of the first record.
  ///   - progress: Is told after each step of the sampler how many are done.
  /// - Returns: I, II, V1 … V6 in mV, `[record][lead][sample]`.
  /// - Throws: `TrainingError.Code.unreadable` if there is no denoiser, or what the device did not do.
  public func generate(
    _ conditions: [Condition], _ drawing: Drawing, firstRecord first: Int = 0,
    progress: (Int) -> Void = { _ in }
  ) throws -> [[[Float]]] {
    guard let denoiser else {
      throw TrainingError(
        .unreadable, "the run holds an autoencoder alone; generate with a denoiser's run")
    }
    let capacity = settings.denoiser.tokens
    let tokens = conditions.map { StatementTable().tokens(of: $0, capacity: capacity) }
    let asked = TokenBatch(
      values: try Tensor(
        tokens.flatMap(\.values), shape: [conditions.count, capacity, StatementTable.width],
        on: device),
      mask: try Tensor(tokens.flatMap(\.mask), shape: [conditions.count, capacity], on: device))
    let isGuided = drawing.guidance.scale != 1
    let seen = isGuided ? try asked.followed(by: asked.ofNothing()) : asked
    let generators = conditions.indices.map {
      TensorGenerator(seed: drawing.seed, record: UInt32(first + $0))
    }
    let signals = try withoutGradients { () throws(TensorError) -> Tensor in
      let latents = try drawing.sampler(
        .cosine(), settings.denoiser.prediction,
        shape: [form.latentChannels, drawing.columns], generators: generators, on: device,
        progress: progress
      ) { x, steps throws(TensorError) in
        guard isGuided else { return try denoiser(x, steps: steps, seen) }
        return try drawing.guidance(
          denoiser(
            .concatenation(of: [x, x], along: 0),
            steps: .concatenation(of: [steps, steps], along: 0), seen))
      }
      return try autoencoder.decode(autoencoder.unscaled(latents))
    }
    let values = try signals.floats()
    let (leads, samples) = (form.leads, signals.size(2))
    return conditions.indices.map { record in
      (0..<leads).map { lead in
        let start = (record * leads + lead) * samples
        return Array(values[start..<start + samples])
      }
    }
  }
}
