public import Tensors

/// Classifier-free guidance: how much further to go from what no condition gives to what this one gives.
///
/// ε = ε(∅) + w (ε(c) − ε(∅)). w = 1 is the condition alone. Source: Ho and Salimans, arXiv 2207.12598, in
/// the form in which most samplers state w.
public struct Guidance: Sendable, Codable, Equatable {
  /// w.
  public var scale: Double

  /// States w.
  public init(scale: Double) { self.scale = scale }

  /// Combines outputs of a batch that holds every record twice.
  ///
  /// - Parameter both: `[2 B, …]`: with the condition, then without.
  /// - Returns: `[B, …]`.
  /// - Throws: If there is no memory.
  public func callAsFunction(_ both: Tensor) throws(TensorError) -> Tensor {
    let halves = try both.split(0, into: 2)
    return try halves[1] + (halves[0] - halves[1]) * scale
  }
}
