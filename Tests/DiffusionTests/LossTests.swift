import Diffusion
import Foundation
import NeuralNetworks
import Tensors
import Testing

@Suite struct LossTests {
  @Test func spectraOfWavesAreLines() throws {
    // cos of 5 turns in 61 samples: |X| = 61/2 in bin 5 and nothing elsewhere; the mean is removed.
    let loss = try SpectralLoss(sampleCount: 61, floor: 1e-3, samplingRate: 102.4)
    let wave = try Tensor((0..<61).map { 3 + Float(cos(2 * Double.pi * 5 * Double($0) / 61)) })
    let spectrum = try loss.logSpectrum(wave).doubles()
    #expect(spectrum.count == 31)
    #expect(abs(spectrum[5] - log(30.5 + 1e-3)) < 1e-5)
    for (bin, value) in spectrum.enumerated() where bin != 5 { #expect(value < log(1.5e-3)) }
  }

  @Test func constantLeadsHaveFiniteGradients() throws {
    let loss = try SpectralLoss(sampleCount: 61, floor: 1e-3, samplingRate: 102.4)
    let flat = try Tensor.zeros([1, 12, 61]).requiringGradient()
    var generator = TensorGenerator(seed: 1)
    let beats = try generator.normal([2, 12, 61])
    try loss(predicted: flat, beats: beats, records: [0, 0]).backward()
    #expect(try #require(flat.gradient).isFinite().all())
  }

  @Test func recordsWithoutBeatsCostNothing() throws {
    let loss = try SpectralLoss(sampleCount: 61, floor: 1e-3, samplingRate: 102.4)
    let predicted = try Tensor.ones([2, 12, 61])
    #expect(try loss(predicted: predicted, beats: .zeros([0, 12, 61]), records: []).number() == 0)
  }

  @Test func theDenoisersLossIsItsErrorSummedOverARecord() throws {
    var initializer = Initializer(seed: 2)
    let unet = try UNet(UNet.Form(textWidth: 3), &initializer)
    var generator = TensorGenerator(seed: 3)
    let latents = try generator.normal([2, 4, 128])
    let noise = try generator.normal([2, 4, 128])
    let steps = try generator.integers([2], in: 0..<1000)
    let condition = try generator.normal([2, 6])
    let prediction = try DenoisingLoss(.linear())(
      latents, noise: noise, steps: steps, condition: condition, unet)
    let noised = try NoiseSchedule.linear().noised(latents, with: noise, at: steps)
    #expect(try prediction.noised.distance(to: noised) == 0)
    let found = try withoutGradients { try unet(noised, steps: steps, condition: condition) }
    let expected = try (found - noise).squared().sum() / 2
    #expect(try prediction.loss.distance(to: expected) < 1e-6)
  }
}
