public import Tensors

/// Mean squared error of a denoiser's output beside what its process asks for, for any denoiser.
public struct LatentDiffusionLoss: Sendable {
  /// The process.
  public let schedule: NoiseSchedule
  /// What the output stands for.
  public let prediction: Prediction

  /// Prepares the loss.
  public init(_ schedule: NoiseSchedule, _ prediction: Prediction) {
    self.schedule = schedule
    self.prediction = prediction
  }

  /// A batch on its way through the denoiser.
  public struct Result: Sendable {
    /// Mean over all elements.
    public let loss: Tensor
    /// Mean of each record, `[B]`.
    public let losses: Tensor
    /// What the output says the signal is, recorded for gradients.
    public let signal: Tensor
    /// ᾱ of each record's step, `[B]`.
    public let signalShares: Tensor
  }

  /// The loss of a batch.
  ///
  /// - Parameters:
  ///   - latents: Scaled latents, `[B, C, T]`.
  ///   - noise: Standard normal numbers of the same shape.
  ///   - steps: The step of each record, int64, `[B]`.
  ///   - denoiser: Gives an output of noised latents at steps.
  /// - Returns: The loss, and what physics terms need to go on from the prediction.
  /// - Throws: What the denoiser throws.
  public func callAsFunction(
    _ latents: Tensor, noise: Tensor, steps: Tensor,
    denoiser: (Tensor, Tensor) throws(TensorError) -> Tensor
  ) throws(TensorError) -> Result {
    let factors = try schedule.factors(at: steps, rank: latents.rank)
    let (a, b) = (
      try factors.signal.converted(to: latents.dataType),
      try factors.noise.converted(to: latents.dataType)
    )
    let noised = try a * latents + b * noise
    let output = try denoiser(noised, steps)
    let target = try prediction.target(signal: latents, noise: noise, factors: (a, b))
    let losses = try (output - target).squared().mean(1, 2)
    let signal: Tensor =
      switch prediction {
      case .noise: try (noised - b * output) / a
      case .velocity: try a * noised - b * output
      case .signal: output
      }
    return Result(
      loss: try losses.mean(), losses: losses, signal: signal,
      signalShares: try a.squared().reshaped(latents.size(0)))
  }
}
