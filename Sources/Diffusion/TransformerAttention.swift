import NeuralNetworks
import Tensors

/// Self-attention of a width of its own, between two linear layers, added to its input.
struct SelfAttention: Layer {
  private let norm: LayerNorm
  private let toQueries, toKeys, toValues, toOutput: Linear
  private let heads: MultiHeadAttention

  init(
    _ channels: Int, hidden: Int, heads: Int, _ initializer: inout Initializer
  ) throws(TensorError) {
    toQueries = try Linear(channels, hidden, &initializer)
    toKeys = try Linear(channels, hidden, &initializer)
    toValues = try Linear(channels, hidden, &initializer)
    toOutput = try Linear(hidden, channels, &initializer)
    self.heads = try MultiHeadAttention(width: hidden, heads: heads, &initializer)
    norm = try LayerNorm(channels, &initializer)
  }

  var members: [Member] {
    [
      .module("to_q", toQueries), .module("to_k", toKeys), .module("to_v", toValues),
      .module("to_out", toOutput), .module("attention", heads), .module("norm", norm),
    ]
  }

  // [B, T, C] -> [B, T, C]
  func callAsFunction(_ x: Tensor) throws(TensorError) -> Tensor {
    let h = try norm(x)
    return try toOutput(heads(toQueries(h), keys: toKeys(h), values: toValues(h))) + x
  }
}

/// Cross-attention from a signal to tokens of the condition, added to its input.
struct CrossAttention: Module {
  private let norm, tokenNorm: LayerNorm
  private let combiner: Linear
  private let toQueries, toKeys, toValues, toOutput: Linear
  private let heads: MultiHeadAttention

  init(
    _ channels: Int, hidden: Int, heads: Int, condition: Int, _ initializer: inout Initializer
  ) throws(TensorError) {
    toQueries = try Linear(channels, hidden, &initializer)
    toKeys = try Linear(channels, hidden, &initializer)
    toValues = try Linear(channels, hidden, &initializer)
    toOutput = try Linear(hidden, channels, &initializer)
    self.heads = try MultiHeadAttention(width: hidden, heads: heads, &initializer)
    norm = try LayerNorm(channels, &initializer)
    combiner = try Linear(condition, channels, &initializer)
    tokenNorm = try LayerNorm(channels, &initializer)
  }

  var members: [Member] {
    [
      .module("to_q", toQueries), .module("to_k", toKeys), .module("to_v", toValues),
      .module("to_out", toOutput), .module("attention", heads), .module("normalization", norm),
      .module("value_combiner", combiner), .module("condition_normalization", tokenNorm),
    ]
  }

  // [B, T, C] with tokens [B, S, condition] -> [B, T, C]
  func callAsFunction(_ x: Tensor, tokens: Tensor) throws(TensorError) -> Tensor {
    let tokens = try tokenNorm(combiner(tokens))
    let values = try toValues(tokens)
    // The softmax of a single score is 1: queries and keys have no say, and no gradient.
    if tokens.size(1) == 1 { return try x + toOutput(heads.answer(ofOnlyValue: values)) }
    return try toOutput(
      heads(toQueries(norm(x)), keys: toKeys(tokens), values: values)) + x
  }
}
