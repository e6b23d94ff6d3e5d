import Foundation
import NeuralNetworks
import Tensors
import TestSupport
import Testing

@Suite struct OptimizerTests {
  /// A network with a part that every other step leaves alone.
  struct Pair: Module {
    let first, second: Tensor
    var members: [Member] { [.parameter("first", first), .parameter("second", second)] }
  }

  /// The same 20 steps as in `Oracles/layers.py`.
  @Test(
    .enabled(if: TorchPython.isPresent, Comment(rawValue: TorchPython.hint)),
    arguments: [("adamw32", 1e-6), ("adamw64", 1e-13)])
  func stepsAreThoseOfPyTorch(name: String, tolerance: Double) throws {
    let file = try LayerOracle.file.get()
    let pair = Pair(
      first: try file.tensor("\(name)/first0").copy().requiringGradient(),
      second: try file.tensor("\(name)/second0").copy().requiringGradient())
    let settings = AdamW.Settings(betas: [0.8, 0.95], epsilon: 1e-6, weightDecay: 0.1)
    let optimizer = try AdamW(AdamW.groups(of: pair, settings))
    let norms = try file.tensor("\(name)/norms").doubles()
    for step in 0..<20 {
      try optimizer.clearGradients()
      var loss = try (pair.first - file.tensor("\(name)/target0")).squared().sum()
      if step.isMultiple(of: 2) {
        loss = try loss + (pair.second - file.tensor("\(name)/target1")).power(4).sum()
      }
      try loss.backward()
      let norm = try optimizer.step(learningRate: 0.05, largestNorm: 12)
      #expect(abs(norm - norms[step]) < tolerance * 100)
    }
    // 20 steps of rounding in the type's last place.
    #expect(try pair.first.distance(to: file.tensor("\(name)/first")) < tolerance)
    #expect(try pair.second.distance(to: file.tensor("\(name)/second")) < tolerance)
  }

  @Test func biasesAndNormsAreNotDecayed() throws {
    var initializer = Initializer(seed: 1)
    let layers = Sequential([
      try Linear(3, 4, &initializer), try LayerNorm(4, &initializer),
    ])
    let groups = AdamW.groups(of: layers)
    #expect(groups[0].parameters.map(\.name) == ["0.weight"])
    #expect(groups[1].parameters.map(\.name) == ["0.bias", "1.weight", "1.bias"])
    #expect(groups[0].settings.weightDecay == 0.01)
    #expect(groups[1].settings.weightDecay == 0)
  }

  /// A run that is stored and taken up again ends in the same bits.
  @Test func resumingContinuesBitForBit() throws {
    let folder = FileManager.default.temporaryDirectory
    let path = folder.appending(path: UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: path) }
    var run = try TrainingRun()
    for _ in 0..<5 { try run.step() }
    try SafetensorsFile.write(
      run.network.checkpoint(prefix: "network.") + run.optimizer.checkpoint(prefix: "adamw.")
        + run.average.checkpoint(prefix: "average."), to: path)
    let generator = run.generator
    for _ in 0..<5 { try run.step() }

    var resumed = try TrainingRun()
    let file = try SafetensorsFile(path: path)
    try resumed.network.load(from: file, prefix: "network.")
    try resumed.optimizer.load(from: file, prefix: "adamw.")
    try resumed.average.load(from: file, prefix: "average.")
    resumed.generator = generator
    for _ in 0..<5 { try resumed.step() }

