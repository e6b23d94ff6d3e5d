public import NeuralNetworks
public import Tensors

/// The workbench's autoencoder: eight leads to one latent column for each 80 ms, and back.
///
/// Patches of 160 ms, every 80 ms, become channels by one convolution; all depth is at that rate, where a
/// step costs little. The way from patches to latents passes no norm, so that a linear code of patches
/// (principal components) is within reach and the blocks add to it. Any length of whole columns will do.
public struct PatchAutoencoder: Module {
  /// What was chosen.
  public let form: WorkbenchForm
  private let input, output: Sequential
  private let encoderBlocks, decoderBlocks: Sequential
  private let toMoments, fromLatent: Conv1d
  /// Mean and standard deviation of a latent's channels over the training records, `[1, C, 1]`.
  private let latentMean, latentDeviation: Tensor

  /// Draws the network.
  public init(_ form: WorkbenchForm, _ initializer: inout Initializer) throws(TensorError) {
    self.form = form
    let width = form.codecWidth
    let eight = Tensor.Convolution(stride: 8, padding: 4)
    if form.samplingRate == 100 {
      input = Sequential([try Conv1d(form.leads, width, width: 16, eight, &initializer)])
      output = Sequential([try ConvTranspose1d(width, form.leads, width: 16, eight, &initializer)])
    } else {
      let (five, inner) = (Tensor.Convolution(stride: 5, padding: 3), max(32, width / 3))
      input = Sequential([
        try Conv1d(form.leads, inner, width: 11, five, &initializer),
        try Conv1d(inner, width, width: 16, eight, &initializer),
      ])
      output = Sequential([
        try ConvTranspose1d(width, inner, width: 16, eight, &initializer), Activation.silu,
        try ConvTranspose1d(inner, form.leads, width: 11, five, &initializer),
      ])
    }
    encoderBlocks = try Self.blocks(form.encoderBlocks, width, &initializer)
    decoderBlocks = try Self.blocks(form.decoderBlocks, width, &initializer)
    toMoments = try .same(width, 2 * form.latentChannels, width: 3, &initializer)
    fromLatent = try .same(form.latentChannels, width, width: 3, &initializer)
    let shape = [1, form.latentChannels, 1]
    latentMean = try .zeros(shape, dataType: initializer.dataType, on: initializer.device)
    latentDeviation = try .ones(shape, dataType: initializer.dataType, on: initializer.device)
  }

  private static func blocks(
    _ count: Int, _ width: Int, _ initializer: inout Initializer
  ) throws(TensorError) -> Sequential {
    var blocks: [any Layer] = []
    for _ in 0..<count {
      blocks.append(try ResidualBlock(width, width, groups: 8, &initializer))
    }
    return Sequential(blocks)
  }

  /// `input`, `encoder`, `moments`, `latent`, `decoder`, `output`, and how latents are scaled.
  public var members: [Member] {
    [
      .module("input", input), .module("encoder", encoderBlocks), .module("moments", toMoments),
      .module("latent", fromLatent), .module("decoder", decoderBlocks), .module("output", output),
      .buffer("latent_mean", latentMean), .buffer("latent_deviation", latentDeviation),
    ]
  }

  /// Encodes recordings in millivolts, `[B, 8, T]`.
  public func encode(_ leads: Tensor) throws(TensorError) -> LatentDistribution {
    let moments = try toMoments(encoderBlocks(input(leads))).split(1, into: 2)
    return LatentDistribution(
      mean: moments[0], logVariance: try moments[1].clamped(from: -30, to: 20), scale: 1)
  }

  /// Decodes latents `[B, C, T]` to millivolts `[B, 8, T']`.
  public func decode(_ latent: Tensor) throws(TensorError) -> Tensor {
    try output(decoderBlocks(fromLatent(latent)))
  }

  /// States how latents of the training records are spread, each channel by itself.
  ///
  /// - Parameters:
  ///   - mean: Shape `[C]`.
  ///   - deviation: Shape `[C]`, positive.
  /// - Throws: If the shapes do not fit.
  public func setLatentScale(mean: [Double], deviation: [Double]) throws(TensorError) {
    precondition(
      mean.count == form.latentChannels && deviation.count == mean.count
        && deviation.allSatisfy { $0 > 0 },
      "\(mean.count) means, \(deviation.count) deviations of \(form.latentChannels) channels")
    try latentMean.copy(from: Tensor(mean, shape: latentMean.shape))
    try latentDeviation.copy(from: Tensor(deviation, shape: latentMean.shape))
  }

  /// Latents with mean 0 and deviation 1 over the training records, as the denoiser sees them.
  public func scaled(_ latent: Tensor) throws(TensorError) -> Tensor {
    try (latent - latentMean) / latentDeviation
  }

  /// The inverse of `scaled`.
  public func unscaled(_ latent: Tensor) throws(TensorError) -> Tensor {
    try latent * latentDeviation + latentMean
  }
}
