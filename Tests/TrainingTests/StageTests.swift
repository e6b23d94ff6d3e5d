import Datasets
import Diffusion
import Foundation
import NeuralNetworks
import SimulatorLoss
import Statements
import Tensors
import TestSupport
import Testing

@testable import Training

/// A prepared folder of synthetic recordings, so that stages are tested without data.
enum SyntheticFolder {
  struct Source: RecordSource {
    let folder: String
    let name = "synthetic"
    func records() throws(DatasetError) -> [SourceRecord] {
      (0..<6).map {
        SourceRecord(
          name: "r\($0)", path: "\(folder)/r\($0).csv", patient: "p\($0)", fold: $0 < 4 ? 1 : 8,
          ageYears: 50 + Double($0), report: $0.isMultiple(of: 2) ? "sinus rhythm" : nil)
      }
    }
  }

  /// Beats of three Gaussians, one every 0.8 s and a little, in eight leads.
  static func make() throws -> PreparedFolder {
    let path = TrainingLoopTests.folder()
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    for record in 0..<6 {
      var text = "time," + ["I", "II", "V1", "V2", "V3", "V4", "V5", "V6"].joined(separator: ",")
      let rr = 0.8 + 0.05 * Double(record)
      for index in 0..<1000 {
        let t = Double(index) / 100
        let phase = t - rr * (t / rr).rounded()
        func wave(_ centre: Double, _ width: Double) -> Double {
          let distance = (phase - centre) / width
          return exp(-distance * distance / 2)
        }
        text += "\n\(t)"
        for lead in 0..<8 {
          let size = 0.5 + 0.1 * Double(lead)
          let noise = 0.002 * sin(Double(index * (lead + 7)))
          text +=
            ",\(size * (wave(0, 0.015) + 0.1 * wave(-0.16, 0.02) + 0.25 * wave(0.28, 0.05)) + noise)"
        }
      }
      try text.write(toFile: "\(path)/r\(record).csv", atomically: true, encoding: .utf8)
    }
    let lexicon = try Lexicon()
    let preparation = Preparation(
      [Source(folder: path)], RecordPreparer(PreparationSettings(), lexicon: lexicon),
      folder: path + "/prepared")
    let manifest = try preparation()
    try #require(manifest.recordCount == 6, "\(manifest.dropped)")
    return try PreparedFolder(path: path + "/prepared")
  }
}

@Suite(.serialized) struct StageTests {
  static let folder = Result { try SyntheticFolder.make() }

  static var settings: TrainingSettings {
    var settings = TrainingSettings()
    settings.size = .tiny
    settings.latentChannels = 8
    settings.autoencoder.descent.batch = 4
    settings.autoencoder.descent.steps = 12
    settings.autoencoder.descent.warmUpSteps = 2
    settings.autoencoder.columns = 32
    settings.denoiser.descent.batch = 4
    settings.denoiser.descent.steps = 6
    settings.denoiser.descent.warmUpSteps = 2
    settings.denoiser.columns = 20
    settings.denoiser.physics.euler = 0.1
    settings.loop.checkpointEvery = 4
    settings.loop.validateEvery = 6
    settings.loop.logEvery = 2
    return settings
  }

  private func autoencoder() throws -> AutoencoderStage {
    try AutoencoderStage(
      Self.settings, Self.folder.get(), tokenWidth: StatementTable.width, on: .cpu)
  }

  private func run(
    _ path: String, _ stage: some TrainingStage, stoppingAfter last: Int? = nil
  ) throws -> TrainingLoop.Summary {
    var done = 0
    return try TrainingLoop(
      RunFolder(path: path, settings: Self.settings), Self.settings.loop
    )(stage, shouldStop: { done == last }, progress: { done = $0.done })
  }

  private func bits(_ module: some Module) throws -> [[Float]] {
    try module.namedTensors.map { try $0.tensor.floats() }
  }

  @Test func bothStagesLearnAndGoOnBitForBit() throws {
    let paths = (0..<4).map { _ in TrainingLoopTests.folder() }
    defer { for path in paths { try? FileManager.default.removeItem(atPath: path) } }
    let whole = try autoencoder()
    let before = try whole.validate().score
    let summary = try run(paths[0], whole)
    // Twelve steps from random weights: any real descent halves the error of waves of 1 mV.
    #expect(summary.bestScore < before)
    _ = try run(paths[1], autoencoder(), stoppingAfter: 5)
    let resumed = try autoencoder()
    #expect(try run(paths[1], resumed).resumedFrom == 5)
    #expect(try bits(resumed.autoencoder) == bits(whole.autoencoder))
    #expect(try bits(resumed.beatDecoder) == bits(whole.beatDecoder))

    let codec = try SafetensorsFile(path: paths[0] + "/best.safetensors")
    func denoiser() throws -> DenoiserStage {
      try DenoiserStage(Self.settings, Self.folder.get(), codec: codec, on: .cpu)
    }
    let straight = try denoiser()
    _ = try run(paths[2], straight)
    _ = try run(paths[3], denoiser(), stoppingAfter: 3)
    let second = try denoiser()
    #expect(try run(paths[3], second).resumedFrom == 3)
    #expect(try bits(second.denoiser) == bits(straight.denoiser))
    let lines = try String(contentsOfFile: paths[2] + "/metrics.jsonl", encoding: .utf8)
    for name in ["diffusion", "euler", "share.physics", "validation.loss", "gradient"] {
      #expect(lines.contains("\"\(name)\""), "\(name)")
    }
  }

