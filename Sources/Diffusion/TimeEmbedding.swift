import Foundation
import NeuralNetworks
import Tensors

/// The step of the process as a number for each channel.
///
/// A fixed table of sines and cosines of t + 1 at frequencies exp(−10 i/31), then two linear layers.
struct TimeEmbedding: Module {
  private let table: Tensor
  private let first, second: Linear

  init(
    channels: Int, steps: Int, _ initializer: inout Initializer
  ) throws(TensorError) {
    let half = 32
    let rates = (0..<half).map { exp(Float(-10 * $0) / Float(half - 1)) }
    var rows: [Float] = []
    for t in 1...steps {
      rows += rates.map { sin(Float(t) * $0) }
      rows += rates.map { cos(Float(t) * $0) }
    }
    table = try Tensor(rows, shape: [steps, 2 * half], on: initializer.device)
      .converted(to: initializer.dataType)
    first = try Linear(2 * half, 128, &initializer)
    second = try Linear(128, channels, &initializer)
  }

  var members: [Member] {
    [.buffer("embeddings", table), .module("fc1", first), .module("fc2", second)]
  }

  /// Steps `[B]` to `[B, channels, 1]`.
  func callAsFunction(_ steps: Tensor) throws(TensorError) -> Tensor {
    try second(first(table.select(0, at: steps)).mish()).unsqueezed(2)
  }
}
