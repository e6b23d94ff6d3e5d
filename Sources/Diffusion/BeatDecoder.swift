public import NeuralNetworks
public import Tensors

/// SE-Diff's decoder of one beat: a latent to 12 leads of 61 samples (0.6 s at 102.4 Hz).
///
/// Source: SE-Diff, arXiv 2511.09895, and its released code; 457,857 parameters. An amplitude head scales
/// and shifts each lead: h · (softplus(s) + 10⁻³) + b.
public struct BeatDecoder: Module {
  /// Samples of a beat; the R peak is number 20, counted from 0.
  public static let sampleCount = 61
  /// Place of the R peak.
  public static let rPeak = 20
  /// Samples a second.
  public static let samplingRate = 102.4

  private let input, convolution, output: Conv1d
  private let blocks: [ResidualBlock]
  private let last: ResidualBlock
  private let time: Linear
  private let norm: GroupNorm
  private let amplitude: Sequential

  /// Draws the network; biases of linear layers start at 0.
  public init(_ initializer: inout Initializer) throws(TensorError) {
    input = try .same(4, 128, width: 3, &initializer)
    var blocks: [ResidualBlock] = []
    for _ in 0..<3 { blocks.append(try ResidualBlock(128, 128, &initializer)) }
    self.blocks = blocks
    time = try Linear(128, Self.sampleCount, &initializer)
    norm = try GroupNorm(groups: 32, channels: 128, &initializer)
    convolution = try .same(128, 128, width: 3, &initializer)
    last = try ResidualBlock(128, 128, &initializer)
    output = try .same(128, 12, width: 1, &initializer)
    let (narrow, wide) = (try Linear(4, 32, &initializer), try Linear(32, 24, &initializer))
    for layer in [time, narrow, wide] { try layer.bias?.fill(0) }
    amplitude = Sequential([narrow, Activation.silu, wide])
  }

  /// `input`, `blocks`, `time`, `norm`, `conv`, `last`, `output`, `amplitude`.
  public var members: [Member] {
    [
      .module("input", input), .modules("blocks", blocks), .module("time", time),
      .module("norm", norm), .module("conv", convolution), .module("last", last),
      .module("output", output), .module("amplitude", amplitude),
    ]
  }

  /// Decodes scaled latents `[B, 4, 128]` to beats in millivolts `[B, 12, 61]`.
  public func callAsFunction(_ latent: Tensor) throws(TensorError) -> Tensor {
    var h = try input(latent)
    for block in blocks { h = try block(h) }
    h = try convolution(norm(time(h)).silu())
    let head = try amplitude(latent.mean(2)).unsqueezed(2).split(1, into: 2)  // [B, 12, 1] twice
    return try output(last(h)) * (head[0].softplus() + 1e-3) + head[1]
  }
}
