public import Tensors

/// A slow copy of a network's parameters, which generates better than the last step's.
///
/// s ← s + (1 − d)(p − s), with the decay min(d, (1 + t) / (10 + t)) at step t so that the first steps
/// are forgotten soon. Source: Karras et al., "Analyzing and improving the training dynamics of diffusion
/// models", arXiv 2312.02696 (2023), for the use; the warm-up is TensorFlow's.
public final class ExponentialMovingAverage {
  /// The decay that is reached, d.
  public let decay: Double
  /// Updates so far.
  public private(set) var updates = 0
  private let names: [String]
  private let parameters: [Tensor]
  private var shadows: [Tensor] = []

  /// Begins at the present values.
  ///
  /// - Precondition: The decay lies in [0, 1).
  public init(of module: some Module, decay: Double) throws(TensorError) {
    precondition((0..<1).contains(decay), "a decay of \(decay)")
    self.decay = decay
    names = module.namedParameters.map(\.name)
    parameters = module.parameters
    for parameter in parameters { shadows.append(try parameter.detached().copy()) }
  }

  /// Draws the averages towards the parameters.
  public func update() throws(TensorError) {
    let t = Double(updates)
    try TensorList.average(shadows, towards: parameters, by: 1 - min(decay, (1 + t) / (10 + t)))
    updates += 1
  }

  /// Copies the averages into a module of the same form.
  ///
  /// - Precondition: The module has as many parameters.
  public func copy(into module: some Module) throws(TensorError) {
    let targets = module.parameters
    precondition(
      targets.count == shadows.count, "\(shadows.count) averages, \(targets.count) wanted")
    for (target, shadow) in zip(targets, shadows) { try target.copy(from: shadow) }
  }

  /// The averages and the number of updates as a file holds them.
  public func checkpoint(
    prefix: String = ""
  ) throws(TensorError) -> [(name: String, tensor: Tensor)] {
    zip(names, shadows).map { (prefix + $0, $1) }
      + [("\(prefix)updates", try Tensor([Int64(updates)]))]
  }

  /// Continues where a file's averages stopped.
  ///
  /// - Throws: `TensorError.Code.mismatch` if one is missing or of another shape.
  public func load(from file: SafetensorsFile, prefix: String = "") throws(TensorError) {
    for (name, shadow) in zip(names, shadows) {
      let stored = try file.tensor(prefix + name)
      guard stored.shape == shadow.shape else {
        throw TensorError(.mismatch, "\(file.path): '\(prefix + name)' is not \(shadow.shape)")
      }
      try shadow.copy(from: stored)
    }
    let count: [Int64] = try file.tensor("\(prefix)updates").converted(to: .int64).elements()
    updates = Int(count.first ?? 0)
  }
}
