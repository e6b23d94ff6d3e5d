import NeuralNetworks
import Tensors

/// Two convolutions around which the input passes unchanged, or through a convolution of width 1.
///
/// x + conv(silu(norm(conv(silu(norm(x)))))): the block of Stable Diffusion's autoencoder, in one dimension.
struct ResidualBlock: Layer {
  let norm1, norm2: GroupNorm
  let convolution1, convolution2: Conv1d
  let shortcut: Conv1d?

  init(
    _ inputs: Int, _ outputs: Int, groups: Int = 32, _ initializer: inout Initializer
  ) throws(TensorError) {
    norm1 = try GroupNorm(groups: groups, channels: inputs, &initializer)
    convolution1 = try .same(inputs, outputs, width: 3, &initializer)
    norm2 = try GroupNorm(groups: groups, channels: outputs, &initializer)
    convolution2 = try .same(outputs, outputs, width: 3, &initializer)
    shortcut = inputs == outputs ? nil : try .same(inputs, outputs, width: 1, &initializer)
  }

  var members: [Member] {
    [
      .module("groupnorm_1", norm1), .module("conv_1", convolution1),
      .module("groupnorm_2", norm2), .module("conv_2", convolution2),
      .module("residual_layer", shortcut),
    ]
  }

  func callAsFunction(_ x: Tensor) throws(TensorError) -> Tensor {
    let h = try convolution1(norm1(x).silu())
    return try convolution2(norm2(h).silu())
      + (shortcut.map { s throws(TensorError) in try s(x) } ?? x)
  }
}
