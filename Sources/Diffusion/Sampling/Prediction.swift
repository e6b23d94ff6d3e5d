public import Tensors

/// What a denoiser's output stands for.
///
/// With a noised signal x = a x₀ + b ε, a = √ᾱ and b = √(1 − ᾱ). Sources: Ho, Jain and Abbeel, NeurIPS 2020
/// (noise); Salimans and Ho, ICLR 2022 (velocity).
public enum Prediction: String, Sendable, Codable, CaseIterable {
  /// ε.
  case noise
  /// v = a ε − b x₀, of the same size at every step.
  case velocity
  /// x₀.
  case signal

  /// What the denoiser should give.
  ///
  /// - Parameters:
  ///   - signal: x₀.
  ///   - noise: ε.
  ///   - factors: a and b, broadcast over the batch.
  /// - Returns: Shape of the signal.
  /// - Throws: If the shapes do not fit.
  public func target(
    signal: Tensor, noise: Tensor, factors: (signal: Tensor, noise: Tensor)
  ) throws(TensorError) -> Tensor {
    switch self {
    case .noise: noise
    case .velocity: try factors.signal * noise - factors.noise * signal
    case .signal: signal
    }
  }

  /// x₀ and ε of an output.
  ///
  /// - Parameters:
  ///   - output: What the denoiser gave.
  ///   - noised: x.
  ///   - a: √ᾱ; positive where the output is the noise.
  ///   - b: √(1 − ᾱ); positive where the output is the signal.
  /// - Returns: Both, so that x = a x₀ + b ε.
  /// - Throws: If the shapes do not fit.
  public func parts(
    of output: Tensor, noised: Tensor, signal a: Double, noise b: Double
  ) throws(TensorError) -> (signal: Tensor, noise: Tensor) {
    switch self {
    case .noise: (try (noised - output * b) / a, output)
    case .velocity: (try noised * a - output * b, try noised * b + output * a)
    case .signal: (output, try (noised - output * a) / b)
    }
  }
}
