import Foundation
public import Tensors

/// A network that is trained: one step, one validation, and all that a checkpoint must hold.
///
/// What a step draws must depend on the settings and the step's number alone, so that a training that was
/// stopped goes on bit for bit.
public protocol TrainingStage: AnyObject {
  /// How many steps there are.
  var steps: Int { get }
  /// Takes a step, counted from 0, and gives its metrics; `loss` is among them.
  func train(step: Int) throws -> [String: Double]
  /// Judges the network; the smaller the score, the better.
  func validate() throws -> (score: Double, metrics: [String: Double])
  /// All that training needs to go on.
  func checkpoint() throws -> [(name: String, tensor: Tensor)]
  /// Goes on from a checkpoint.
  func load(from file: SafetensorsFile) throws
  /// All that using the network needs.
  func result() throws -> [(name: String, tensor: Tensor)]
  /// What was in a step's batch, for a diagnosis.
  func describe(step: Int) -> String
}

/// Runs a stage to its end, with checkpoints, metrics and a stop at numbers that are none.
public struct TrainingLoop {
  /// What is told after a step.
  public struct Progress: Sendable {
    /// Steps done, and of how many.
    public let done: Int, total: Int
    /// Metrics of the last step, and of the last validation.
    public let metrics: [String: Double], validation: [String: Double]
  }

  /// What came of a run.
  public struct Summary: Sendable, Equatable {
    /// The step from which it went on; 0 for a new one.
    public var resumedFrom: Int
    /// Steps that are done.
    public var steps: Int
    /// The best score, and the step that had it.
    public var bestScore: Double, bestStep: Int
    /// What was wrong with checkpoints that were passed over.
    public var warnings: [String]
  }

  /// Where its files are.
  public let folder: RunFolder
  /// How often it writes.
  public let settings: TrainingSettings.Loop

  /// Plans a run.
  public init(_ folder: RunFolder, _ settings: TrainingSettings.Loop) {
    self.folder = folder
    self.settings = settings
  }

  /// Runs a stage from its newest checkpoint, or its beginning.
  ///
  /// - Parameters:
  ///   - stage: What is trained.
  ///   - shouldStop: Is asked after each step; a stopped run has a checkpoint of its last step.
  ///   - progress: Is told after each step.
  /// - Returns: What came of it.
  /// - Throws: `TrainingError.Code.diverged` with a diagnosis, `unwritable`, or what the stage throws.
  public func callAsFunction(
    _ stage: some TrainingStage, shouldStop: () -> Bool = { false },
    progress: (Progress) -> Void = { _ in }
  ) throws -> Summary {
    var summary = Summary(
      resumedFrom: 0, steps: 0, bestScore: .infinity, bestStep: 0, warnings: [])
    if let (step, file, warnings) = folder.newest() {
      try stage.load(from: file)
      let state: [Double] = try file.tensor("loop").doubles()
      summary = Summary(
        resumedFrom: step, steps: step, bestScore: state[0], bestStep: Int(state[1]),
        warnings: warnings)
    }
    let metrics = try MetricsFile(path: folder.path + "/metrics.jsonl", after: summary.steps)
    let start = Date()
    var validation: [String: Double] = [:]
    while summary.steps < stage.steps {
      let step = summary.steps
      var values = try stage.train(step: step)
      summary.steps += 1
      try check(values, stage, step)
      let isLast = summary.steps == stage.steps
      if isLast || summary.steps.isMultiple(of: settings.validateEvery) {
        let (score, judged) = try stage.validate()
        validation = judged
        values.merge(judged.map { ("validation.\($0.key)", $0.value) }) { $1 }
        if score < summary.bestScore {
          (summary.bestScore, summary.bestStep) = (score, summary.steps)
          try folder.write(stage.result(), to: folder.best)
        }
      }
      if isLast || summary.steps.isMultiple(of: settings.logEvery)
        || summary.steps.isMultiple(of: settings.validateEvery)
      {
        values["seconds"] = Date().timeIntervalSince(start)
        try metrics.append(step: summary.steps, values)
      }
      progress(
        Progress(
          done: summary.steps, total: stage.steps, metrics: values, validation: validation))
      let isStopped = shouldStop()
      if isLast || isStopped || summary.steps.isMultiple(of: settings.checkpointEvery) {
        let state = try Tensor([summary.bestScore, Double(summary.bestStep)])
        try folder.write(
          stage.checkpoint() + [("loop", state)], step: summary.steps, keeping: settings.keep)
      }
      if isStopped { break }
    }
    return summary
  }

  private func check(
    _ values: [String: Double], _ stage: some TrainingStage, _ step: Int
  ) throws(TrainingError) {
    let broken = values.filter { !$0.value.isFinite }
    guard !broken.isEmpty else { return }
    let all = values.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    let last = folder.checkpoints.first.map { "the last checkpoint is \($0.path)" }
    throw TrainingError(
      .diverged,
      "step \(step + 1) gives \(broken.keys.sorted().joined(separator: ", ")) that is no number ("
        + "\(all.joined(separator: ", ")); \(stage.describe(step: step))); "
        + "\(last ?? "there is no checkpoint"); try a smaller learning rate")
  }
}
