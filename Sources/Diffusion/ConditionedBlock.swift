import NeuralNetworks
import Tensors

/// A block of the published U-Net: convolutions around self- and cross-attention.
///
/// The input passes to the output through a convolution of width 1, without the step's embedding. The
/// strided convolution is built there and never used; it is kept for its keys.
struct ConditionedBlock: Module {
  private let before, middle, after: Conv1d
  private let unusedDown: Downsample
  private let norm1, norm2: GroupNorm
  private let shortcut: Conv1d?
  private let selfAttention: SelfAttention
  private let crossAttention: CrossAttention
  private let attentionNorm: LayerNorm
  private let time: TimeEmbedding

  init(
    _ inputs: Int, _ outputs: Int, hidden: Int, form: UNet.Form,
    _ initializer: inout Initializer
  ) throws(TensorError) {
    let inner = (inputs + outputs) / 2
    before = try .same(inputs, inner, width: 7, &initializer)
    middle = try .same(inner, inner, width: 1, &initializer)
    after = try .same(inner, outputs, width: 7, &initializer)
    unusedDown = try Downsample(channels: outputs, padding: .both, &initializer)
    norm1 = try GroupNorm(groups: 1, channels: inner, &initializer)
    norm2 = try GroupNorm(groups: 1, channels: outputs, &initializer)
    shortcut = inputs == outputs ? nil : try .same(inputs, outputs, width: 1, &initializer)
    selfAttention = try SelfAttention(inner, hidden: hidden, heads: 8, &initializer)
    crossAttention = try CrossAttention(
      inner, hidden: hidden, heads: 8, condition: form.conditionWidth, &initializer)
    attentionNorm = try LayerNorm(inner, &initializer)
    time = try TimeEmbedding(channels: inputs, steps: form.steps, &initializer)
  }

  var members: [Member] {
    [
      .module("pre_shortcut_convs", before), .module("shortcut_convs", middle),
      .module("post_shortcut_convs", after), .module("down", unusedDown),
      .module("layer_norm1", norm1), .module("layer_norm2", norm2),
      .module("res_conv", shortcut), .module("self_attention", selfAttention),
      .module("cross_attention", crossAttention), .module("attention_norm", attentionNorm),
      .module("time_emb", time),
    ]
  }

  // [B, in, T] -> [B, out, T]
  func callAsFunction(
    _ x: Tensor, steps: Tensor, tokens: Tensor
  ) throws(TensorError) -> Tensor {
    var h = try middle(norm1(before(x + time(steps))).mish())
    h = try crossAttention(selfAttention(h.transposed()), tokens: tokens)  // [B, T, inner]
    h = try norm2(after(attentionNorm(h).transposed())).mish()
    return try h + (shortcut.map { s throws(TensorError) in try s(x) } ?? x)
  }
}

/// The lowest stage of the published U-Net.
struct Bottleneck: Module {
  private let convolution1, convolution2, convolution3: Conv1d
  private let norm1, norm2: GroupNorm
  private let selfAttention: SelfAttention
  private let crossAttention: CrossAttention
  private let attentionNorm: LayerNorm
  private let time: TimeEmbedding

  init(
    _ channels: Int, form: UNet.Form, _ initializer: inout Initializer
  ) throws(TensorError) {
    time = try TimeEmbedding(channels: channels, steps: form.steps, &initializer)
    convolution1 = try .same(channels, channels, width: 3, &initializer)
    convolution2 = try .same(channels, channels, width: 3, &initializer)
    convolution3 = try .same(channels, channels, width: 3, &initializer)
    norm1 = try GroupNorm(groups: 1, channels: channels, &initializer)
    norm2 = try GroupNorm(groups: 1, channels: channels, &initializer)
    attentionNorm = try LayerNorm(channels, &initializer)
    selfAttention = try SelfAttention(channels, hidden: 32, heads: 4, &initializer)
    crossAttention = try CrossAttention(
      channels, hidden: 32, heads: 4, condition: form.conditionWidth, &initializer)
  }

  var members: [Member] {
    [
      .module("time_emb", time), .module("bottleneck_conv1", convolution1),
      .module("bottleneck_conv1_2", convolution2), .module("bottleneck_conv2", convolution3),
      .module("bottleneck_layer_norm1", norm1), .module("bottleneck_layer_norm2", norm2),
      .module("attention_norm", attentionNorm), .module("self_attention", selfAttention),
      .module("cross_attention", crossAttention),
    ]
  }

  // [B, C, T] -> [B, C, T]
  func callAsFunction(
    _ x: Tensor, steps: Tensor, tokens: Tensor
  ) throws(TensorError) -> Tensor {
    var h = try convolution2(norm1(convolution1(x + time(steps))).mish())
    h = try crossAttention(selfAttention(h.transposed()), tokens: tokens)
    return try norm2(convolution3(attentionNorm(h).transposed())).mish() + x
  }
}
