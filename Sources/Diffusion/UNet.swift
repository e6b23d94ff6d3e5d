public import NeuralNetworks
public import Tensors

/// The published denoiser: predicts the noise in a latent from its step and its condition.
///
/// Six stages down, from 4 channels of 128 samples to 256 of 2, a bottleneck, six stages up, as DiffuSETS and
/// SE-Diff use it (Lai et al., arXiv 2501.05932; 14,177,792 elements at a text width of 1536). Keys and
/// parts that are never used are those of the published state dictionary.
public struct UNet: Module {
  /// What of the network can be chosen.
  public struct Form: Sendable, Codable, Equatable {
    /// Width of the text's vectors.
    public var textWidth: Int
    /// Steps of the process.
    public var steps: Int

    /// Describes a network; the defaults are the published ones.
    public init(textWidth: Int = 1536, steps: Int = 1000) {
      precondition(textWidth > 0 && steps > 0, "text width \(textWidth), \(steps) steps")
      self.textWidth = textWidth
      self.steps = steps
    }

    /// Text, then sex, age and heart rate.
    public var conditionWidth: Int { textWidth + 3 }
  }

  private struct Down: Module {
    let block: ConditionedBlock
    let down: Downsample
    var members: [Member] { [.module("down", down), .module("block", block)] }
  }

  private struct Up: Module {
    let block: ConditionedBlock
    let up: ConvTranspose1d
    var members: [Member] { [.module("block", block), .module("up", up)] }
  }

  /// What was chosen.
  public let form: Form
  private let downs: [Down]
  private let bottleneck: Bottleneck
  private let ups: [Up]
  private let output: Sequential

  /// Draws a network.
  public init(_ form: Form, _ initializer: inout Initializer) throws(TensorError) {
    self.form = form
    let widths = [4, 8, 16, 32, 64, 128, 256]
    var downs: [Down] = []
    for (inputs, outputs) in zip(widths, widths.dropFirst()) {
      downs.append(
        Down(
          block: try ConditionedBlock(
            inputs, outputs, hidden: outputs, form: form, &initializer),
          down: try Downsample(channels: outputs, padding: .both, &initializer)))
    }
    self.downs = downs
    bottleneck = try Bottleneck(256, form: form, &initializer)
    var ups: [Up] = []
    let hidden = [512, 512, 256, 128, 64, 32]
    for stage in 0..<6 {
      // The first stage has no skip; the others get half their channels from it.
      let inputs = stage == 0 ? 256 : widths[7 - stage]
      let upsampled = stage == 0 ? 256 : inputs / 2
      ups.append(
        Up(
          block: try ConditionedBlock(
            inputs, widths[5 - stage], hidden: hidden[stage], form: form, &initializer),
          up: try ConvTranspose1d(
            upsampled, upsampled, width: 4, Tensor.Convolution(stride: 2, padding: 1),
            &initializer)))
    }
    self.ups = ups
    output = Sequential([
      try Conv1d.same(4, 4, width: 3, &initializer), Activation.mish,
      try Conv1d.same(4, 4, width: 1, &initializer),
    ])
  }

  /// `downsampling_blocks`, `upsampling_blocks`, `bottelneck` (as it is spelt there), `output_conv`.
  public var members: [Member] {
    [
      .modules("downsampling_blocks", downs), .modules("upsampling_blocks", ups),
      .module("bottelneck", bottleneck), .module("output_conv", output),
    ]
  }

  /// Predicts the noise.
  ///
  /// - Parameters:
  ///   - x: Noised latents, `[B, 4, 128]`.
  ///   - steps: The step of each, int64, `[B]`, from 0.
  ///   - condition: Text vector, sex, age and heart rate of each, `[B, text + 3]`; or several such tokens,
  ///     `[B, S, text + 3]`.
  /// - Returns: Shape `[B, 4, 128]`.
  /// - Throws: If the shapes do not fit.
  public func callAsFunction(
    _ x: Tensor, steps: Tensor, condition: Tensor
  ) throws(TensorError) -> Tensor {
    let tokens = condition.rank == 2 ? try condition.unsqueezed(1) : condition
    var (x, skips): (Tensor, [Tensor]) = (x, [])
    for stage in downs {
      let h = try stage.block(x, steps: steps, tokens: tokens)
      skips.append(h)
      x = try stage.down(h)
    }
    x = try bottleneck(x, steps: steps, tokens: tokens)
    skips.removeLast()  // the lowest stage's is not used
    for (index, stage) in ups.enumerated() {
      var h = try stage.up(x)
      if index > 0, let skip = skips.popLast() {
        h = try .concatenation(of: [h, skip], along: 1)
      }
      x = try stage.block(h, steps: steps, tokens: tokens)
    }
    return try output(x)
  }
}
