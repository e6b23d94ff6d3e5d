/// A tensor formula whose first error is kept until its value is asked for.
///
/// Operators of `Tensor` throw. A formula that is written once for numbers and tensors cannot, so it
/// runs on this type; errors pass through the rest of the formula unchanged.
public struct DeferredTensor: Sendable {
  /// The tensor, or what went wrong first.
  public let result: Result<Tensor, TensorError>

  /// Starts a formula.
  public init(_ tensor: Tensor) { result = .success(tensor) }

  /// Keeps what a body makes or throws.
  public init(_ body: () throws(TensorError) -> Tensor) { result = Result(catching: body) }

  /// The tensor.
  ///
  /// - Throws: The first error of the formula.
  public func tensor() throws(TensorError) -> Tensor { try result.get() }

  /// A function of the tensor.
  public func map(
    _ transform: (Tensor) throws(TensorError) -> Tensor
  ) -> DeferredTensor {
    DeferredTensor { () throws(TensorError) in try transform(result.get()) }
  }

  /// A function of two tensors.
  static func combine(
    _ left: DeferredTensor, _ right: DeferredTensor,
    _ combine: (Tensor, Tensor) throws(TensorError) -> Tensor
  ) -> DeferredTensor {
    DeferredTensor { () throws(TensorError) in try combine(left.result.get(), right.result.get()) }
  }

  /// Sum.
  public static func + (left: Self, right: Self) -> Self { combine(left, right, +) }
  /// Difference.
  public static func - (left: Self, right: Self) -> Self { combine(left, right, -) }
  /// Product.
  public static func * (left: Self, right: Self) -> Self { combine(left, right, *) }
  /// Quotient.
  public static func / (left: Self, right: Self) -> Self { combine(left, right, /) }
  /// Opposite.
  public static prefix func - (value: Self) -> Self {
    value.map { tensor throws(TensorError) in try tensor.negated() }
  }
  /// Product with a constant.
  public static func * (constant: Double, value: Self) -> Self {
    value.map { tensor throws(TensorError) in try constant * tensor }
  }
  /// Sum with a constant.
  public static func + (constant: Double, value: Self) -> Self {
    value.map { tensor throws(TensorError) in try constant + tensor }
  }
  /// Natural exponential.
  public static func exponential(_ value: Self) -> Self {
    value.map { tensor throws(TensorError) in try tensor.exponential() }
  }
  /// Gauss error function.
  public static func errorFunction(_ value: Self) -> Self {
    value.map { tensor throws(TensorError) in try tensor.errorFunction() }
  }
  /// Square root.
  public static func squareRoot(_ value: Self) -> Self {
    value.map { tensor throws(TensorError) in try tensor.squareRoot() }
  }
  /// Largest integer that is not above; its derivative is zero.
  public static func floor(_ value: Self) -> Self {
    value.map { tensor throws(TensorError) in try tensor.floor() }
  }
  /// Integer part; its derivative is zero.
  public static func truncate(_ value: Self) -> Self {
    value.map { tensor throws(TensorError) in try tensor.truncated() }
  }
}
