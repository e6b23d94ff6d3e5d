public import NeuralNetworks
public import Tensors

/// The workbench's denoiser: a U-Net over latent columns that attends to the tokens of a condition.
///
/// Stages of residual blocks whose norms the step scales and shifts (Dhariwal and Nichol, NeurIPS 2021), with
/// self-attention over time below the first stage and cross-attention to the tokens in all; the mean of the
/// tokens goes to the step's embedding. The last convolution begins at 0.
public struct LatentUNet: Module {
  /// What was chosen.
  public let form: WorkbenchForm
  private let embedding: StepEmbedding
  private let tokens: TokenEncoder
  private let input: Conv1d
  private let downs, ups: [Stage]
  private let middle: Stage
  private let norm: GroupNorm
  private let output: Conv1d

  /// Draws the network.
  public init(_ form: WorkbenchForm, _ initializer: inout Initializer) throws(TensorError) {
    self.form = form
    let widths = form.stageWidths
    let deepest = widths[widths.count - 1]
    let embedded = 2 * form.contextWidth
    embedding = try StepEmbedding(width: embedded, &initializer)
    tokens = try TokenEncoder(
      form.tokenWidth, form.contextWidth, embedded: embedded, &initializer)
    input = try .same(form.latentChannels, widths[0], width: 3, &initializer)
    var (downs, ups): ([Stage], [Stage]) = ([], [])
    for (index, width) in widths.enumerated() {
      downs.append(
        try Stage(
          index == 0 ? width : widths[index - 1], width, form, attendsToTime: index > 0,
          resampling: index < widths.count - 1 ? .down : .none, &initializer))
    }
    middle = try Stage(
      deepest, deepest, form, attendsToTime: true, resampling: .none, &initializer)
    for index in widths.indices.reversed() {
      let below = index == widths.count - 1 ? deepest : widths[index + 1]
      ups.append(
        try Stage(
          below + widths[index], widths[index], form, attendsToTime: index > 0,
          resampling: index == widths.count - 1 ? .none : .up(channels: below), &initializer))
    }
    (self.downs, self.ups) = (downs, ups)
    norm = try GroupNorm(groups: 8, channels: widths[0], &initializer)
    output = try .same(widths[0], form.latentChannels, width: 3, &initializer)
    for parameter in output.parameters { try parameter.fill(0) }
  }

  /// `embedding`, `tokens`, `input`, `down`, `middle`, `up`, `norm`, `output`.
  public var members: [Member] {
    [
      .module("embedding", embedding), .module("tokens", tokens), .module("input", input),
      .modules("down", downs), .module("middle", middle), .modules("up", ups),
      .module("norm", norm), .module("output", output),
    ]
  }

  /// Predicts what the process asks for.
  ///
  /// - Parameters:
  ///   - x: Noised scaled latents, `[B, C, T]`, of any length.
  ///   - steps: The step of each, int64, `[B]`, from 0.
  ///   - condition: Tokens and which of them are there.
  /// - Returns: Shape of `x`.
  /// - Throws: If the shapes do not fit.
  public func callAsFunction(
    _ x: Tensor, steps: Tensor, _ condition: TokenBatch
  ) throws(TensorError) -> Tensor {
    let length = x.size(2)
    // Every stage halves the length.
    let multiple = 1 << (form.stageWidths.count - 1)
    let padding = (multiple - length % multiple) % multiple
    let context = try tokens(condition)
    let step = try embedding(steps, dataType: x.dataType) + context.mean
    var h = try input(padding > 0 ? x.padded(left: 0, right: padding) : x)
    var skips: [Tensor] = []
    for stage in downs {
      h = try stage.blocks(h, step: step, context)
      skips.append(h)
      h = try stage.resampled(h)
    }
    h = try middle.blocks(h, step: step, context)
    for (stage, skip) in zip(ups, skips.reversed()) {
      h = try .concatenation(of: [stage.resampled(h), skip], along: 1)
      h = try stage.blocks(h, step: step, context)
    }
    let result = try output(norm(h).silu())
    return padding > 0 ? try result.slice(2, 0..<length) : result
  }
}

/// The tokens of a batch of conditions.
public struct TokenBatch: Sendable {
  /// Vectors, `[B, S, W]`.
  public let values: Tensor
  /// True where a token is there, `[B, S]`; at least one of each record is.
  public let mask: Tensor

  /// Collects tokens.
  ///
  /// - Precondition: The shapes fit.
  public init(values: Tensor, mask: Tensor) {
    precondition(
      values.rank == 3 && mask.shape == Array(values.shape.prefix(2)),
      "tokens \(values), mask \(mask)")
    self.values = values
    self.mask = mask
  }

  /// The same with only the first token of each record, which says nothing.
  public func ofNothing() throws(TensorError) -> TokenBatch {
    let places = try Tensor.range(to: Double(mask.size(1)), on: mask.device)
    return TokenBatch(values: values, mask: try (places .< 1).expanded(to: mask.shape))
  }

  /// Only the first token where a record's condition is dropped, bool, `[B]`.
  public func dropping(_ dropped: Tensor) throws(TensorError) -> TokenBatch {
    let nothing = try ofNothing().mask
    return TokenBatch(
      values: values, mask: try dropped.unsqueezed(1).selecting(nothing, otherwise: mask))
  }

  /// Two batches one after the other.
  public func followed(by other: TokenBatch) throws(TensorError) -> TokenBatch {
    TokenBatch(
      values: try .concatenation(of: [values, other.values], along: 0),
      mask: try .concatenation(of: [mask, other.mask], along: 0))
  }
}
