public import Tensors

/// Layers one after another, named by their index.
public struct Sequential: Layer {
  /// The layers.
  public let layers: [any Layer]

  /// Lists layers.
  public init(_ layers: [any Layer]) { self.layers = layers }

  /// The layers, named `0`, `1`, ….
  public var members: [Member] { layers.enumerated().map { .module("\($0)", $1) } }

  /// Applies the layers in their order.
  public func callAsFunction(_ x: Tensor) throws(TensorError) -> Tensor {
    var x = x
    for layer in layers { x = try layer(x) }
    return x
  }
}
