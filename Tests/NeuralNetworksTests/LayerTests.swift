import Foundation
import NeuralNetworks
import Tensors
import TestSupport
import Testing

/// What PyTorch computed, once for all suites.
enum LayerOracle {
  static let file = Result {
    let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try TorchPython.run(PackageRoot.path("Tests/NeuralNetworksTests/Oracles/layers.py"), [path])
    // The mapping outlives the file's name.
    return try SafetensorsFile(path: path)
  }
}

/// A module and what it does with inputs.
struct LayerCase: Sendable {
  let module: any Module
  let run: @Sendable ([Tensor]) throws -> Tensor

  init(_ layer: some Layer) {
    module = layer
    run = { try layer($0[0]) }
  }

  init(_ module: some Module, _ run: @escaping @Sendable ([Tensor]) throws -> Tensor) {
    self.module = module
    self.run = run
  }

  /// A loss has nothing to learn.
  init(_ loss: @escaping @Sendable (Tensor, Tensor) throws -> Tensor) {
    self.init(ModuleList([])) { try loss($0[0], $0[1]) }
  }

  /// The cases of `Oracles/layers.py`, under the same names.
  static func all() throws -> [String: LayerCase] {
    var i = Initializer(seed: 1, dataType: .float64)
    let heads = try MultiHeadAttention(width: 8, heads: 4, &i)
    let embedding = try Embedding(entries: 7, width: 3, &i)
    let mask = try Tensor([true, false, true, true, true, false], shape: [2, 3])
    let activations = Dictionary(
      uniqueKeysWithValues: [Activation.silu, .gelu, .mish, .relu, .tanh].map {
        ($0.rawValue, LayerCase($0))
      })
    return try [
      "linear": LayerCase(Linear(3, 4, &i)),
      "linearWithoutBias": LayerCase(Linear(3, 4, bias: false, &i)),
      "convolution": LayerCase(
        Conv1d(4, 6, width: 3, Tensor.Convolution(stride: 2, padding: 1, groups: 2), &i)),
      "sameConvolution": LayerCase(Conv1d.same(2, 3, width: 5, &i)),
      "transposedConvolution": LayerCase(
        ConvTranspose1d(3, 2, width: 4, Tensor.Convolution(stride: 2, padding: 1), &i)),
      "groupNorm": LayerCase(GroupNorm(groups: 2, channels: 6, &i)),
      "layerNorm": LayerCase(LayerNorm(5, &i)),
      "embedding": LayerCase(embedding) { try embedding($0[0]) },
      "upsample": LayerCase(Upsample(by: 2)),
      "upsampleLinear": LayerCase(Upsample(by: 3, .linear)),
      "downsampleBoth": LayerCase(Downsample(channels: 3, padding: .both, &i)),
      "downsampleRight": LayerCase(Downsample(channels: 3, padding: .right, &i)),
      "sequential": LayerCase(
        Sequential([Linear(3, 4, &i), Activation.silu, Linear(4, 2, &i)])),
      "selfAttention": LayerCase(heads) { try heads($0[0], keys: $0[0], values: $0[0]) },
      "crossAttention": LayerCase(heads) { try heads($0[0], keys: $0[1], values: $0[2]) },
      "maskedAttention": LayerCase(heads) {
        try heads($0[0], keys: $0[1], values: $0[1], mask: mask)
      },
      "meanSquaredError": LayerCase { try meanSquaredError($0, $1) },
      "sumOfSquaredErrors": LayerCase { try sumOfSquaredErrors($0, $1) },
      "crossEntropy": LayerCase { try crossEntropy($0, classes: $1) },
      "binaryCrossEntropy": LayerCase { try binaryCrossEntropy($0, truth: $1) },
      "normalDivergence": LayerCase { try normalDivergence(mean: $0, logVariance: $1) },
    ].merging(activations) { first, _ in first }
  }
}

