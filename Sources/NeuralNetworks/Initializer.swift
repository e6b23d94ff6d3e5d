public import Tensors

/// Draws the first values of parameters.
///
/// The same seed and order of layers give the same network on every build and number of threads.
public struct Initializer: Sendable {
  /// Where parameters are put.
  public let device: Device
  /// Their type.
  public let dataType: DataType
  private var generator: TensorGenerator

  /// Starts the numbers of a network.
  public init(seed: UInt64, dataType: DataType = .float32, on device: Device = .cpu) {
    generator = TensorGenerator(seed: seed)
    self.dataType = dataType
    self.device = device
  }

  /// A parameter drawn uniformly from (−bound, bound].
  public mutating func uniform(_ shape: [Int], bound: Double) throws(TensorError) -> Tensor {
    try generator.uniform(shape, from: -bound, to: bound, dataType: dataType, on: device)
      .requiringGradient()
  }

  /// A parameter drawn from a normal distribution around 0.
  public mutating func normal(
    _ shape: [Int], standardDeviation: Double
  ) throws(TensorError) -> Tensor {
    try generator.normal(
      shape, standardDeviation: standardDeviation, dataType: dataType, on: device
    ).requiringGradient()
  }

  /// A parameter that starts at one value.
  public func constant(_ value: Double, shape: [Int]) throws(TensorError) -> Tensor {
    try Tensor.full(value, shape: shape, dataType: dataType, on: device).requiringGradient()
  }

  /// Weight and bias as PyTorch starts linear and convolution layers.
  ///
  /// Both are uniform with the bound 1/√fan-in: He et al., ICCV 2015, with the leaky slope √5.
  ///
  /// - Parameters:
  ///   - shape: The weight's shape.
  ///   - fanIn: Number of inputs of one output.
  ///   - outputs: Number of biases; none if `nil`.
  /// - Returns: Weight and bias.
  /// - Throws: If there is no memory.
  mutating func layer(
    _ shape: [Int], fanIn: Int, outputs: Int?
  ) throws(TensorError) -> (weight: Tensor, bias: Tensor?) {
    let bound = 1 / Double(max(1, fanIn)).squareRoot()
    let weight = try uniform(shape, bound: bound)
    guard let outputs else { return (weight, nil) }
    return (weight, try uniform([outputs], bound: bound))
  }
}
