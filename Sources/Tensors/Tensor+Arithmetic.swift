import CTorch

/// Arithmetic with broadcasting.
///
/// Two shapes fit if, aligned at their last dimensions, sizes are equal or one of them is 1 or missing.
/// Types are promoted as PyTorch does; a number does not change the type of a floating tensor.
extension Tensor {
  /// Sum.
  public static func + (left: Tensor, right: Tensor) throws(TensorError) -> Tensor {
    try left.combined(CTORCH_ADD, right)
  }
  /// Difference.
  public static func - (left: Tensor, right: Tensor) throws(TensorError) -> Tensor {
    try left.combined(CTORCH_SUBTRACT, right)
  }
  /// Product, element by element.
  public static func * (left: Tensor, right: Tensor) throws(TensorError) -> Tensor {
    try left.combined(CTORCH_MULTIPLY, right)
  }
  /// Quotient.
  public static func / (left: Tensor, right: Tensor) throws(TensorError) -> Tensor {
    try left.combined(CTORCH_DIVIDE, right)
  }
  /// Sum with a number.
  public static func + (left: Tensor, right: Double) throws(TensorError) -> Tensor {
    try left.combined(CTORCH_ADD, right)
  }
  /// Difference from a number.
  public static func - (left: Tensor, right: Double) throws(TensorError) -> Tensor {
    try left.combined(CTORCH_SUBTRACT, right)
  }
  /// Product with a number.
  public static func * (left: Tensor, right: Double) throws(TensorError) -> Tensor {
    try left.combined(CTORCH_MULTIPLY, right)
  }
  /// Quotient by a number.
  public static func / (left: Tensor, right: Double) throws(TensorError) -> Tensor {
    try left.combined(CTORCH_DIVIDE, right)
  }
  /// Sum with a number.
  public static func + (left: Double, right: Tensor) throws(TensorError) -> Tensor {
    try right.combined(CTORCH_ADD, left)
  }
  /// Difference of a number and a tensor.
  public static func - (left: Double, right: Tensor) throws(TensorError) -> Tensor {
    try right.negated().combined(CTORCH_ADD, left)
  }
  /// Product with a number.
  public static func * (left: Double, right: Tensor) throws(TensorError) -> Tensor {
    try right.combined(CTORCH_MULTIPLY, left)
  }
  /// A number divided by a tensor.
  public static func / (left: Double, right: Tensor) throws(TensorError) -> Tensor {
    try right.reciprocal().combined(CTORCH_MULTIPLY, left)
  }
  /// Opposite.
  public static prefix func - (value: Tensor) throws(TensorError) -> Tensor {
    try value.negated()
  }

  /// Remainder of a division, with the divisor's sign.
  public func remainder(dividingBy divisor: Double) throws(TensorError) -> Tensor {
    try combined(CTORCH_REMAINDER, divisor)
  }
  /// A power.
  public func power(_ exponent: Double) throws(TensorError) -> Tensor {
    try combined(CTORCH_POWER, exponent)
  }
  /// The larger of two elements.
  public func maximum(_ other: Tensor) throws(TensorError) -> Tensor {
    try combined(CTORCH_MAXIMUM, other)
  }
  /// The smaller of two elements.
  public func minimum(_ other: Tensor) throws(TensorError) -> Tensor {
    try combined(CTORCH_MINIMUM, other)
  }
  /// The angle of the point (x, self) in (−π, π].
  public func arcTangent(over x: Tensor) throws(TensorError) -> Tensor {
    try combined(CTORCH_ATAN2, x)
  }
  /// Product of matrices in the last two dimensions, batched over the others.
  public func matrixProduct(_ other: Tensor) throws(TensorError) -> Tensor {
    try combined(CTORCH_MATMUL, other)
  }

  func combined(
    _ operation: ctorch_binary_operation, _ other: Tensor
  ) throws(TensorError) -> Tensor {
    try map(with: other) { ctorch_binary(operation, $0, $1, $2) }
  }

  func combined(
    _ operation: ctorch_binary_operation, _ other: Double
  ) throws(TensorError) -> Tensor {
    try map { ctorch_binary_number(operation, $0, other, $1) }
  }
}

/// Comparisons, element by element; the result is of type bool.
extension Tensor {
  /// Whether elements are equal.
  public static func .== (left: Tensor, right: Tensor) throws(TensorError) -> Tensor {
    try left.combined(CTORCH_EQUAL, right)
  }
  /// Whether elements equal a number.
  public static func .== (left: Tensor, right: Double) throws(TensorError) -> Tensor {
    try left.combined(CTORCH_EQUAL, right)
  }
  /// Whether elements are below others.
  public static func .< (left: Tensor, right: Tensor) throws(TensorError) -> Tensor {
    try left.combined(CTORCH_LESS, right)
  }
  /// Whether elements are below a number.
  public static func .< (left: Tensor, right: Double) throws(TensorError) -> Tensor {
    try left.combined(CTORCH_LESS, right)
  }
  /// Whether elements are at most others.
  public static func .<= (left: Tensor, right: Tensor) throws(TensorError) -> Tensor {
    try left.combined(CTORCH_LESS_OR_EQUAL, right)
  }
  /// Whether elements are at most a number.
  public static func .<= (left: Tensor, right: Double) throws(TensorError) -> Tensor {
    try left.combined(CTORCH_LESS_OR_EQUAL, right)
  }
  /// Whether elements are above others.
  public static func .> (left: Tensor, right: Tensor) throws(TensorError) -> Tensor {
    try left.combined(CTORCH_GREATER, right)
  }
  /// Whether elements are above a number.
  public static func .> (left: Tensor, right: Double) throws(TensorError) -> Tensor {
    try left.combined(CTORCH_GREATER, right)
  }
  /// Whether elements are at least others.
  public static func .>= (left: Tensor, right: Tensor) throws(TensorError) -> Tensor {
    try left.combined(CTORCH_GREATER_OR_EQUAL, right)
  }
  /// Whether elements are at least a number.
  public static func .>= (left: Tensor, right: Double) throws(TensorError) -> Tensor {
    try left.combined(CTORCH_GREATER_OR_EQUAL, right)
  }
  /// Both.
  public static func .& (left: Tensor, right: Tensor) throws(TensorError) -> Tensor {
    try left.combined(CTORCH_AND, right)
  }
  /// Either.
  public static func .| (left: Tensor, right: Tensor) throws(TensorError) -> Tensor {
    try left.combined(CTORCH_OR, right)
  }
  /// The contrary.
  public static prefix func .! (value: Tensor) throws(TensorError) -> Tensor {
    try value.transformed(CTORCH_NOT)
  }

  /// Elements of `positive` where this holds, else those of `negative`; all three broadcast.
  public func selecting(
    _ positive: Tensor, otherwise negative: Tensor
  ) throws(TensorError) -> Tensor {
    defer { withExtendedLifetime(handle) {} }
    return try positive.map(with: negative) { ctorch_where(handle.pointer, $0, $1, $2) }
  }
}
