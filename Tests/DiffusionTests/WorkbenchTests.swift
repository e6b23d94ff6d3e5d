import Diffusion
import NeuralNetworks
import Tensors
import TestSupport
import Testing

@Suite struct WorkbenchTests {
  static let tokenWidth = 96

  static func counts(_ form: WorkbenchForm) throws -> [Int] {
    var initializer = Initializer(seed: 1)
    return [
      try PatchAutoencoder(form, &initializer).elementCount,
      try PatchBeatDecoder(form, &initializer).elementCount,
      try LatentUNet(form, &initializer).elementCount,
    ]
  }

  /// A network of a few numbers, for gradients.
  static var little: WorkbenchForm {
    var form = WorkbenchForm(.tiny, samplingRate: 100, tokenWidth: 6)
    (form.latentChannels, form.codecWidth, form.beatWidth) = (4, 16, 16)
    (form.encoderBlocks, form.decoderBlocks) = (1, 1)
    (form.stageWidths, form.contextWidth, form.heads) = ([8, 16], 8, 2)
    return form
  }

  @Test(arguments: [
    (WorkbenchForm.Size.tiny, 100, [318_024, 44_072, 1_541_448]),
    (.tiny, 500, [397_448, 44_072, 1_541_448]),
    (.small, 100, [934_920, 75_144, 3_802_096]),
    (.small, 500, [1_127_784, 75_144, 3_802_096]),
    (.full, 100, [17_076_936, 281_352, 26_928_960]),
  ])
  func sizesAreWhatTheyAreCalled(
    _ size: WorkbenchForm.Size, _ rate: Int, _ expected: [Int]
  ) throws {
    let counts = try Self.counts(
      WorkbenchForm(size, samplingRate: rate, tokenWidth: Self.tokenWidth))
    #expect(counts == expected)
    // Two million at most, five million and the published networks' 44 million within a tenth.
    let all = counts.reduce(0, +)
    switch size {
    case .tiny: #expect(all <= 2_000_000)
    case .small:
      #expect(abs(all - 5_000_000) < 500_000)
      // A checkpoint that ships with the package: at most 20 MB, 200 kB of them for names and shapes.
      if rate == 100 { #expect(4 * all < 19_800_000) }
    case .full: #expect(abs(all - 44_187_761) < 4_400_000)
    }
  }

  @Test(arguments: [100, 500], [10, 125]) func anyLengthOfWholeColumnsGoesThrough(
    rate: Int, columns: Int
  ) throws {
    let form = WorkbenchForm(.tiny, samplingRate: rate, tokenWidth: 6)
    var initializer = Initializer(seed: 2)
    let autoencoder = try PatchAutoencoder(form, &initializer)
    let beats = try PatchBeatDecoder(form, &initializer)
    let denoiser = try LatentUNet(form, &initializer)
    var generator = TensorGenerator(seed: 3)
    let samples = columns * form.samplesPerColumn
    let leads = try generator.normal([2, 8, samples])
    try withoutGradients {
      let latent = try autoencoder.encode(leads).mean
      #expect(latent.shape == [2, 16, columns] && form.columns(ofSamples: samples) == columns)
      #expect(try autoencoder.decode(latent).shape == leads.shape)
      #expect(try beats(latent).shape == [2, 8, rate * 6 / 10 + 1])
      let tokens = TokenBatch(
        values: try generator.normal([2, 3, 6]),
        mask: try Tensor([true, true, false, true, false, false], shape: [2, 3]))
      let output = try denoiser(latent, steps: Tensor([0, 999] as [Int64]), tokens)
      #expect(output.shape == latent.shape)
      // The last convolution begins at 0.
      #expect(try output.magnitude().largest().number() == 0)
    }
  }

  /// Draws all of a network's parameters again, so that none stays at 0.
  static func stir(_ module: some Module) throws {
    var generator = TensorGenerator(seed: 11)
    for parameter in module.parameters {
      try parameter.copy(
        from: generator.normal(parameter.shape, standardDeviation: 0.3, dataType: .float64))
    }
  }

  @Test func tokensThatAreNotThereHaveNoSay() throws {
    var initializer = Initializer(seed: 4, dataType: .float64)
    let denoiser = try LatentUNet(Self.little, &initializer)
    try Self.stir(denoiser)
    var generator = TensorGenerator(seed: 5)
    let x = try generator.normal([1, 4, 8], dataType: .float64)
    let values = try generator.normal([1, 3, 6], dataType: .float64)
    let other = try Tensor.concatenation(
      of: [values.slice(1, 0..<2), values.slice(1, 2..<3) * 5], along: 1)
    func run(_ values: Tensor, _ mask: [Bool]) throws -> [Double] {
      try withoutGradients {
        try denoiser(
          x, steps: Tensor([500] as [Int64]),
          TokenBatch(values: values, mask: Tensor(mask, shape: [1, 3]))
        ).doubles()
      }
    }
    let hidden = try run(values, [true, true, false])
    #expect(try run(other, [true, true, false]) == hidden)
    let shown = try run(values, [true, true, true])
    #expect(try run(other, [true, true, true]) != shown)
    #expect(shown != hidden)
    // Attention tells time apart: what a token adds is not one number for all columns.
    let difference = zip(shown, hidden).map { $0 - $1 }
    let row = difference.prefix(8)
    #expect((row.max() ?? 0) - (row.min() ?? 0) > 1e-3)
  }

  @Test func aDroppedConditionIsNone() throws {
    let tokens = TokenBatch(
      values: try Tensor.ones([2, 3, 6]),
      mask: try Tensor([true, true, false, true, true, true], shape: [2, 3]))
    let dropped = try tokens.dropping(Tensor([false, true]))
    #expect(
      try dropped.mask.elements() as [Bool] == [true, true, false, true, false, false])
    let none = try tokens.ofNothing().mask.elements() as [Bool]
    #expect(none == [true, false, false, true, false, false])
    let both = try tokens.followed(by: tokens.ofNothing())
    #expect(both.values.shape == [4, 3, 6] && both.mask.shape == [4, 3])
  }

