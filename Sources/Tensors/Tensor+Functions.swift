import CTorch

/// Functions of single elements.
extension Tensor {
  /// e to the element.
  public func exponential() throws(TensorError) -> Tensor { try transformed(CTORCH_EXP) }
  /// Natural logarithm.
  public func logarithm() throws(TensorError) -> Tensor { try transformed(CTORCH_LOG) }
  /// Square root.
  public func squareRoot() throws(TensorError) -> Tensor { try transformed(CTORCH_SQRT) }
  /// One over the square root.
  public func reciprocalSquareRoot() throws(TensorError) -> Tensor {
    try transformed(CTORCH_RSQRT)
  }
  /// One over the element.
  public func reciprocal() throws(TensorError) -> Tensor { try transformed(CTORCH_RECIPROCAL) }
  /// Product with itself.
  public func squared() throws(TensorError) -> Tensor { try transformed(CTORCH_SQUARE) }
  /// Sine of radians.
  public func sine() throws(TensorError) -> Tensor { try transformed(CTORCH_SIN) }
  /// Cosine of radians.
  public func cosine() throws(TensorError) -> Tensor { try transformed(CTORCH_COS) }
  /// Hyperbolic tangent.
  public func hyperbolicTangent() throws(TensorError) -> Tensor { try transformed(CTORCH_TANH) }
  /// Gauss error function.
  public func errorFunction() throws(TensorError) -> Tensor { try transformed(CTORCH_ERF) }
  /// Distance from 0.
  public func magnitude() throws(TensorError) -> Tensor { try transformed(CTORCH_ABS) }
  /// −1, 0 or 1.
  public func sign() throws(TensorError) -> Tensor { try transformed(CTORCH_SIGN) }
  /// Largest integer that is not above; its derivative is 0.
  public func floor() throws(TensorError) -> Tensor { try transformed(CTORCH_FLOOR) }
  /// Integer part; its derivative is 0.
  public func truncated() throws(TensorError) -> Tensor { try transformed(CTORCH_TRUNC) }
  /// Nearest integer, halves to even; its derivative is 0.
  public func rounded() throws(TensorError) -> Tensor { try transformed(CTORCH_ROUND) }
  /// Opposite.
  public func negated() throws(TensorError) -> Tensor { try transformed(CTORCH_NEGATE) }
  /// Whether elements are neither NaN nor infinite.
  public func isFinite() throws(TensorError) -> Tensor { try transformed(CTORCH_IS_FINITE) }

  /// 1 / (1 + exp(−x)).
  public func sigmoid() throws(TensorError) -> Tensor { try transformed(CTORCH_SIGMOID) }
  /// max(x, 0).
  public func relu() throws(TensorError) -> Tensor { try transformed(CTORCH_RELU) }
  /// x · sigmoid(x).
  public func silu() throws(TensorError) -> Tensor { try transformed(CTORCH_SILU) }
  /// x · Φ(x) with the normal distribution function, not its tanh approximation.
  public func gelu() throws(TensorError) -> Tensor { try transformed(CTORCH_GELU) }
  /// x · tanh(softplus(x)).
  public func mish() throws(TensorError) -> Tensor { try transformed(CTORCH_MISH) }
  /// log(1 + exp(x)); x itself above 20.
  public func softplus() throws(TensorError) -> Tensor { try transformed(CTORCH_SOFTPLUS) }

  /// Limits elements to an interval; outside it the derivative is 0.
  ///
  /// - Precondition: `low` is at most `high`; an infinite end is no limit.
  public func clamped(from low: Double, to high: Double) throws(TensorError) -> Tensor {
    precondition(low <= high, "clamping to [\(low), \(high)]")
    return try map { ctorch_clamp($0, low, high, $1) }
  }

  func transformed(_ operation: ctorch_unary_operation) throws(TensorError) -> Tensor {
    try map { ctorch_unary(operation, $0, $1) }
  }
}
