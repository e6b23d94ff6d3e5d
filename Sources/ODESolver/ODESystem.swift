/// A system of first-order ordinary differential equations, dy/dt = f(t, y).
///
/// A system is a value: its parameters are its stored properties, and `ODESolver.system` can be
/// given a changed copy between two solves.
public protocol ODESystem {
  /// The number of states n, at least 1; the same for the life of a solver.
  var dimension: Int { get }

  /// Writes dy/dt at one time and state.
  ///
  /// Called in the solver's innermost loop: do not allocate here. What `derivative` holds on entry
  /// is undefined, so write every component.
  ///
  /// - Parameters:
  ///   - time: The independent variable t.
  ///   - state: y, shape `[n]`.
  ///   - derivative: Where f(t, y) goes, shape `[n]`.
  /// - Throws: `StepRejection` where f is not defined at this state, so that the solver retries
  ///   with a smaller step; any other error ends the solve and arrives as `SolverError.underlying`.
  ///   A component that is not finite counts as a `StepRejection`.
  func rightHandSide(
    time: Double, state: Span<Double>, derivative: inout MutableSpan<Double>
  ) throws
}

/// A system that also knows its analytic derivatives with respect to states and parameters.
///
/// `IntegrationMethod.bdf` uses `jacobian` in its Newton iteration; forward sensitivities and
/// adjoint gradients need both derivatives.
public protocol DifferentiableSystem: ODESystem {
  /// Writes the Jacobian J[i, j] = ∂f_i/∂y_j at one time and state.
  ///
  /// - Parameters:
  ///   - time: The independent variable t.
  ///   - state: y, shape `[n]`.
  ///   - jacobian: Shape `[n, n]`, all zeros on entry: write the elements that are not zero.
  /// - Throws: As `rightHandSide`.
  func jacobian(time: Double, state: Span<Double>, jacobian: inout MutableMatrix) throws

  /// The number of parameters P with respect to which the system can be differentiated.
  var parameterCount: Int { get }

  /// Writes the parameter derivatives K[i, k] = ∂f_i/∂p_k at one time and state.
  ///
  /// - Parameters:
  ///   - time: The independent variable t.
  ///   - state: y, shape `[n]`.
  ///   - jacobian: Shape `[n, P]`, all zeros on entry: write the elements that are not zero.
  /// - Throws: As `rightHandSide`.
  func parameterJacobian(time: Double, state: Span<Double>, jacobian: inout MutableMatrix) throws
}

extension DifferentiableSystem {
  /// No parameters, unless the system says otherwise.
  public var parameterCount: Int { 0 }

  /// Nothing to write for a system without parameters.
  public func parameterJacobian(
    time: Double, state: Span<Double>, jacobian: inout MutableMatrix
  ) throws {
    precondition(
      parameterCount == 0,
      "\(Self.self) has \(parameterCount) parameters and must implement parameterJacobian")
  }
}

/// A system written as one closure.
public struct ClosureSystem: ODESystem {
  /// A right-hand side: time, state `[n]`, where the derivative `[n]` goes.
  public typealias RightHandSide = (Double, Span<Double>, inout MutableSpan<Double>) throws -> Void

  /// The number of states.
  public let dimension: Int
  private let function: RightHandSide

  /// Makes a system of `dimension` states from its right-hand side.
  public init(dimension: Int, _ rightHandSide: @escaping RightHandSide) {
    self.dimension = dimension
    self.function = rightHandSide
  }

  /// Calls the closure.
  public func rightHandSide(
    time: Double, state: Span<Double>, derivative: inout MutableSpan<Double>
  ) throws {
    try function(time, state, &derivative)
  }
}

/// What a right-hand side or a derivative throws to have the step retried with a smaller size.
///
/// If smaller steps do not help, the solve fails with this as `SolverError.underlying`.
public struct StepRejection: Error, CustomStringConvertible {
  /// Why the state is outside the function's domain.
  public let description: String

  /// Makes a rejection with its reason.
  public init(_ reason: String) { description = reason }
}
