import Diffusion
import Electrocardiogram
import Foundation
import NeuralNetworks
import RandomNumbers
import RhythmLibrary
import Simulator
import SimulatorLoss
import Tensors
import Testing

/// The published denoiser and beat decoder in double precision, so that finite differences can judge.
@Suite struct PhysicsLossTests {
  struct Scene {
    let unet: UNet
    let decoder: BeatDecoder
    let schedule = NoiseSchedule.cosine()
    let latents, noise, steps, condition: Tensor
    let parameters: BeatParameters

    init() throws {
      var initializer = Initializer(seed: 1, dataType: .float64)
      unet = try UNet(UNet.Form(textWidth: 5), &initializer)
      decoder = try BeatDecoder(&initializer)
      var generator = TensorGenerator(seed: 2)
      latents = try generator.normal([2, 4, 128], dataType: .float64)
      noise = try generator.normal([2, 4, 128], dataType: .float64)
      condition = try generator.normal([2, 8], dataType: .float64)
      steps = try Tensor([Int64(100), 400])
      let rhythm = try RhythmCatalogue().rhythm(named: "sinus-rhythm")
      let trains = try (0..<2).map {
        try SingleBeat(
          rhythm, heartRatePerMinute: 70, samplingRate: 500, varying: Philox(seed: UInt64($0))
        ).train
      }
      parameters = try BeatParameters(trains, dataType: .float64)
    }

    func terms(
      _ weights: PhysicsLoss.Weights, parents: InterLeadLoss.Parents = .output,
      stepWeight: PhysicsLoss.StepWeight = .signalShare(above: 0.05), known: [Double] = [1, 1]
    ) throws -> (denoising: Tensor, physics: PhysicsLoss.Terms) {
      let prediction = try DenoisingLoss(schedule)(
        latents, noise: noise, steps: steps, condition: condition, unet)
      let estimate = try schedule.signal(
        in: prediction.noised, predictedNoise: prediction.predictedNoise, at: steps)
      let shares = try schedule.factors(at: steps, rank: 1).signal.squared()
      let physics = PhysicsLoss(
        weights, stepWeight: stepWeight,
        euler: EulerLoss(samplingRate: BeatDecoder.samplingRate, rPeak: BeatDecoder.rPeak),
        parents: parents)
      return (
        prediction.loss,
        try physics(
          signal: estimate, signalShares: shares.converted(to: .float64), parameters,
          known: Tensor(known), decoder: decoder.callAsFunction)
      )
    }
  }

  /// Along its own gradient a term falls at the rate of the gradient's norm.
  @Test(arguments: [
    (1.0, 0.0, "simulator"), (0, 1, "simulator"), (0, 1, "output"), (1, 1, "output"),
  ])
  func eachTermMovesTheDenoiserAsFiniteDifferencesSay(
    _ euler: Double, _ interLead: Double, _ parents: String
  ) throws {
    let scene = try Scene()
    let weights = PhysicsLoss.Weights(euler: euler, interLead: interLead)
    let parents = try #require(InterLeadLoss.Parents(rawValue: parents))
    func value() throws -> Tensor {
      try #require(try scene.terms(weights, parents: parents).physics.total)
    }
    let learned = scene.unet.parameters
    let gradients = try value().gradients(withRespectTo: learned)
    let norm = try TensorList.norm(of: gradients.compactMap { $0 })
    #expect(norm > 0)
    func moved(_ distance: Double) throws -> Double {
      try withoutGradients {
        for (parameter, gradient) in zip(learned, gradients) {
          guard let gradient else { continue }
          try parameter.combine(1, adding: distance / norm, times: gradient)
        }
        let result = try value().number()
        for (parameter, gradient) in zip(learned, gradients) {
          guard let gradient else { continue }
          try parameter.combine(1, adding: -distance / norm, times: gradient)
        }
        return result
      }
    }
    let slope = try (moved(1e-4) - moved(-1e-4)) / 2e-4
    // The schedule's factors are single precision, the same on both sides; the rest is double.
    #expect(abs(slope / norm - 1) < 1e-5, "slope \(slope), norm \(norm)")
  }

  @Test func sharesAreThoseOfTheGradientsNorms() throws {
    let scene = try Scene()
    let (denoising, physics) = try scene.terms(.init(euler: 0.3, interLead: 0.2))
    let terms = [
      ("denoising", denoising), ("Euler", try #require(physics.euler) * 0.3),
      ("inter-lead", try #require(physics.interLead) * 0.2),
    ].map { (name: $0.0, term: $0.1) }
    let shares = try GradientShare.measure(terms, in: scene.unet.parameters)
    #expect(shares.map(\.name) == ["denoising", "Euler", "inter-lead"])
    #expect(abs(shares.map(\.share).reduce(0, +) - 1) < 1e-12)
    #expect(shares.allSatisfy { $0.share > 0 })
    // The graph is still there: a step follows.
    try (denoising + #require(physics.total)).backward()
    let total = try TensorList.norm(of: scene.unet.parameters.compactMap(\.gradient))
    #expect(total <= shares.map(\.norm).reduce(0, +) * (1 + 1e-9))
    let largest = try #require(shares.map(\.norm).max())
    #expect(total >= (2 * largest - shares.map(\.norm).reduce(0, +)) * (1 - 1e-9))
  }

  @Test func lateStepsAndUnknownRecordsWeighNothing() throws {
    let scene = try Scene()
    let weights = PhysicsLoss.Weights(euler: 1, interLead: 0)
    func euler(_ stepWeight: PhysicsLoss.StepWeight, _ known: [Double]) throws -> Double {
      try #require(try scene.terms(weights, stepWeight: stepWeight, known: known).physics.euler)
        .number()
    }
    let (first, second) = (try euler(.one, [1, 0]), try euler(.one, [0, 1]))
    let shares = [100, 400].map { scene.schedule.signalShares[$0] }
    #expect(try euler(.one, [0, 0]) == 0)
    let weighted = try euler(.signalShare(above: 0), [1, 1])
    #expect(abs(weighted / (shares[0] * first + shares[1] * second) - 1) < 1e-6)
    let early = try euler(.signalShare(above: 0.8), [1, 1])
    #expect(shares[0] > 0.8 && shares[1] < 0.8)
    #expect(abs(early / (shares[0] * first) - 1) < 1e-6)
  }

  @Test func termsWithoutFactorsAreLeftOut() throws {
    let scene = try Scene()
    let none = try scene.terms(.init(euler: 0, interLead: 0)).physics
    #expect(none.total == nil && none.euler == nil && none.interLead == nil)
    let one = try scene.terms(.init(euler: 0, interLead: 2)).physics
    #expect(one.euler == nil)
    #expect(try #require(one.total).number() == 2 * #require(one.interLead).number())
  }
}