    for (a, b) in zip(run.network.parameters, resumed.network.parameters) {
      #expect(try a.floats().map(\.bitPattern) == b.floats().map(\.bitPattern))
    }
    for (a, b) in zip(try run.average.checkpoint(), try resumed.average.checkpoint()) {
      #expect(try a.tensor.floats().map(\.bitPattern) == b.tensor.floats().map(\.bitPattern))
    }
    #expect(resumed.average.updates == 10)
    let other = try AdamW(try Linear(9, 9, &resumed.initializer))
    #expect(throws: TensorError.self) { try other.load(from: file, prefix: "adamw.") }
  }

  @Test func averagesFollowTheirParameters() throws {
    var initializer = Initializer(seed: 2)
    let layer = try Linear(2, 2, &initializer)
    let average = try ExponentialMovingAverage(of: layer, decay: 0.3)
    var expected = try layer.weight.doubles()
    for update in 0..<6 {
      try layer.weight.fill(Double(update))
      try average.update()
      let decay = min(0.3, Double(1 + update) / Double(10 + update))
      expected = expected.map { decay * $0 + (1 - decay) * Double(update) }
    }
    let copy = try Linear(2, 2, &initializer)
    try average.copy(into: copy)
    for (a, b) in zip(try copy.weight.doubles(), expected) { #expect(abs(a - b) < 1e-6) }
    #expect(try layer.weight.doubles() == [5, 5, 5, 5])
  }

  @Test func ratesRiseAndFall() {
    let schedule = LearningRateSchedule(
      peak: 2, warmUpSteps: 4, totalSteps: 14, finalFraction: 0.1)
    #expect((0..<4).map(schedule.rate) == [0.5, 1, 1.5, 2])
    #expect(schedule.rate(at: 4) == 2)
    #expect(abs(schedule.rate(at: 9) - 2 * 0.55) < 1e-15)
    #expect(abs(schedule.rate(at: 14) - 0.2) < 1e-15)
    #expect(schedule.rate(at: 99) == schedule.rate(at: 14))
    let constant = LearningRateSchedule(peak: 3, totalSteps: 5, finalFraction: 1)
    #expect((0..<9).allSatisfy { constant.rate(at: $0) == 3 })
  }

  /// AdamW's fused kernel and its form in ATen's operators take the same steps.
  @Test func bothKernelsAgree() throws {
    var initializer = Initializer(seed: 3)
    let plain = try initializer.normal([70, 300], standardDeviation: 1)
    let wide = try plain.detached().converted(to: .float64).requiringGradient()
    var moments = [try TensorList.Moments(of: plain)]
    var wideMoments = [try TensorList.Moments(of: wide)]
    let step = TensorList.AdamWStep(
      learningRate: 0.01, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.1,
      gradientScale: 0.5)
    for _ in 0..<5 {
      for tensor in [plain, wide] {
        try tensor.setGradient(nil)
        try tensor.sine().sum().backward()
      }
      try TensorList.adamW([plain], &moments, step)
      try TensorList.adamW([wide], &wideMoments, step)
    }
    #expect(moments[0].step == 5)
    #expect(try plain.detached().converted(to: .float64).distance(to: wide.detached()) < 2e-6)
  }

  @Test func normsDoNotDependOnThreads() throws {
    let threads = Backend.threads
    defer { Backend.threads = threads }
    var generator = TensorGenerator(seed: 8)
    let tensors = [try generator.normal([300, 333]), try generator.normal([7])]
    let norms = try [1, 2, 4].map { count in
      Backend.threads = count
      return try TensorList.norm(of: tensors)
    }
    #expect(norms[0] == norms[1] && norms[0] == norms[2])
    let squares = try tensors.map { try $0.converted(to: .float64).squared().sum().number() }
    #expect(abs(norms[0] - (squares[0] + squares[1]).squareRoot()) < 1e-9 * norms[0])
  }
}

/// A small run with dropout, attention and everything that has a state.
struct TrainingRun {
  var initializer: Initializer
  let network: Network
  let optimizer: AdamW
  let average: ExponentialMovingAverage
  var generator = TensorGenerator(seed: 7, stream: 1)

  struct Network: Module {
    let input, output: Linear
    let attention: MultiHeadAttention
    let dropout = Dropout(rate: 0.2)
    var members: [Member] {
      [.module("input", input), .module("attention", attention), .module("output", output)]
    }
  }

  init() throws {
    initializer = Initializer(seed: 5)
    network = Network(
      input: try Linear(3, 8, &initializer), output: try Linear(8, 2, &initializer),
      attention: try MultiHeadAttention(width: 8, heads: 2, &initializer))
    optimizer = try AdamW(network)
    average = try ExponentialMovingAverage(of: network, decay: 0.99)
  }

  @discardableResult
  mutating func step() throws -> Double {
    let x = try generator.normal([4, 5, 3])
    try optimizer.clearGradients()
    let h = try network.dropout(network.input(x).silu(), using: &generator)
    let y = try network.output(network.attention(h, keys: h, values: h))
    let loss = try meanSquaredError(y, x.slice(2, 0..<2))
    try loss.backward()
    try optimizer.step(learningRate: 1e-3, largestNorm: 1)
    try average.update()
    return try loss.number()
  }
}
