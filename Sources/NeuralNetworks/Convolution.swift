public import Tensors

/// Correlation of a signal `[batch, channel, time]` with learned kernels.
public struct Conv1d: Layer {
  /// Shape `[out, in / groups, width]`.
  public let weight: Tensor
  /// Shape `[out]`.
  public let bias: Tensor?
  /// How it walks over the signal.
  public let convolution: Tensor.Convolution

  /// Draws a layer.
  ///
  /// - Precondition: Both numbers of channels are multiples of the groups.
  public init(
    _ inputs: Int, _ outputs: Int, width: Int,
    _ convolution: Tensor.Convolution = Tensor.Convolution(), bias: Bool = true,
    _ initializer: inout Initializer
  ) throws(TensorError) {
    precondition(
      inputs.isMultiple(of: convolution.groups) && outputs.isMultiple(of: convolution.groups),
      "\(inputs) to \(outputs) channels in \(convolution.groups) groups")
    let inputsOfOne = inputs / convolution.groups
    (weight, self.bias) = try initializer.layer(
      [outputs, inputsOfOne, width], fanIn: inputsOfOne * width, outputs: bias ? outputs : nil)
    self.convolution = convolution
  }

  /// A convolution that keeps the length, for an odd width.
  public static func same(
    _ inputs: Int, _ outputs: Int, width: Int, _ initializer: inout Initializer
  ) throws(TensorError) -> Conv1d {
    precondition(width.isMultiple(of: 2) == false, "a kernel of \(width) has no centre")
    return try Conv1d(
      inputs, outputs, width: width, Tensor.Convolution(padding: width / 2), &initializer)
  }

  /// `weight` and `bias`.
  public var members: [Member] { [.parameter("weight", weight), .parameter("bias", bias)] }

  /// Applies the layer: `[B, in, T]` to `[B, out, T']`.
  public func callAsFunction(_ x: Tensor) throws(TensorError) -> Tensor {
    try x.convolved(weight, bias, convolution)
  }
}

/// The transpose of a convolution: lengthens a signal by its stride.
public struct ConvTranspose1d: Layer {
  /// Shape `[in, out, width]`.
  public let weight: Tensor
  /// Shape `[out]`.
  public let bias: Tensor?
  /// The convolution that is transposed.
  public let convolution: Tensor.Convolution

  /// Draws a layer.
  ///
  /// - Precondition: The convolution has one group.
  public init(
    _ inputs: Int, _ outputs: Int, width: Int, _ convolution: Tensor.Convolution,
    _ initializer: inout Initializer
  ) throws(TensorError) {
    precondition(convolution.groups == 1, "\(convolution.groups) groups")
    // PyTorch counts the second size of the weight as fan-in here too.
    (weight, bias) = try initializer.layer(
      [inputs, outputs, width], fanIn: outputs * width, outputs: outputs)
    self.convolution = convolution
  }

  /// `weight` and `bias`.
  public var members: [Member] { [.parameter("weight", weight), .parameter("bias", bias)] }

  /// Applies the layer: `[B, in, T]` to `[B, out, stride (T − 1) + width − 2 padding]`.
  public func callAsFunction(_ x: Tensor) throws(TensorError) -> Tensor {
    try x.transposeConvolved(weight, bias, convolution)
  }
}
