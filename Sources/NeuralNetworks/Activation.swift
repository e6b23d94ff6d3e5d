public import Tensors

/// A function of single elements.
public enum Activation: String, Layer, Codable {
  /// x · sigmoid(x).
  case silu
  /// x · Φ(x).
  case gelu
  /// x · tanh(softplus(x)).
  case mish
  /// max(x, 0).
  case relu
  /// Hyperbolic tangent.
  case tanh

  /// None.
  public var members: [Member] { [] }

  /// Applies the function.
  public func callAsFunction(_ x: Tensor) throws(TensorError) -> Tensor {
    switch self {
    case .silu: try x.silu()
    case .gelu: try x.gelu()
    case .mish: try x.mish()
    case .relu: try x.relu()
    case .tanh: try x.hyperbolicTangent()
    }
  }
}
