public import Tensors

/// A table of learned vectors, looked up by index.
public struct Embedding: Module {
  /// Shape `[entries, width]`.
  public let weight: Tensor

  /// Draws the vectors from the standard normal distribution.
  public init(
    entries: Int, width: Int, _ initializer: inout Initializer
  ) throws(TensorError) {
    weight = try initializer.normal([entries, width], standardDeviation: 1)
  }

  /// `weight`.
  public var members: [Member] { [.parameter("weight", weight)] }

  /// The vectors of indices (int64): `[…]` to `[…, width]`.
  public func callAsFunction(_ indices: Tensor) throws(TensorError) -> Tensor {
    try weight.select(0, at: indices.reshaped(-1)).reshaped(to: indices.shape + [weight.size(1)])
  }
}
