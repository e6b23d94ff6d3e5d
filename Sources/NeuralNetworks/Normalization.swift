public import Tensors

/// Groups of channels of each record brought to mean 0 and variance 1, then scaled and shifted.
///
/// Source: Wu and He, ECCV 2018.
public struct GroupNorm: Layer {
  /// Shape `[channels]`.
  public let weight, bias: Tensor
  /// Number of groups.
  public let groups: Int

  /// Starts with scale 1 and shift 0.
  ///
  /// - Precondition: The channels are a multiple of the groups.
  public init(
    groups: Int, channels: Int, _ initializer: inout Initializer
  ) throws(TensorError) {
    precondition(channels.isMultiple(of: groups), "\(channels) channels in \(groups) groups")
    weight = try initializer.constant(1, shape: [channels])
    bias = try initializer.constant(0, shape: [channels])
    self.groups = groups
  }

  /// `weight` and `bias`.
  public var members: [Member] { [.parameter("weight", weight), .parameter("bias", bias)] }

  /// Applies the layer; the shape `[B, channels, …]` stays.
  public func callAsFunction(_ x: Tensor) throws(TensorError) -> Tensor {
    try x.groupNormalized(groups: groups, weight: weight, bias: bias)
  }
}

/// The last dimension brought to mean 0 and variance 1, then scaled and shifted.
///
/// Source: Ba, Kiros and Hinton, arXiv 1607.06450 (2016).
public struct LayerNorm: Layer {
  /// Shape `[width]`.
  public let weight, bias: Tensor
  /// What is added to the variance.
  public let epsilon: Double

  /// Starts with scale 1 and shift 0.
  public init(
    _ width: Int, epsilon: Double = 1e-5, _ initializer: inout Initializer
  ) throws(TensorError) {
    weight = try initializer.constant(1, shape: [width])
    bias = try initializer.constant(0, shape: [width])
    self.epsilon = epsilon
  }

  /// `weight` and `bias`.
  public var members: [Member] { [.parameter("weight", weight), .parameter("bias", bias)] }

  /// Applies the layer; the shape `[…, width]` stays.
  public func callAsFunction(_ x: Tensor) throws(TensorError) -> Tensor {
    try x.layerNormalized(weight: weight, bias: bias, epsilon: epsilon)
  }
}
