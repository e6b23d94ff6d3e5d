import NeuralNetworks
import Tensors

/// Self-attention with one head over time, added to its input.
///
/// The published networks hold a group norm here that is never applied; it is kept for its keys.
struct AttentionBlock: Layer {
  let unusedNorm: GroupNorm
  let input, output: Linear

  init(_ channels: Int, _ initializer: inout Initializer) throws(TensorError) {
    unusedNorm = try GroupNorm(groups: 32, channels: channels, &initializer)
    input = try Linear(channels, 3 * channels, &initializer)
    output = try Linear(channels, channels, &initializer)
  }

  var members: [Member] {
    [
      .module("groupnorm", unusedNorm), .module("attention.in_proj", input),
      .module("attention.out_proj", output),
    ]
  }

  func callAsFunction(_ x: Tensor) throws(TensorError) -> Tensor {
    let parts = try input(x.transposed())  // [B, C, T] -> [B, T, 3 C]
      .unsqueezed(1).split(-1, into: 3)
    let answer = try attention(parts[0], parts[1], parts[2]).squeezed(1)
    return try x + output(answer).transposed()
  }
}
