public import Tensors

/// A signal `[batch, channel, time]` at a multiple of its length.
public struct Upsample: Layer {
  /// How many samples one becomes.
  public let factor: Int
  /// How they are found.
  public let interpolation: Tensor.Interpolation

  /// Describes the layer.
  public init(by factor: Int, _ interpolation: Tensor.Interpolation = .nearest) {
    precondition(factor > 0, "upsampling by \(factor)")
    self.factor = factor
    self.interpolation = interpolation
  }

  /// None.
  public var members: [Member] { [] }

  /// Applies the layer: `[B, C, T]` to `[B, C, factor T]`.
  public func callAsFunction(_ x: Tensor) throws(TensorError) -> Tensor {
    try x.interpolated(to: x.size(2) * factor, interpolation)
  }
}

/// A signal `[batch, channel, time]` at half its length, by a convolution of width 3 and stride 2.
public struct Downsample: Layer {
  /// Where the zero that the last window needs is put.
  public enum Padding: Sendable {
    /// One on each side.
    case both
    /// One on the right.
    case right
  }

  let convolution: Conv1d
  let padding: Padding

  /// Draws the layer.
  public init(
    channels: Int, padding: Padding, _ initializer: inout Initializer
  ) throws(TensorError) {
    convolution = try Conv1d(
      channels, channels, width: 3,
      Tensor.Convolution(stride: 2, padding: padding == .both ? 1 : 0), &initializer)
    self.padding = padding
  }

  /// Those of the convolution.
  public var members: [Member] { convolution.members }

  /// Applies the layer: `[B, C, T]` to `[B, C, T / 2]`, for even T.
  public func callAsFunction(_ x: Tensor) throws(TensorError) -> Tensor {
    try convolution(padding == .right ? x.padded(left: 0, right: 1) : x)
  }
}
