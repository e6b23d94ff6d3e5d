import Diffusion
import Foundation
import NeuralNetworks
import Tensors
import TestSupport
import Testing

/// The published networks beside their PyTorch twins, with the same random checkpoint.
@Suite(.serialized, .enabled(if: TorchPython.isPresent, Comment(rawValue: TorchPython.hint)))
struct ParityTests {
  static let oracle = Result {
    let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try TorchPython.run(
      PackageRoot.path("Tests/DiffusionTests/Oracles/parity_networks.py"), ["run", path], threads: 2
    )
    // The mapping outlives the file's name.
    return try SafetensorsFile(path: path)
  }

  /// Single precision through some hundred layers: 1e-5 of the largest element.
  static let tolerance = 1e-5

  @Test func theDenoiserIsThePublishedOne() throws {
    let file = try Self.oracle.get()
    var initializer = Initializer(seed: 1)
    let unet = try UNet(UNet.Form(), &initializer)
    try unet.load(from: file, prefix: "unet.")
    let output = try unet(
      file.tensor("unet/x"), steps: file.tensor("unet/steps"),
      condition: file.tensor("unet/condition"))
    #expect(try output.distance(to: file.tensor("unet/output")) < Self.tolerance)
    let loss = try sumOfSquaredErrors(output, file.tensor("unet/noise"))
    #expect(try loss.distance(to: file.tensor("unet/loss")) < Self.tolerance)
    try loss.backward()
    try Self.expectGradients(of: unet, "unet", file)
  }

  @Test func autoencoderBeatDecoderAndTheirLossAreThePublishedOnes() throws {
    let file = try Self.oracle.get()
    var initializer = Initializer(seed: 2)
    let autoencoder = try Autoencoder(&initializer)
    let beatDecoder = try BeatDecoder(&initializer)
    try autoencoder.load(from: file, prefix: "autoencoder.")
    try beatDecoder.load(from: file, prefix: "beat_decoder.")
    let leads = try file.tensor("autoencoder/leads").transposed().contiguous()
    let noise = try file.tensor("autoencoder/noise")

    let distribution = try withoutGradients { try autoencoder.encoder(leads) }
    #expect(try distribution.mean.distance(to: file.tensor("autoencoder/mean")) < Self.tolerance)
    #expect(
      try distribution.logVariance.distance(to: file.tensor("autoencoder/logVariance"))
        < Self.tolerance)
    let latent = try distribution.latent(noise: noise)
    #expect(try latent.distance(to: file.tensor("autoencoder/latent")) < Self.tolerance)
    let decoded = try withoutGradients { try autoencoder.decoder(latent) }
    #expect(
      try decoded.transposed().distance(to: file.tensor("autoencoder/output")) < Self.tolerance)
    let predicted = try withoutGradients { try beatDecoder(latent) }
    #expect(try predicted.distance(to: file.tensor("beats/predicted")) < Self.tolerance)

    let loss = AutoencoderLoss(
      AutoencoderLoss.Weights(divergence: 0.3, beat: 700, spectrum: 50),
      spectralLoss: try SpectralLoss(
        sampleCount: BeatDecoder.sampleCount, floor: 0.01, samplingRate: BeatDecoder.samplingRate
      ) { 1 + $0 / 51.2 })
    let terms = try loss(
      leads,
      AutoencoderLoss.Beats(
        first: file.tensor("beats/first"), present: file.tensor("beats/present"),
        all: file.tensor("beats/all"), records: [0, 0, 1, 0, 1]),
      noise: noise, autoencoder, beatDecoder)
    for (name, value) in [
      ("reconstruction", terms.reconstruction), ("divergence", terms.divergence),
      ("beat", terms.beat), ("spectrum", terms.spectrum), ("total", terms.total),
    ] {
      #expect(try value.distance(to: file.tensor("loss/\(name)")) < Self.tolerance, "\(name)")
    }
    try terms.total.backward()
    try Self.expectGradients(of: autoencoder, "autoencoder", file)
    try Self.expectGradients(of: beatDecoder, "beat_decoder", file)
  }

  /// Expects PyTorch's gradients in 64 places of every parameter, and their norms.
  ///
  /// A gradient is a sum over thousands of places, so the tolerance is ten times that of values.
  static func expectGradients(
    of module: some Module, _ name: String, _ file: SafetensorsFile
  ) throws {
    // Rounding is relative to the largest gradients: what is 0 in exact arithmetic is not in theirs.
    var largest = 0.0
    for entry in file.header.entries where entry.name.hasPrefix("norm/\(name).") {
      largest = max(largest, try file.tensor(entry.name).number())
    }
    var compared = 0
    for (key, parameter) in module.namedParameters {
      guard file["norm/\(name).\(key)"] != nil else {
        #expect(parameter.gradient == nil, "\(key)")
        continue
      }
      let norm = try file.tensor("norm/\(name).\(key)").number()
      let theirs = try file.tensor("gradient/\(name).\(key)")
      guard let gradient = parameter.gradient else {
        // Scores of a single token, whose softmax is constant.
        #expect(key.contains("cross_attention") && norm < 1e-5 * largest, "\(key): \(norm)")
        continue
      }
      let flat = try gradient.reshaped(-1)
      let step = max(1, flat.count / 64)
      let mine = try flat.slice(0, 0..<flat.count, by: step)
      let distance = try (mine - theirs).magnitude().largest().number()
      #expect(distance < 1e-4 * norm + 1e-7 * largest, "\(key): \(distance) of \(norm)")
      #expect(
        abs(try TensorList.norm(of: [gradient]) - norm) < 1e-4 * norm + 1e-7 * largest, "\(key)")
      compared += 1
    }
    #expect(compared > 30)
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