  @Test func latentsOfTheResultHaveUnitSpread() throws {
    let stage = try autoencoder()
    _ = try stage.result()
    let folder = try Self.folder.get()
    let spread = try LatentSpread(
      of: folder.records(inFolds: [1]), folder, stage.autoencoder, on: .cpu)
    for record in folder.records(inFolds: [1]).prefix(1) {
      let leads = try Tensor(folder.signal(record, samples: 0..<1000), shape: [1, 8, 1000])
      let (raw, scaled) = try withoutGradients {
        let latent = try stage.autoencoder.encode(leads).mean
        return (try latent.floats(), try stage.autoencoder.scaled(latent).floats())
      }
      for index in stride(from: 0, to: raw.count, by: 97) {
        let channel = index / 125
        let expected = (Double(raw[index]) - spread.mean[channel]) / spread.deviation[channel]
        #expect(abs(Double(scaled[index]) - expected) < 1e-3)
      }
    }
  }

  @Test func errorsOfRecordingsAreTheirs() throws {
    let stage = try autoencoder()
    let folder = try Self.folder.get()
    // A decoder of nothing but zeros leaves the recordings' own size.
    for (name, tensor) in stage.autoencoder.namedTensors where name.hasPrefix("output") {
      try withoutGradients { try tensor.fill(0) }
    }
    let error = try ReconstructionError(
      stage.autoencoder, stage.beatDecoder, folder, records: [0], on: .cpu)
    let values = folder.signal(0, samples: 0..<1000)
    let size = (values.reduce(0.0) { $0 + Double($1 * $1) } / Double(values.count)).squareRoot()
    #expect(abs(error.rmse - size) < 1e-6 && error.perRecord.count == 1)
  }

  @Test func windowsDependOnSeedAndStepAlone() throws {
    let folder = try Self.folder.get()
    func sampler(_ seed: UInt64) throws -> WindowSampler {
      try WindowSampler(
        folder, folds: [1], samples: 256, amplitudeJitter: 2, leadJitter: 1.5, seed: seed)
    }
    let a = try sampler(1).batch(step: 7, count: 5, on: .cpu)
    let b = try sampler(1).batch(step: 7, count: 5, on: .cpu)
    #expect(try a.leads.floats() == b.leads.floats() && a.records == b.records)
    #expect(try sampler(1).batch(step: 8, count: 5, on: .cpu).leads.floats() != a.leads.floats())
    #expect(try sampler(2).batch(step: 7, count: 5, on: .cpu).leads.floats() != a.leads.floats())
    #expect(a.factors.joined().allSatisfy { (0.33...3).contains($0) })
    #expect(Set(a.factors.joined()).count == 40 && a.leads.shape == [5, 8, 256])
    #expect(a.records.allSatisfy { folder.labels[$0].fold == 1 })
    let drawn = try (0..<50).flatMap { try sampler(1).choices(step: $0, count: 4).map(\.record) }
    #expect(Set(drawn).count == 4)
  }

  @Test func dataWithoutTheFoldsIsRefused() throws {
    var settings = Self.settings
    settings.validationFolds = [9]
    let folder = try Self.folder.get()
    let error = #expect(throws: TrainingError.self) {
      try AutoencoderStage(settings, folder, tokenWidth: StatementTable.width, on: .cpu)
    }
    #expect(error?.code == .noData)
  }

  /// The kernels of a recording's own fit give the simulator's beat, which is near to its average beat.
  @Test func parametersOfAFitAreItsBeat() throws {
    let folder = try Self.folder.get()
    let (parameters, known) = try FittedParameters.batch(folder, records: [0, 5], on: .cpu)
    #expect(parameters.count == 2 && parameters.leadCount == 8)
    #expect(try known.floats() == [1, 1])
    let amplitudes = try parameters.waves.amplitudes.floats()
    // The R wave of lead V6 is 1.2 mV high.
    #expect(amplitudes[7 * 7..<8 * 7].max().map { abs($0 - 1.2) < 0.2 } == true)
  }
}
