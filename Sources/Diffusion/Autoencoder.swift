public import NeuralNetworks
public import Tensors

/// The published autoencoder: 12 leads of 1024 samples to a latent of 4 channels and 128 samples.
///
/// Stable Diffusion's form in one dimension, as DiffuSETS and SE-Diff use it (Lai et al., arXiv 2501.05932;
/// 12,218,448 and 17,333,664 parameters). The keys are those of its published state dictionaries, with
/// `encoder.` and `decoder.` before them; parts that are built there and never used are kept.
public struct Autoencoder: Module {
  /// The factor by which a latent is scaled; made for images, kept for parity.
  public static let latentScale = 0.18215
  /// Channels and samples of a latent.
  public static let latentShape = [4, 128]

  /// Leads to moments.
  public let encoder: SignalEncoder
  /// Latents to leads.
  public let decoder: SignalDecoder

  /// Draws the networks.
  public init(_ initializer: inout Initializer) throws(TensorError) {
    encoder = try SignalEncoder(&initializer)
    decoder = try SignalDecoder(&initializer)
  }

  /// `encoder` and `decoder`.
  public var members: [Member] { [.module("encoder", encoder), .module("decoder", decoder)] }
}

/// The distribution of a record's latent, and one latent drawn from it.
public struct LatentDistribution: Sendable {
  /// Mean of the unscaled latent, shape `[B, C, T]`.
  public let mean: Tensor
  /// Logarithm of its variance, limited to [−30, 20].
  public let logVariance: Tensor
  /// The factor by which a drawn latent is scaled.
  public let scale: Double

  init(mean: Tensor, logVariance: Tensor, scale: Double = Autoencoder.latentScale) {
    self.mean = mean
    self.logVariance = logVariance
    self.scale = scale
  }

  /// (mean + σ noise) · scale.
  public func latent(noise: Tensor) throws(TensorError) -> Tensor {
    try (mean + (0.5 * logVariance).exponential() * noise) * scale
  }
}

/// The published encoder.
public struct SignalEncoder: Module {
  private let layers: Sequential

  /// Draws the network.
  public init(_ initializer: inout Initializer) throws(TensorError) {
    var layers: [any Layer] = [try Conv1d.same(12, 128, width: 3, &initializer)]
    var channels = 128
    for outputs in [128, 256, 512] {
      layers.append(try ResidualBlock(channels, outputs, &initializer))
      layers.append(try ResidualBlock(outputs, outputs, &initializer))
      layers.append(try Downsample(channels: outputs, padding: .right, &initializer))
      channels = outputs
    }
    for _ in 0..<3 { layers.append(try ResidualBlock(512, 512, &initializer)) }
    layers.append(try AttentionBlock(512, &initializer))
    layers.append(try ResidualBlock(512, 512, &initializer))
    layers.append(try GroupNorm(groups: 32, channels: 512, &initializer))
    layers.append(Activation.silu)
    layers.append(try Conv1d.same(512, 8, width: 3, &initializer))
    layers.append(try Conv1d.same(8, 8, width: 1, &initializer))
    self.layers = Sequential(layers)
  }

  /// The layers by their index.
  public var members: [Member] { layers.members }

  /// Encodes recordings in millivolts, `[B, 12, 1024]`.
  public func callAsFunction(_ leads: Tensor) throws(TensorError) -> LatentDistribution {
    let moments = try layers(leads).split(1, into: 2)
    return LatentDistribution(
      mean: moments[0], logVariance: try moments[1].clamped(from: -30, to: 20))
  }
}

/// The published decoder.
public struct SignalDecoder: Module {
  private let layers: Sequential

  /// Draws the network.
  public init(_ initializer: inout Initializer) throws(TensorError) {
    var layers: [any Layer] = [
      try Conv1d.same(4, 4, width: 1, &initializer),
      try Conv1d.same(4, 512, width: 3, &initializer),
      try ResidualBlock(512, 512, &initializer), try AttentionBlock(512, &initializer),
    ]
    for _ in 0..<4 { layers.append(try ResidualBlock(512, 512, &initializer)) }
    var channels = 512
    for outputs in [512, 256, 128] {
      layers.append(Upsample(by: 2))
      layers.append(try Conv1d.same(channels, channels, width: 3, &initializer))
      layers.append(try ResidualBlock(channels, outputs, &initializer))
      for _ in 0..<2 { layers.append(try ResidualBlock(outputs, outputs, &initializer)) }
      channels = outputs
    }
    layers.append(try GroupNorm(groups: 32, channels: 128, &initializer))
    layers.append(Activation.silu)
    layers.append(try Conv1d.same(128, 12, width: 3, &initializer))
    self.layers = Sequential(layers)
  }

  /// The layers by their index.
  public var members: [Member] { layers.members }

  /// Decodes scaled latents `[B, 4, 128]` to millivolts `[B, 12, 1024]`.
  public func callAsFunction(_ latent: Tensor) throws(TensorError) -> Tensor {
    try layers(latent / Autoencoder.latentScale)
  }
}
