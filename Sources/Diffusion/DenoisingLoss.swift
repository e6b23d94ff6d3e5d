import NeuralNetworks
public import Tensors

/// L_DDPM: squared errors of the predicted noise, summed over a record.
///
/// Source: Ho, Jain and Abbeel, NeurIPS 2020, eq. 14; the sum as in DiffuSETS' released code.
public struct DenoisingLoss: Sendable {
  /// The process.
  public let schedule: NoiseSchedule

  /// Prepares the loss.
  public init(_ schedule: NoiseSchedule) { self.schedule = schedule }

  /// A batch on its way through the denoiser.
  public struct Prediction: Sendable {
    /// The loss.
    public let loss: Tensor
    /// The noised latents and the noise found in them.
    public let noised, predictedNoise: Tensor
  }

  /// The loss of a batch.
  ///
  /// - Parameters:
  ///   - latents: `[B, 4, 128]`.
  ///   - noise: Standard normal numbers of the same shape.
  ///   - steps: The step of each record, int64, `[B]`.
  ///   - condition: As the denoiser takes it.
  ///   - denoiser: Learns.
  /// - Returns: The loss, and what physics terms need to go on from the prediction.
  /// - Throws: If the shapes do not fit.
  public func callAsFunction(
    _ latents: Tensor, noise: Tensor, steps: Tensor, condition: Tensor, _ denoiser: UNet
  ) throws(TensorError) -> Prediction {
    let noised = try schedule.noised(latents, with: noise, at: steps)
    let predicted = try denoiser(noised, steps: steps, condition: condition)
    return Prediction(
      loss: try sumOfSquaredErrors(predicted, noise), noised: noised, predictedNoise: predicted)
  }
}