@Suite(.serialized, .enabled(if: TorchPython.isPresent, Comment(rawValue: TorchPython.hint)))
struct LayerTests {
  @Test func bothSidesKnowTheSameCases() throws {
    let names = try LayerOracle.file.get().header.entries
      .map { String($0.name.split(separator: "/")[0]) }.filter { !$0.hasPrefix("adamw") }
    #expect(try Set(names) == Set(LayerCase.all().keys))
  }

  /// Double precision on both sides; attention adds in another order than PyTorch's, hence 1e-12.
  @Test func valuesAndGradientsAreThoseOfPyTorch() throws {
    let file = try LayerOracle.file.get()
    for (name, layer) in try LayerCase.all() {
      let parameters = layer.module.namedParameters
      for (key, parameter) in parameters {
        try parameter.copy(from: file.tensor("\(name)/parameter/\(key)"))
      }
      let stored = file.header.entries.filter { $0.name.hasPrefix("\(name)/parameter/") }
      #expect(stored.count == parameters.count, "\(name)")
      let inputs = try Self.inputs(of: name)
      try layer.module.clearGradients()
      let output = try layer.run(inputs)
      #expect(try output.distance(to: file.tensor("\(name)/output")) < 1e-12, "\(name)")
      try (output * file.tensor("\(name)/weight")).sum().backward()
      for (key, parameter) in parameters {
        let gradient = try #require(parameter.gradient, "\(name) \(key)")
        #expect(
          try gradient.distance(to: file.tensor("\(name)/gradient/\(key)")) < 1e-12,
          "\(name) \(key)")
      }
      for (k, input) in inputs.enumerated() where input.dataType == .float64 {
        let gradient = try #require(input.gradient, "\(name) input \(k)")
        #expect(
          try gradient.distance(to: file.tensor("\(name)/inputGradient\(k)")) < 1e-12,
          "\(name) input \(k)")
      }
    }
  }

  /// Central differences along one random direction in the space of all parameters and inputs.
  @Test func gradientsAreThoseOfFiniteDifferences() throws {
    let file = try LayerOracle.file.get()
    var generator = TensorGenerator(seed: 4)
    for (name, layer) in try LayerCase.all() {
      let inputs = try Self.inputs(of: name)
      let variables = layer.module.parameters + inputs.filter(\.requiresGradient)
      let weight = try file.tensor("\(name)/weight")
      let gradients = try (layer.run(inputs) * weight).sum().gradients(withRespectTo: variables)
      let directions = try variables.map { try generator.normal($0.shape, dataType: .float64) }
      var slope = 0.0
      for (gradient, direction) in zip(gradients, directions) {
        slope += try gradient.map { try ($0 * direction).sum().number() } ?? 0
      }
      let h = 1e-5
      let values = try [h, -2 * h].map { step in
        for (variable, direction) in zip(variables, directions) {
          try variable.combine(1, adding: step, times: direction)
        }
        return try withoutGradients { try (layer.run(inputs) * weight).sum().number() }
      }
      // Differences have an error of h² f‴/6 and rounding of ε f/h, both about 1e-10 of values here.
      let numerical = (values[0] - values[1]) / (2 * h)
      #expect(abs(slope - numerical) < 1e-7 * (1 + abs(slope)), "\(name)")
    }
  }

  static func inputs(of name: String) throws -> [Tensor] {
    let file = try LayerOracle.file.get()
    var inputs: [Tensor] = []
    while file["\(name)/input\(inputs.count)"] != nil {
      let input = try file.tensor("\(name)/input\(inputs.count)").copy()
      if input.dataType.isFloatingPoint { try input.requiringGradient() }
      inputs.append(input)
    }
    return inputs
  }
}

extension Tensor {
  /// The largest distance of two elements, relative to the other's largest magnitude or 1.
  func distance(to other: Tensor) throws -> Double {
    guard shape == other.shape else { return .infinity }
    let scale = max(1, try other.magnitude().largest().number())
    return try (self - other).magnitude().largest().number() / scale
  }
}
