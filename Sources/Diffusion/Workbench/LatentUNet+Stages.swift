import Foundation
import NeuralNetworks
import Tensors

/// What the denoiser sees of a batch of conditions.
struct TokenContext {
  let values: Tensor  // [B, S, context]
  let mask: Tensor  // [B, S]
  let mean: Tensor  // [B, embedded]
}

/// Tokens as the denoiser sees them.
struct TokenEncoder: Module {
  private let first, second, toMean: Linear

  init(
    _ width: Int, _ context: Int, embedded: Int, _ initializer: inout Initializer
  ) throws(TensorError) {
    first = try Linear(width, context, &initializer)
    second = try Linear(context, context, &initializer)
    toMean = try Linear(context, embedded, &initializer)
  }

  var members: [Member] {
    [.module("first", first), .module("second", second), .module("mean", toMean)]
  }

  func callAsFunction(_ tokens: TokenBatch) throws(TensorError) -> TokenContext {
    let values = try second(first(tokens.values).silu())
    let shares = try tokens.mask.converted(to: values.dataType).unsqueezed(2)
    let mean = try (values * shares).sum(1) / shares.sum(1)
    return TokenContext(values: values, mask: tokens.mask, mean: try toMean(mean))
  }
}

/// The step of the process as a vector: sines and cosines of t at frequencies 10000^(−i/32), two layers.
struct StepEmbedding: Module {
  private static let half = 32
  private let first, second: Linear

  init(width: Int, _ initializer: inout Initializer) throws(TensorError) {
    first = try Linear(2 * Self.half, width, &initializer)
    second = try Linear(width, width, &initializer)
  }

  var members: [Member] { [.module("first", first), .module("second", second)] }

  // [B] -> [B, width]
  func callAsFunction(_ steps: Tensor, dataType: DataType) throws(TensorError) -> Tensor {
    let rates = (0..<Self.half).map { pow(10_000, -Double($0) / Double(Self.half)) }
    let angles =
      try steps.converted(to: dataType).unsqueezed(1)
      * Tensor(rates, shape: [1, Self.half], on: steps.device).converted(to: dataType)
    let waves = try Tensor.concatenation(of: [angles.sine(), angles.cosine()], along: 1)
    return try second(first(waves).silu())
  }
}

/// Blocks of one length, and the way to the next.
struct Stage: Module {
  enum Resampling: Equatable {
    case none, down
    case up(channels: Int)
  }

  private struct Block: Module {
    let residual: SteppedBlock
    let time: TokenAttention?
    let condition: TokenAttention
    var members: [Member] {
      [
        .module("residual", residual), .module("time", time), .module("condition", condition),
      ]
    }
  }

  private let parts: [Block]
  private let down: Downsample?
  private let up: Conv1d?

  init(
    _ inputs: Int, _ outputs: Int, _ form: WorkbenchForm, attendsToTime: Bool,
    resampling: Resampling, _ initializer: inout Initializer
  ) throws(TensorError) {
    var parts: [Block] = []
    for index in 0..<form.blocksPerStage {
      parts.append(
        Block(
          residual: try SteppedBlock(
            index == 0 ? inputs : outputs, outputs, step: 2 * form.contextWidth, &initializer),
          time: attendsToTime
            ? try TokenAttention(outputs, heads: form.heads, tokens: nil, &initializer) : nil,
          condition: try TokenAttention(
            outputs, heads: form.heads, tokens: form.contextWidth, &initializer)))
    }
    self.parts = parts
    down =
      resampling == .down
      ? try Downsample(channels: outputs, padding: .both, &initializer) : nil
    if case .up(let channels) = resampling {
      up = try .same(channels, channels, width: 3, &initializer)
    } else {
      up = nil
    }
  }

  var members: [Member] {
    [.modules("blocks", parts), .module("down", down), .module("up", up)]
  }

  func blocks(
    _ x: Tensor, step: Tensor, _ context: TokenContext
  ) throws(TensorError) -> Tensor {
    var h = x
    for part in parts {
      h = try part.residual(h, step: step)
      if let time = part.time { h = try time(h, nil) }
      h = try part.condition(h, context)
    }
    return h
  }

  /// At the length of the next stage.
  func resampled(_ x: Tensor) throws(TensorError) -> Tensor {
    if let down { return try down(x) }
    if let up { return try up(x.interpolated(to: 2 * x.size(2), .nearest)) }
    return x
  }
}

/// Two convolutions around which the input passes, with the second norm scaled and shifted by the step.
struct SteppedBlock: Module {
  private let norm1, norm2: GroupNorm
  private let convolution1, convolution2: Conv1d
  private let step: Linear
  private let shortcut: Conv1d?

  init(
    _ inputs: Int, _ outputs: Int, step width: Int, _ initializer: inout Initializer
  ) throws(TensorError) {
    norm1 = try GroupNorm(groups: 8, channels: inputs, &initializer)
    convolution1 = try .same(inputs, outputs, width: 3, &initializer)
    step = try Linear(width, 2 * outputs, &initializer)
    norm2 = try GroupNorm(groups: 8, channels: outputs, &initializer)
    convolution2 = try .same(outputs, outputs, width: 3, &initializer)
    shortcut = inputs == outputs ? nil : try .same(inputs, outputs, width: 1, &initializer)
  }

  var members: [Member] {
    [
      .module("norm1", norm1), .module("conv1", convolution1), .module("step", step),
      .module("norm2", norm2), .module("conv2", convolution2), .module("shortcut", shortcut),
    ]
  }

  func callAsFunction(_ x: Tensor, step embedding: Tensor) throws(TensorError) -> Tensor {
    let factors = try step(embedding.silu()).unsqueezed(2).split(1, into: 2)  // [B, C, 1] twice
    let h = try norm2(convolution1(norm1(x).silu())) * (factors[0] + 1) + factors[1]
    return try convolution2(h.silu())
      + (shortcut.map { s throws(TensorError) in try s(x) } ?? x)
  }
}

/// Attention of a signal's columns to each other or to the tokens of a condition, added to it.
struct TokenAttention: Module {
  private let norm: LayerNorm
  private let tokens: Linear?
  private let attention: MultiHeadAttention

  // Without a width of tokens it is attention over time.
  init(
    _ channels: Int, heads: Int, tokens width: Int?, _ initializer: inout Initializer
  ) throws(TensorError) {
    norm = try LayerNorm(channels, &initializer)
    tokens = try width.map { w throws(TensorError) in try Linear(w, channels, &initializer) }
    attention = try MultiHeadAttention(width: channels, heads: heads, &initializer)
  }

  var members: [Member] {
    [.module("norm", norm), .module("tokens", tokens), .module("attention", attention)]
  }

  // [B, C, T] -> [B, C, T]
  func callAsFunction(_ x: Tensor, _ context: TokenContext?) throws(TensorError) -> Tensor {
    let queries = try norm(x.transposed())
    guard let tokens, let context else {
      return try x + attention(queries, keys: queries, values: queries).transposed()
    }
    let seen = try tokens(context.values)
    return try x + attention(queries, keys: seen, values: seen, mask: context.mask).transposed()
  }
}
