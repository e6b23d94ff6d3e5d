import Tensors

/// Noise of a batch that each record draws from its own numbers.
struct RecordNoise {
  private var generators: [TensorGenerator]
  private let shape: [Int]
  private let device: Device

  init(generators: [TensorGenerator], shape: [Int], device: Device) {
    self.generators = generators
    self.shape = shape
    self.device = device
  }

  /// The next standard normal numbers, `[B, …]`.
  mutating func draw() throws(TensorError) -> Tensor {
    var rows: [Tensor] = []
    for index in generators.indices {
      rows.append(try generators[index].normal(shape, on: device))
    }
    return try .stack(of: rows, along: 0)
  }
}
