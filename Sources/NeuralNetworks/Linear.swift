public import Tensors

/// y = x · Wᵀ + b over the last dimension.
public struct Linear: Layer {
  /// Shape `[out, in]`.
  public let weight: Tensor
  /// Shape `[out]`.
  public let bias: Tensor?

  /// Draws a layer.
  public init(
    _ inputs: Int, _ outputs: Int, bias: Bool = true, _ initializer: inout Initializer
  ) throws(TensorError) {
    (weight, self.bias) = try initializer.layer(
      [outputs, inputs], fanIn: inputs, outputs: bias ? outputs : nil)
  }

  /// `weight` and `bias`.
  public var members: [Member] { [.parameter("weight", weight), .parameter("bias", bias)] }

  /// Applies the layer: `[…, in]` to `[…, out]`.
  public func callAsFunction(_ x: Tensor) throws(TensorError) -> Tensor {
    try x.linear(weight, bias)
  }
}
