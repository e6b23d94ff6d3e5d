public import Tensors

/// Queries answered by values whose keys resemble them.
///
/// softmax(q kᵀ / √d) v for each head. Source: Vaswani et al., NeurIPS 2017. Names and layout of the
/// parameters are those of PyTorch's `MultiheadAttention`.
public struct MultiHeadAttention: Module {
  /// Projections of queries, keys and values, shape `[3 width, width]` and `[3 width]`.
  public let inputWeight, inputBias: Tensor
  /// Projection of the heads' answers.
  public let output: Linear
  /// Number of heads.
  public let heads: Int

  /// Draws the layer.
  ///
  /// - Precondition: The width is a multiple of the heads.
  public init(
    width: Int, heads: Int, _ initializer: inout Initializer
  ) throws(TensorError) {
    precondition(width.isMultiple(of: heads), "width \(width) in \(heads) heads")
    // Glorot and Bengio, AISTATS 2010; biases start at 0.
    inputWeight = try initializer.uniform(
      [3 * width, width], bound: (6 / Double(4 * width)).squareRoot())
    inputBias = try initializer.constant(0, shape: [3 * width])
    output = try Linear(width, width, &initializer)
    try output.bias?.fill(0)
    self.heads = heads
  }

  /// `in_proj_weight`, `in_proj_bias` and `out_proj`.
  public var members: [Member] {
    [
      .parameter("in_proj_weight", inputWeight), .parameter("in_proj_bias", inputBias),
      .module("out_proj", output),
    ]
  }

  /// Answers queries `[B, L, width]` from keys and values `[B, S, width]`: `[B, L, width]`.
  ///
  /// - Parameters:
  ///   - queries: What is asked.
  ///   - keys: What is compared with.
  ///   - values: What is answered, one for each key.
  ///   - mask: True where a key takes part, shape `[B, S]`; all if `nil`. At least one of a record's keys
  ///     must.
  /// - Returns: The answers.
  /// - Throws: If the shapes do not fit.
  public func callAsFunction(
    _ queries: Tensor, keys: Tensor, values: Tensor, mask: Tensor? = nil
  ) throws(TensorError) -> Tensor {
    let weights = try inputWeight.split(0, into: 3)
    let biases = try inputBias.split(0, into: 3)
    let q = try queries.linear(weights[0], biases[0]).splitIntoHeads(heads)
    let k = try keys.linear(weights[1], biases[1]).splitIntoHeads(heads)
    let v = try values.linear(weights[2], biases[2]).splitIntoHeads(heads)
    return try output(attention(q, k, v, mask: mask).joinedHeads())
  }

  /// What every query is answered where there is a single key: its value, projected.
  ///
  /// - Parameter value: Shape `[B, 1, width]`.
  /// - Returns: Shape `[B, 1, width]`.
  /// - Throws: If the shapes do not fit.
  public func answer(ofOnlyValue value: Tensor) throws(TensorError) -> Tensor {
    let width = inputWeight.size(1)
    return try output(
      value.linear(
        inputWeight.slice(0, 2 * width..<3 * width), inputBias.slice(0, 2 * width..<3 * width)))
  }
}

/// softmax(q kᵀ / √d) v, for queries `[B, H, L, d]` and keys and values `[B, H, S, d]`.
///
/// - Parameters:
///   - q: Queries.
///   - k: Keys.
///   - v: Values.
///   - mask: True where a key takes part, shape `[B, S]`.
/// - Returns: Shape `[B, H, L, d]`.
/// - Throws: If the shapes do not fit.
public func attention(
  _ q: Tensor, _ k: Tensor, _ v: Tensor, mask: Tensor? = nil
) throws(TensorError) -> Tensor {
  let scale = 1 / Double(q.size(-1)).squareRoot()
  var score = try (q * scale).matrixProduct(k.transposed())  // [B, H, L, S]
  if let mask {
    let shown = try mask.unsqueezed(1).unsqueezed(1)  // [B, 1, 1, S]
    let hidden = try Tensor(-.infinity, dataType: score.dataType, on: score.device)
    score = try shown.selecting(score, otherwise: hidden)
  }
  return try score.softmax(along: -1).matrixProduct(v)
}

extension Tensor {
  // [B, L, W] -> [B, H, L, W / H]
  func splitIntoHeads(_ heads: Int) throws(TensorError) -> Tensor {
    try reshaped(size(0), size(1), heads, size(2) / heads).transposed(1, 2)
  }

  // [B, H, L, d] -> [B, L, H d]
  func joinedHeads() throws(TensorError) -> Tensor {
    try transposed(1, 2).reshaped(size(0), size(2), size(1) * size(3))
  }
}
