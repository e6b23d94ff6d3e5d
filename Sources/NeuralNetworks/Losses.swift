public import Tensors

/// Mean of squared differences.
public func meanSquaredError(_ x: Tensor, _ target: Tensor) throws(TensorError) -> Tensor {
  try (x - target).squared().mean()
}

/// Sum of squared differences divided by the number of records, the first dimension.
public func sumOfSquaredErrors(_ x: Tensor, _ target: Tensor) throws(TensorError) -> Tensor {
  try (x - target).squared().sum() / Double(x.size(0))
}

/// Mean of −log softmax at the right class.
///
/// - Parameters:
///   - scores: Shape `[records, classes]`.
///   - classes: Index of the right class, int64, shape `[records]`.
/// - Returns: A number.
/// - Throws: If the shapes do not fit.
public func crossEntropy(_ scores: Tensor, classes: Tensor) throws(TensorError) -> Tensor {
  try scores.logSoftmax(along: 1).gathered(1, at: classes.unsqueezed(1)).mean().negated()
}

/// Mean of −y log σ(s) − (1 − y) log(1 − σ(s)) over all scores s and truths y in [0, 1].
///
/// Computed as max(s, 0) − s y + log(1 + exp(−|s|)), which does not overflow.
public func binaryCrossEntropy(_ scores: Tensor, truth: Tensor) throws(TensorError) -> Tensor {
  let tail = try scores.magnitude().negated().softplus()
  return try (scores.relu() - scores * truth + tail).mean()
}

/// Divergence of normal distributions from the standard one, −½ (1 + log σ² − μ² − σ²), each element.
///
/// Source: Kingma and Welling, ICLR 2014, appendix B.
public func normalDivergence(
  mean: Tensor, logVariance: Tensor
) throws(TensorError) -> Tensor {
  try -0.5 * (1 + logVariance - mean.squared() - logVariance.exponential())
}
