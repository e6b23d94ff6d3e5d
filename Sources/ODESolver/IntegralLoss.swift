/// The integrand g(t, y, p) of a loss G = ∫ g dt, with its derivatives.
public struct IntegralLoss {
  /// A function of time and state that writes a derivative; the span is all zeros on entry.
  public typealias Derivative = (Double, Span<Double>, inout MutableSpan<Double>) throws -> Void

  let value: (Double, Span<Double>) throws -> Double
  let stateDerivative: Derivative
  let parameterDerivative: Derivative?

  /// Makes an integrand.
  ///
  /// - Parameters:
  ///   - value: g at a time and state.
  ///   - stateDerivative: Writes ∂g/∂y, shape `[n]`.
  ///   - parameterDerivative: Writes ∂g/∂p, shape `[P]`; `nil` if g holds no parameters.
  public init(
    value: @escaping (_ time: Double, _ state: Span<Double>) throws -> Double,
    stateDerivative: @escaping Derivative, parameterDerivative: Derivative? = nil
  ) {
    self.value = value
    self.stateDerivative = stateDerivative
    self.parameterDerivative = parameterDerivative
  }
}

/// The gradient of a scalar loss, from one forward and one backward pass.
public struct AdjointGradient: Sendable {
  /// The states of the forward pass.
  public let solution: Solution
  /// dL/dp, shape `[P]`.
  public let parameters: [Double]
  /// dL/dy(t₀), shape `[n]`.
  public let initialState: [Double]
  /// The value of the integral part of the loss; 0 without one.
  ///
  /// It is integrated along with the states' steps and takes no part in their error test.
  public let integral: Double
  /// How many checkpoints the forward pass kept besides the start.
  public let checkpoints: Int
}
