public import Tensors

/// Sets elements to 0 at random and scales the others, so that the mean stays.
///
/// Only in training: a network that generates does not call it. Source: Srivastava et al., JMLR 15:1929
/// (2014).
public struct Dropout: Sendable {
  /// The probability of 0.
  public let rate: Double

  /// Describes the layer.
  ///
  /// - Precondition: The rate lies in [0, 1).
  public init(rate: Double) {
    precondition((0..<1).contains(rate), "a dropout rate of \(rate)")
    self.rate = rate
  }

  /// Applies the layer with the generator's next numbers; at rate 0 none are drawn.
  public func callAsFunction(
    _ x: Tensor, using generator: inout TensorGenerator
  ) throws(TensorError) -> Tensor {
    guard rate > 0 else { return x }
    let kept = try generator.uniform(x.shape, on: x.device) .> rate
    return try x * kept.converted(to: x.dataType) / (1 - rate)
  }
}
