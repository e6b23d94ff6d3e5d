import CTorch

/// What layers of networks compute; signals have the shape `[batch, channel, time]`.
extension Tensor {
  /// x · weightᵀ + bias over the last dimension.
  ///
  /// - Parameters:
  ///   - weight: Shape `[out, in]`.
  ///   - bias: Shape `[out]`.
  /// - Returns: The last dimension replaced by `out`.
  /// - Throws: If the shapes do not fit.
  public func linear(_ weight: Tensor, _ bias: Tensor?) throws(TensorError) -> Tensor {
    try map(with: weight) { x, w, out in
      bias.lent { ctorch_linear(x, w, $0, out) }
    }
  }

  /// How a convolution walks over a signal.
  public struct Convolution: Sendable, Equatable {
    /// Distance of the windows.
    public var stride: Int
    /// Zeros on both sides.
    public var padding: Int
    /// Distance of a window's elements.
    public var dilation: Int
    /// Number of groups of channels that do not see each other.
    public var groups: Int

    /// Describes a convolution.
    public init(stride: Int = 1, padding: Int = 0, dilation: Int = 1, groups: Int = 1) {
      precondition(
        stride > 0 && padding >= 0 && dilation > 0 && groups > 0,
        "stride \(stride), padding \(padding), dilation \(dilation), groups \(groups)")
      self.stride = stride
      self.padding = padding
      self.dilation = dilation
      self.groups = groups
    }

    var code: ctorch_convolution {
      ctorch_convolution(
        stride: Int64(stride), padding: Int64(padding), dilation: Int64(dilation),
        groups: Int64(groups), output_padding: 0)
    }
  }

  /// Correlation of a signal with kernels.
  ///
  /// - Parameters:
  ///   - weight: Shape `[out, in / groups, width]`.
  ///   - bias: Shape `[out]`.
  ///   - convolution: Stride, padding, dilation and groups.
  /// - Returns: Shape `[batch, out, time']`.
  /// - Throws: If the shapes do not fit.
  public func convolved(
    _ weight: Tensor, _ bias: Tensor?, _ convolution: Convolution = Convolution()
  ) throws(TensorError) -> Tensor {
    try map(with: weight) { x, w, out in
      bias.lent { ctorch_conv1d(x, w, $0, convolution.code, out) }
    }
  }

  /// The transpose of a convolution, which lengthens a signal by its stride.
  ///
  /// - Parameters:
  ///   - weight: Shape `[in, out / groups, width]`.
  ///   - bias: Shape `[out]`.
  ///   - convolution: Stride, padding, dilation and groups of the convolution that is transposed.
  /// - Returns: Shape `[batch, out, time']`.
  /// - Throws: If the shapes do not fit.
  public func transposeConvolved(
    _ weight: Tensor, _ bias: Tensor?, _ convolution: Convolution = Convolution()
  ) throws(TensorError) -> Tensor {
    try map(with: weight) { x, w, out in
      bias.lent { ctorch_conv_transpose1d(x, w, $0, convolution.code, out) }
    }
  }

  /// Groups of channels of each record brought to mean 0 and variance 1, then scaled and shifted.
  public func groupNormalized(
    groups: Int, weight: Tensor?, bias: Tensor?, epsilon: Double = 1e-5
  ) throws(TensorError) -> Tensor {
    try map { x, out in
      weight.lent { w in
        bias.lent { ctorch_group_norm(x, Int64(groups), w, $0, epsilon, out) }
      }
    }
  }

  /// The last dimension brought to mean 0 and variance 1, then scaled and shifted.
  public func layerNormalized(
    weight: Tensor?, bias: Tensor?, epsilon: Double = 1e-5
  ) throws(TensorError) -> Tensor {
    precondition(rank > 0, "layer norm of a single number")
    let width = size(-1)
    return try map { x, out in
      weight.lent { w in
        bias.lent { b in
          lend([width]) { ctorch_layer_norm(x, $0, w, b, epsilon, out) }
        }
      }
    }
  }

  /// How a signal is resampled.
  public enum Interpolation: Sendable {
    /// The sample whose interval the centre lies in.
    case nearest
    /// Straight lines between centres of samples.
    case linear
  }
  /// The last of three dimensions at another length.
  public func interpolated(
    to length: Int, _ interpolation: Interpolation
  ) throws(TensorError) -> Tensor {
    try map { ctorch_interpolate($0, Int64(length), interpolation == .linear, $1) }
  }
}

extension Tensor? {
  /// Lends the handle, or null.
  func lent<Result>(_ call: (OpaquePointer?) -> Result) -> Result {
    withExtendedLifetime(self?.handle) { call(self?.handle.pointer) }
  }
}