  /// Values of a few parameters moved by ±h; 1e-6 is the error of central differences at h = 1e-5.
  static func expectGradients(
    _ module: some Module, _ name: String, loss: () throws -> Tensor
  ) throws {
    try loss().backward()
    for (key, parameter) in module.namedParameters {
      let gradient = try #require(parameter.gradient, "\(name) \(key) has no gradient")
      let values: [Double] = try parameter.detached().doubles()
      let place = values.count / 2
      func value(_ step: Double) throws -> Double {
        var moved = values
        moved[place] += step
        try parameter.copy(from: Tensor(moved, shape: parameter.shape))
        return try withoutGradients { try loss().number() }
      }
      let slope = (try value(1e-5) - value(-1e-5)) / 2e-5
      try parameter.copy(from: Tensor(values, shape: parameter.shape))
      let found: Double = try gradient.doubles()[place]
      #expect(abs(found - slope) < 1e-6 * max(1, abs(slope)), "\(name) \(key): \(found), \(slope)")
    }
  }

  @Test func gradientsOfTheDenoiserAreThoseOfDifferences() throws {
    var initializer = Initializer(seed: 6, dataType: .float64)
    let denoiser = try LatentUNet(Self.little, &initializer)
    try Self.stir(denoiser)
    var generator = TensorGenerator(seed: 7)
    // Five columns: padding takes part.
    let latents = try generator.normal([2, 4, 5], dataType: .float64)
    let noise = try generator.normal([2, 4, 5], dataType: .float64)
    let tokens = TokenBatch(
      values: try generator.normal([2, 3, 6], dataType: .float64),
      mask: try Tensor([true, true, false, true, true, true], shape: [2, 3]))
    let steps = try Tensor([100, 700] as [Int64])
    let loss = LatentDiffusionLoss(.cosine(), .velocity)
    try Self.expectGradients(denoiser, "denoiser") {
      try loss(latents, noise: noise, steps: steps) { x, t throws(TensorError) in
        try denoiser(x, steps: t, tokens)
      }.loss
    }
  }

  @Test func gradientsOfTheAutoencoderAreThoseOfDifferences() throws {
    var initializer = Initializer(seed: 8, dataType: .float64)
    let autoencoder = try PatchAutoencoder(Self.little, &initializer)
    let beatDecoder = try PatchBeatDecoder(Self.little, &initializer)
    var generator = TensorGenerator(seed: 9)
    let leads = try generator.normal([2, 8, 40], dataType: .float64)
    let beats = try generator.normal([2, 8, 61], dataType: .float64)
    let noise = try generator.normal([2, 4, 5], dataType: .float64)
    let loss = AutoencoderLoss(
      AutoencoderLoss.Weights(divergence: 0.1, beat: 1, spectrum: 0.1),
      spectralLoss: try SpectralLoss(sampleCount: 61, floor: 0.1, samplingRate: 100))
    func total() throws -> Tensor {
      let distribution = try autoencoder.encode(leads)
      let latent = try distribution.latent(noise: noise)
      return try loss.terms(
        leads,
        AutoencoderLoss.Beats(
          first: beats, present: Tensor([true, true]), all: beats, records: [0, 1]),
        distribution, reconstructed: autoencoder.decode(latent), beat: beatDecoder(latent)
      ).total
    }
    try Self.expectGradients(autoencoder, "autoencoder", loss: total)
    try beatDecoder.clearGradients()
    try Self.expectGradients(beatDecoder, "beat decoder", loss: total)
  }

  @Test(arguments: Prediction.allCases)
  func aDenoiserThatKnowsTheSignalHasNoLoss(_ prediction: Prediction) throws {
    var generator = TensorGenerator(seed: 10)
    let latents = try generator.normal([3, 4, 6], dataType: .float64)
    let noise = try generator.normal([3, 4, 6], dataType: .float64)
    let steps = try Tensor([0, 400, 900] as [Int64])
    let loss = LatentDiffusionLoss(.cosine(), prediction)
    let factors = try loss.schedule.factors(at: steps, rank: 3)
    let right = try loss(latents, noise: noise, steps: steps) { x, _ throws(TensorError) in
      try prediction.target(signal: latents, noise: noise, factors: factors)
    }
    // The factors are float32.
    #expect(try right.loss.number() < 1e-12)
    #expect(try (right.signal - latents).magnitude().largest().number() < 1e-4)
    let shares: [Double] = try right.signalShares.converted(to: .float64).doubles()
    for (share, step) in zip(shares, [0, 400, 900]) {
      #expect(abs(share - loss.schedule.signalShares[step]) < 1e-6)
    }
    let wrong = try loss(latents, noise: noise, steps: steps) { x, _ throws(TensorError) in
      try x.zerosLike()
    }
    #expect(try wrong.losses.shape == [3] && wrong.loss.number() > 0.1)
  }

  @Test func scaledLatentsComeBack() throws {
    var initializer = Initializer(seed: 12)
    let autoencoder = try PatchAutoencoder(Self.little, &initializer)
    try autoencoder.setLatentScale(mean: [1, 2, 3, 4], deviation: [0.5, 1, 2, 4])
    let latent = try Tensor([2, 2, 2, 2] as [Float], shape: [1, 4, 1])
    let scaled = try autoencoder.scaled(latent)
    #expect(try scaled.floats() == [2, 0, -0.5, -0.5])
    #expect(try autoencoder.unscaled(scaled).floats() == [2, 2, 2, 2])
  }
}
