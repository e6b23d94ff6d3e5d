import Foundation
import NeuralNetworks
import Tensors
import Testing

@Suite struct ModuleTests {
  struct Network: Module {
    let layers: Sequential
    let table: Tensor
    var members: [Member] { [.module("layers", layers), .buffer("table", table)] }
    init(seed: UInt64) throws {
      var initializer = Initializer(seed: seed)
      layers = Sequential([
        try Linear(3, 4, &initializer), Activation.silu,
        try Linear(4, 1, bias: false, &initializer),
      ])
      table = try Tensor.ones([2])
    }
  }

  func write(_ tensors: [(name: String, tensor: Tensor)]) throws -> SafetensorsFile {
    let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try SafetensorsFile.write(tensors, to: path)
    return try SafetensorsFile(path: path)
  }

  @Test func namesFollowTheModules() throws {
    let network = try Network(seed: 1)
    #expect(
      network.namedTensors.map(\.name)
        == ["layers.0.weight", "layers.0.bias", "layers.2.weight", "table"])
    #expect(network.parameters.count == 3)
    #expect(network.elementCount == 12 + 4 + 4 + 2)
  }

  @Test func theSeedMakesTheNetwork() throws {
    let (a, b, c) = (try Network(seed: 1), try Network(seed: 1), try Network(seed: 2))
    #expect(try a.parameters[0].floats() == b.parameters[0].floats())
    #expect(try a.parameters[0].floats() != c.parameters[0].floats())
    // Uniform up to 1/√3 for three inputs.
    #expect(try a.parameters[0].magnitude().largest().number() <= 1 / 3.0.squareRoot())
  }

  @Test func checkpointsComeBack() throws {
    let (a, b) = (try Network(seed: 1), try Network(seed: 2))
    try a.table.fill(4)
    try b.load(from: write(a.checkpoint(prefix: "x.")), prefix: "x.")
    for (mine, theirs) in zip(a.namedTensors, b.namedTensors) {
      #expect(try mine.tensor.floats() == theirs.tensor.floats())
    }
    #expect(b.parameters.filter(\.requiresGradient).count == 3)
  }

  @Test func checkpointsOfOtherNetworksAreRefusedAndChangeNothing() throws {
    let network = try Network(seed: 1)
    let before = try network.parameters[0].floats()
    var tensors = try Network(seed: 2).checkpoint()
    tensors.remove(at: 1)
    tensors[1].tensor = try Tensor.zeros([5, 5])
    tensors.append(("more", try Tensor.zeros([1])))
    let error = try #require(throws: TensorError.self) { try network.load(from: write(tensors)) }
    #expect(error.code == .mismatch)
    for part in [
      "missing 'layers.0.bias' [4]", "'layers.2.weight' is [5, 5], not [1, 4]", "unexpected 'more'",
    ] {
      #expect(error.description.contains(part))
    }
    var broken = try Network(seed: 2).checkpoint()
    broken[3].tensor = try Tensor([1, .nan] as [Float])
    let notFinite = try #require(throws: TensorError.self) { try network.load(from: write(broken)) }
    #expect(notFinite.code == .malformedFile)
    broken[3].tensor = try Tensor([1, 2] as [Int64])
    #expect(throws: TensorError.self) { try network.load(from: write(broken)) }
    #expect(try network.parameters[0].floats() == before)
  }

  @Test func dropoutKeepsTheMeanAndDrawsNothingAtRateZero() throws {
    var generator = TensorGenerator(seed: 6)
    let x = try Tensor.ones([10_000])
    let y = try Dropout(rate: 0.25)(x, using: &generator).floats()
    #expect(Set(y) == [0, Float(4) / 3])
    // 2500 zeros, give or take five standard deviations of 43.
    #expect(abs(y.count { $0 == 0 } - 2500) < 217)
    let before = generator
    #expect(try Dropout(rate: 0)(x, using: &generator).floats() == x.floats())
    #expect(generator == before)
  }
}
