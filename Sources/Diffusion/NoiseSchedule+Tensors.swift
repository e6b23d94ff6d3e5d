public import Tensors

/// The forward process and what a prediction of the noise says of the signal.
extension NoiseSchedule {
  /// Factors of the signal, √ᾱ, and of the noise, √(1 − ᾱ), at steps of a batch.
  ///
  /// - Parameters:
  ///   - steps: One step a record, int64, shape `[B]`.
  ///   - rank: Dimensions of the tensors they will multiply.
  /// - Returns: Two float32 tensors of shape `[B, 1, …]`.
  /// - Throws: If a step is outside the schedule.
  public func factors(
    at steps: Tensor, rank: Int
  ) throws(TensorError) -> (signal: Tensor, noise: Tensor) {
    let shape = [steps.size(0)] + [Int](repeating: 1, count: rank - 1)
    let signal = signalShares.map { Float($0.squareRoot()) }
    let noise = signalShares.map { Float((1 - $0).squareRoot()) }
    let place = steps.device
    return (
      try Tensor(signal, on: place).select(0, at: steps).reshaped(to: shape),
      try Tensor(noise, on: place).select(0, at: steps).reshaped(to: shape)
    )
  }

  /// √ᾱ x₀ + √(1 − ᾱ) ε.
  public func noised(
    _ signal: Tensor, with noise: Tensor, at steps: Tensor
  ) throws(TensorError) -> Tensor {
    let factors = try factors(at: steps, rank: signal.rank)
    return try factors.signal * signal + factors.noise * noise
  }

  /// The signal that a prediction of the noise stands for, (x − √(1 − ᾱ) ε)/√ᾱ.
  ///
  /// At late steps the noise's error is divided by a small √ᾱ: weight what is made of it by ᾱ.
  public func signal(
    in noised: Tensor, predictedNoise: Tensor, at steps: Tensor
  ) throws(TensorError) -> Tensor {
    let factors = try factors(at: steps, rank: noised.rank)
    return try (noised - factors.noise * predictedNoise) / factors.signal
  }
}
