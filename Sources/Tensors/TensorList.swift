import CTorch

/// What runs over all tensors of a network in one pass.
public enum TensorList {
  /// What AdamW remembers of one parameter.
  public struct Moments: Sendable {
    /// Mean of the gradient.
    public let mean: Tensor
    /// Mean of its square.
    public let square: Tensor
    /// Steps taken.
    public var step = 0

    /// Begins with moments of 0.
    public init(of parameter: Tensor) throws(TensorError) {
      mean = try parameter.zerosLike()
      square = try parameter.zerosLike()
    }
  }

  /// What one step of AdamW depends on.
  public struct AdamWStep: Sendable {
    /// η.
    public var learningRate: Double
    /// β₁ and β₂.
    public var beta1, beta2: Double
    /// ε.
    public var epsilon: Double
    /// λ.
    public var weightDecay: Double
    /// What gradients are multiplied by.
    public var gradientScale: Double

    /// Describes a step.
    public init(
      learningRate: Double, beta1: Double, beta2: Double, epsilon: Double, weightDecay: Double,
      gradientScale: Double
    ) {
      self.learningRate = learningRate
      self.beta1 = beta1
      self.beta2 = beta2
      self.epsilon = epsilon
      self.weightDecay = weightDecay
      self.gradientScale = gradientScale
    }
  }

  /// The Euclidean norm of all elements together, the same for any number of threads.
  public static func norm(of tensors: [Tensor]) throws(TensorError) -> Double {
    var norm = 0.0
    try check(lend(tensors) { ctorch_norm($0, Int64(tensors.count), &norm) })
    return norm
  }

  /// target ← target + weight · (source − target) for each pair, in place.
  ///
  /// - Precondition: There are as many targets as sources.
  public static func average(
    _ targets: [Tensor], towards sources: [Tensor], by weight: Double
  ) throws(TensorError) {
    precondition(targets.count == sources.count, "\(targets.count) for \(sources.count) tensors")
    try check(
      lend(targets) { targets in
        lend(sources) { ctorch_average_(targets, $0, Int64(sources.count), weight) }
      })
  }

  /// A step of AdamW, in place, with the gradients that the parameters hold; those without are left
  /// alone.
  ///
  /// - Precondition: There are as many moments as parameters.
  public static func adamW(
    _ parameters: [Tensor], _ moments: inout [Moments], _ step: AdamWStep
  ) throws(TensorError) {
    let count = parameters.count
    precondition(moments.count == count, "\(moments.count) moments of \(count) parameters")
    var steps = moments.map { Int64($0.step) }
    let settings = ctorch_adamw_settings(
      learning_rate: step.learningRate, beta1: step.beta1, beta2: step.beta2,
      epsilon: step.epsilon, weight_decay: step.weightDecay, gradient_scale: step.gradientScale)
    let status = lend(parameters) { parameters in
      lend(moments.map(\.mean)) { means in
        lend(moments.map(\.square)) { squares in
          ctorch_adamw_(parameters, means, squares, &steps, Int64(count), settings)
        }
      }
    }
    try check(status)
    for index in moments.indices { moments[index].step = Int(steps[index]) }
  }
}
