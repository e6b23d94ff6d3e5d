import Diffusion
import Foundation
import NeuralNetworks
import Tensors
import Testing

@Suite struct PublishedFormTests {
  /// Keys and shapes of the published state dictionaries, by network.
  static func published() throws -> [String: [String: [Int]]] {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/published-keys.txt")
    var networks: [String: [String: [Int]]] = [:]
    for line in try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
    where !line.hasPrefix("#") {
      let words = line.split(separator: " ").map(String.init)
      try #require(words.count == 3)
      networks[words[0], default: [:]][words[1]] = words[2].split(separator: "x").compactMap {
        Int($0)
      }
    }
    return networks
  }

  static func shapes(_ module: some Module) -> [String: [Int]] {
    Dictionary(uniqueKeysWithValues: module.namedTensors.map { ($0.name, $0.tensor.shape) })
  }

  @Test func keysShapesAndCountsArePublished() throws {
    let published = try Self.published()
    var initializer = Initializer(seed: 1)
    let (unet, autoencoder) = (try UNet(UNet.Form(), &initializer), try Autoencoder(&initializer))
    #expect(Self.shapes(unet) == published["unet"])
    #expect(Self.shapes(autoencoder.encoder) == published["encoder"])
    #expect(Self.shapes(autoencoder.decoder) == published["decoder"])
    #expect(unet.elementCount == 14_177_792)
    // Thirteen tables of sines are stored and not learned.
    #expect(unet.parameters.reduce(0) { $0 + $1.count } == 14_177_792 - 832_000)
    #expect(autoencoder.encoder.elementCount == 12_218_448)
    #expect(autoencoder.decoder.elementCount == 17_333_664)
    #expect(try BeatDecoder(&initializer).elementCount == 457_857)
  }

  @Test func theTextsWidthIsFree() throws {
    var initializer = Initializer(seed: 1)
    #expect(try UNet(UNet.Form(textWidth: 8192), &initializer).elementCount == 21_739_008)
  }

  @Test func equalTokensActAsOneAndDifferentOnesDoNot() throws {
    var initializer = Initializer(seed: 3)
    let unet = try UNet(UNet.Form(textWidth: 5), &initializer)
    var generator = TensorGenerator(seed: 4)
    let x = try generator.normal([2, 4, 128])
    let steps = try Tensor([3, 900] as [Int64])
    let token = try generator.normal([2, 1, 8])
    let other = try generator.normal([2, 1, 8])
    func run(_ tokens: Tensor) throws -> Tensor {
      try withoutGradients { try unet(x, steps: steps, condition: tokens) }
    }
    let one = try run(token)
    #expect(one.shape == [2, 4, 128])
    let twice = try run(.concatenation(of: [token, token], along: 1))
    #expect(try twice.distance(to: one) < 1e-5)
    let two = try run(.concatenation(of: [token, other], along: 1))
    #expect(try two.distance(to: one) > 1e-4)
    // With several tokens the queries have a say.
    let loss = try unet(
      x, steps: steps, condition: .concatenation(of: [token, other], along: 1)
    ).squared().sum()
    try loss.backward()
    for (name, parameter) in unet.namedParameters where name.contains("cross_attention.to_q.weight")
    {
      #expect(try #require(parameter.gradient, "\(name)").magnitude().largest().number() > 0)
    }
  }

  @Test func stepAndConditionChangeThePrediction() throws {
    var initializer = Initializer(seed: 5)
    let unet = try UNet(UNet.Form(textWidth: 5), &initializer)
    var generator = TensorGenerator(seed: 6)
    let x = try generator.normal([1, 4, 128]).expanded(to: [3, 4, 128])
    let tokens = try generator.normal([2, 8])
    let condition = try tokens.select(0, at: Tensor([0, 0, 1] as [Int64]))
    let y = try withoutGradients {
      try unet(x, steps: Tensor([10, 500, 10] as [Int64]), condition: condition)
    }
    let first = try y.slice(0, 0..<1)
    #expect(try y.slice(0, 1..<2).distance(to: first) > 1e-5)
    #expect(try y.slice(0, 2..<3).distance(to: first) > 1e-5)
  }
}
