public import Tensors

/// λ L_Euler + γ L_inter on what a denoiser takes the signal for.
///
/// The beat decoder makes beats of the estimated latents x₀, so that the terms' gradients flow through it
/// into the denoiser. An estimate at a late step is an error divided by a small √ᾱ: each record is
/// weighted by ᾱ, and left out where ᾱ is below a limit.
public struct PhysicsLoss: Sendable, Equatable {
  /// λ and γ.
  public struct Weights: Sendable, Codable, Equatable {
    /// λ, the factor of L_Euler; 0 leaves it out.
    public var euler: Double
    /// γ, the factor of L_inter; 0 leaves it out.
    public var interLead: Double

    /// Sets the factors.
    public init(euler: Double, interLead: Double) {
      self.euler = euler
      self.interLead = interLead
    }
  }

  /// How the step of the diffusion weights a record.
  public enum StepWeight: Sendable, Codable, Equatable {
    /// All steps alike, as published.
    case one
    /// By ᾱ, and 0 where ᾱ is below the limit.
    case signalShare(above: Double)
  }

  /// The terms without their factors, and the sum with them.
  public struct Terms: Sendable {
    /// L_Euler and L_inter, `nil` where left out.
    public let euler, interLead: Tensor?
    /// What is added to the denoiser's loss; `nil` if both are left out.
    public let total: Tensor?
  }

  /// λ and γ.
  public var weights: Weights
  /// How steps are weighted.
  public var stepWeight: StepWeight
  /// The terms.
  public let euler: EulerLoss, interLead: InterLeadLoss

  /// Describes the loss.
  public init(
    _ weights: Weights, stepWeight: StepWeight = .signalShare(above: 0.05), euler: EulerLoss,
    parents: InterLeadLoss.Parents = .output
  ) {
    self.weights = weights
    self.stepWeight = stepWeight
    self.euler = euler
    interLead = InterLeadLoss(parents, euler)
  }

  /// The terms of a batch.
  ///
  /// - Parameters:
  ///   - signal: Estimated latents x₀, recorded for gradients.
  ///   - signalShares: ᾱ of each record's step, `[B]`.
  ///   - parameters: η of each record.
  ///   - known: 1 where η is known, 0 where the record has none, `[B]`.
  ///   - decoder: Makes beats in mV, `[B, L, N]`, of latents; its own parameters do not learn here.
  /// - Returns: The terms.
  /// - Throws: If the shapes do not fit.
  public func callAsFunction(
    signal: Tensor, signalShares: Tensor, _ parameters: BeatParameters, known: Tensor,
    decoder: (Tensor) throws(TensorError) -> Tensor
  ) throws(TensorError) -> Terms {
    guard weights.euler != 0 || weights.interLead != 0 else {
      return Terms(euler: nil, interLead: nil, total: nil)
    }
    let beats = try decoder(signal)
    let factors = try recordWeights(signalShares, known: known)
    var (euler, interLead, total): (Tensor?, Tensor?, Tensor?)
    if weights.euler != 0 {
      let term = try self.euler(beats, parameters, weights: factors)
      euler = term
      total = try term * weights.euler
    }
    if weights.interLead != 0 {
      let term = try self.interLead(beats, parameters, weights: factors)
      interLead = term
      let scaled = try term * weights.interLead
      total = if let sum = total { try sum + scaled } else { scaled }
    }
    return Terms(euler: euler, interLead: interLead, total: total)
  }

  private func recordWeights(
    _ signalShares: Tensor, known: Tensor
  ) throws(TensorError) -> Tensor {
    switch stepWeight {
    case .one: return known
    case .signalShare(let limit):
      return try known * signalShares
        * (signalShares .>= limit).converted(to: signalShares.dataType)
    }
  }
}
