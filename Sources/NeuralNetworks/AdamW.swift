public import Tensors

/// Gradient descent with moments of the gradient and decay of the weights.
///
/// m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², p ← p − η λ p − η m̂ / (√v̂ + ε), with the moments
/// divided by 1 − βᵗ. Source: Loshchilov and Hutter, ICLR 2019. A parameter without gradient is left
/// alone, its number of steps included, as PyTorch does.
public final class AdamW {
  /// What the steps depend on.
  public struct Settings: Sendable, Codable, Equatable {
    /// Memory of the mean, β₁, and of the mean square, β₂.
    public var betas: [Double]
    /// What keeps the quotient finite, ε.
    public var epsilon: Double
    /// Fraction of a weight that decays for each unit of the learning rate, λ.
    public var weightDecay: Double

    /// Describes the steps; the defaults are PyTorch's.
    public init(betas: [Double] = [0.9, 0.999], epsilon: Double = 1e-8, weightDecay: Double = 0.01)
    {
      precondition(
        betas.count == 2 && betas.allSatisfy { (0..<1).contains($0) } && epsilon > 0
          && weightDecay >= 0,
        "betas \(betas), epsilon \(epsilon), weight decay \(weightDecay)")
      self.betas = betas
      self.epsilon = epsilon
      self.weightDecay = weightDecay
    }
  }

  /// Parameters that share settings.
  public struct Group: Sendable {
    /// Names and parameters.
    public var parameters: [(name: String, tensor: Tensor)]
    /// How they are stepped.
    public var settings: Settings

    /// Groups parameters.
    public init(_ parameters: [(name: String, tensor: Tensor)], _ settings: Settings = Settings()) {
      self.parameters = parameters
      self.settings = settings
    }
  }

  /// The groups.
  public let groups: [Group]
  private var states: [[TensorList.Moments]]

  /// Begins with moments of 0.
  public init(_ groups: [Group]) throws(TensorError) {
    self.groups = groups
    states = []
    for group in groups {
      var moments: [TensorList.Moments] = []
      for (_, tensor) in group.parameters { moments.append(try TensorList.Moments(of: tensor)) }
      states.append(moments)
    }
  }

  /// Begins with one group of all parameters of a module.
  public convenience init(
    _ module: some Module, _ settings: Settings = Settings()
  ) throws(TensorError) {
    try self.init([Group(module.namedParameters, settings)])
  }

  /// Matrices and kernels in one group, biases and what scales norms in one without decay.
  public static func groups(
    of module: some Module, _ settings: Settings = Settings()
  ) -> [Group] {
    let parameters = module.namedParameters
    var undecayed = settings
    undecayed.weightDecay = 0
    return [
      Group(parameters.filter { $0.tensor.rank > 1 }, settings),
      Group(parameters.filter { $0.tensor.rank <= 1 }, undecayed),
    ]
  }

  /// All parameters.
  public var parameters: [Tensor] { groups.flatMap { $0.parameters.map(\.tensor) } }

  /// The Euclidean norm of all gradients together.
  public func gradientNorm() throws(TensorError) -> Double {
    try TensorList.norm(of: parameters.compactMap(\.gradient))
  }

  /// Takes a step.
  ///
  /// - Parameters:
  ///   - learningRate: η.
  ///   - largestNorm: Gradients whose norm is larger are scaled down to it; `nil` for no limit.
  /// - Returns: The norm of the gradients before scaling.
  /// - Throws: What a device did not do; gradients that are not finite are not refused here.
  @discardableResult
  public func step(
    learningRate: Double, largestNorm: Double? = nil
  ) throws(TensorError) -> Double {
    let norm = try gradientNorm()
    // PyTorch's clip_grad_norm_ adds the same 1e-6.
    let scale = largestNorm.map { min(1, $0 / (norm + 1e-6)) } ?? 1
    for (index, group) in groups.enumerated() {
      let settings = group.settings
      try TensorList.adamW(
        group.parameters.map(\.tensor), &states[index],
        TensorList.AdamWStep(
          learningRate: learningRate, beta1: settings.betas[0], beta2: settings.betas[1],
          epsilon: settings.epsilon, weightDecay: settings.weightDecay, gradientScale: scale))
    }
    return norm
  }

  /// Forgets all gradients.
  public func clearGradients() throws(TensorError) {
    for parameter in parameters { try parameter.setGradient(nil) }
  }

  /// Moments and numbers of steps as a file holds them.
  ///
  /// - Parameter prefix: What to put before the names.
  /// - Returns: For each parameter `NAME.mean`, `NAME.square` and `NAME.step`.
  /// - Throws: If there is no memory.
  public func checkpoint(
    prefix: String = ""
  ) throws(TensorError) -> [(name: String, tensor: Tensor)] {
    var tensors: [(name: String, tensor: Tensor)] = []
    for (group, moments) in zip(groups, states) {
      for ((name, _), state) in zip(group.parameters, moments) {
        tensors.append(("\(prefix)\(name).mean", state.mean))
        tensors.append(("\(prefix)\(name).square", state.square))
        tensors.append(("\(prefix)\(name).step", try Tensor([Int64(state.step)])))
      }
    }
    return tensors
  }

  /// Continues where a file's optimiser stopped.
  ///
  /// - Throws: `TensorError.Code.mismatch` if a moment is missing or of another shape.
  public func load(from file: SafetensorsFile, prefix: String = "") throws(TensorError) {
    for (index, group) in groups.enumerated() {
      for (place, (name, tensor)) in group.parameters.enumerated() {
        let mean = try file.tensor("\(prefix)\(name).mean")
        let square = try file.tensor("\(prefix)\(name).square")
        let step: [Int64] = try file.tensor("\(prefix)\(name).step").converted(to: .int64)
          .elements()
        guard mean.shape == tensor.shape, square.shape == tensor.shape, step.count == 1,
          step[0] >= 0
        else {
          throw TensorError(
            .mismatch, "\(file.path): the moments of '\(prefix)\(name)' are not of \(tensor.shape)")
        }
        try states[index][place].mean.copy(from: mean)
        try states[index][place].square.copy(from: square)
        states[index][place].step = Int(step[0])
      }
    }
  }
}
