import Foundation
import NeuralNetworks
import Tensors
import TestSupport
import Testing

@testable import Training

/// A stage that fits one number, for the loop's own behaviour.
private final class OneNumber: TrainingStage {
  let steps: Int
  let weight: Tensor
  let optimizer: AdamW
  /// The step at which the loss is no number.
  let breaksAt: Int?
  var validations = 0

  init(steps: Int, breaksAt: Int? = nil) throws {
    self.steps = steps
    self.breaksAt = breaksAt
    weight = try Tensor([3] as [Float]).requiringGradient()
    optimizer = try AdamW([AdamW.Group([("weight", weight)])])
  }

  func train(step: Int) throws -> [String: Double] {
    var generator = TensorGenerator(seed: 5, record: UInt32(step))
    let target = try generator.normal([1])
    let loss = try (weight - target).squared().sum()
    try optimizer.clearGradients()
    try loss.backward()
    try optimizer.step(learningRate: 0.05)
    return ["loss": step == breaksAt ? .nan : try loss.number()]
  }

  func validate() throws -> (score: Double, metrics: [String: Double]) {
    validations += 1
    let value = try weight.magnitude().sum().number()
    return (value, ["size": value])
  }

  func checkpoint() throws -> [(name: String, tensor: Tensor)] {
    [("weight", weight)] + (try optimizer.checkpoint(prefix: "adamw."))
  }

  func result() throws -> [(name: String, tensor: Tensor)] { [("weight", weight)] }

  func load(from file: SafetensorsFile) throws {
    try weight.copy(from: file.tensor("weight"))
    try optimizer.load(from: file, prefix: "adamw.")
  }

  func describe(step: Int) -> String { "target \(step)" }
}

@Suite struct TrainingLoopTests {
  static func folder() -> String { ScratchFolder.path() }

  static var settings: TrainingSettings {
    var settings = TrainingSettings()
    settings.loop.checkpointEvery = 5
    settings.loop.validateEvery = 4
    settings.loop.logEvery = 1
    return settings
  }

  @discardableResult
  private func run(
    _ path: String, _ stage: OneNumber, stoppingAfter last: Int? = nil
  ) throws -> TrainingLoop.Summary {
    let folder = try RunFolder(path: path, settings: Self.settings)
    var done = 0
    return try TrainingLoop(folder, Self.settings.loop)(
      stage, shouldStop: { done == last }, progress: { done = $0.done })
  }

  /// The lines of metrics without the clock.
  private func metrics(_ path: String) throws -> [String] {
    try String(contentsOfFile: path + "/metrics.jsonl", encoding: .utf8).split(separator: "\n")
      .map { line in
        let object = try #require(
          JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Double])
        return object.filter { $0.key != "seconds" }.sorted { $0.key < $1.key }
          .map { "\($0.key)=\($0.value)" }.joined(separator: " ")
      }
  }

  @Test func aRunThatWasKilledEndsInTheSameBits() throws {
    let (whole, killed) = (Self.folder(), Self.folder())
    defer { for path in [whole, killed] { try? FileManager.default.removeItem(atPath: path) } }
    let straight = try OneNumber(steps: 23)
    let summary = try run(whole, straight)
    #expect(summary.steps == 23 && summary.resumedFrom == 0)

    // The process dies at step 13: metrics are there, the last checkpoint is of step 10.
    let first = try OneNumber(steps: 23)
    _ = try run(killed, first, stoppingAfter: 13)
    try FileManager.default.removeItem(atPath: killed + "/step-00000013.safetensors")
    // A line was cut off.
    let handle = try #require(FileHandle(forWritingAtPath: killed + "/metrics.jsonl"))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data("{\"loss\": 0.1, \"st".utf8))
    let second = try OneNumber(steps: 23)
    let resumed = try run(killed, second)
    #expect(resumed.resumedFrom == 10 && resumed.steps == 23)
    #expect(try second.weight.floats() == straight.weight.floats())
    #expect(resumed.bestScore == summary.bestScore && resumed.bestStep == summary.bestStep)
    #expect(try metrics(killed) == metrics(whole))
    #expect(try metrics(whole).count == 23)
    for name in ["best.safetensors", "step-00000023.safetensors"] {
      let files = [whole, killed].map { FileManager.default.contents(atPath: "\($0)/\(name)") }
      #expect(files[0] != nil && files[0] == files[1])
    }
  }

  @Test func checkpointsAreLimitedInNumber() throws {
    let path = Self.folder()
    defer { try? FileManager.default.removeItem(atPath: path) }
    try run(path, OneNumber(steps: 20))
    let folder = try RunFolder(path: path, settings: Self.settings)
    #expect(folder.checkpoints.map(\.step) == [20, 15])
    // The number went from 3 towards 0: the last validation is the best one.
    #expect(try SafetensorsFile(path: folder.best).tensor("weight").number() < 3)
  }

  @Test func aCheckpointThatIsNotWholeIsPassedOver() throws {
    let path = Self.folder()
    defer { try? FileManager.default.removeItem(atPath: path) }
    try run(path, OneNumber(steps: 12), stoppingAfter: 10)
    let newest = URL(fileURLWithPath: path + "/step-00000010.safetensors")
    try Data(contentsOf: newest).dropLast(3).write(to: newest)
    let summary = try run(path, OneNumber(steps: 12))
    #expect(summary.resumedFrom == 5 && summary.warnings.count == 1)
    #expect(summary.warnings[0].contains("step-00000010"))
  }

  @Test func numbersThatAreNoneStopWithADiagnosis() throws {
    let path = Self.folder()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let error = #expect(throws: TrainingError.self) {
      try run(path, OneNumber(steps: 12, breaksAt: 6))
    }
    #expect(error?.code == .diverged)
    for part in ["step 7 ", "loss nan", "target 6", "step-00000005", "smaller learning rate"] {
      #expect(error?.message.contains(part) == true, "\(part): \(error?.message ?? "")")
    }
  }

  @Test func otherSettingsNeedAnotherFolder() throws {
    let path = Self.folder()
    defer { try? FileManager.default.removeItem(atPath: path) }
    _ = try RunFolder(path: path, settings: Self.settings)
    var other = Self.settings
    other.seed = 2
    let error = #expect(throws: TrainingError.self) { try RunFolder(path: path, settings: other) }
    #expect(error?.code == .otherRun)
  }

  @Test func aFolderThatCannotBeWrittenIsNamed() {
    let error = #expect(throws: TrainingError.self) {
      try RunFolder(path: "/proc/nothing/run", settings: Self.settings)
    }
    #expect(error?.code == .unwritable && error?.message.contains("/proc/nothing/run") == true)
  }
}
