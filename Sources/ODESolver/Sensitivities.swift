/// With respect to what the states are differentiated.
public enum SensitivityVariable: Sendable, Hashable {
  /// A parameter of the system, counted from 0.
  case parameter(Int)
  /// A component of the initial state, counted from 0.
  case initialState(Int)
}

/// States and their derivatives at the output times.
public struct SensitivitySolution: Sendable {
  /// The states, as `ODESolver.solve` returns them.
  public let solution: Solution
  /// With respect to what, in the order of the second axis of `sensitivities`.
  public let variables: [SensitivityVariable]
  /// ∂y_i(t)/∂v_k at the output times, shape `[T, V, n]`, row-major.
  public let sensitivities: [Double]
  /// The same at `solution.endTime`, shape `[V, n]`.
  ///
  /// At a terminal event these are derivatives at that fixed time: the event's own shift is not in.
  public let endSensitivities: [Double]

  /// The derivative of one component at one output time with respect to one variable.
  public subscript(output: Int, variable: Int, component: Int) -> Double {
    let dimension = solution.dimension
    precondition(
      solution.times.indices.contains(output) && variables.indices.contains(variable)
        && component >= 0 && component < dimension,
      "[\(output), \(variable), \(component)] of shape "
        + "[\(solution.times.count), \(variables.count), \(dimension)]")
    return sensitivities[(output * variables.count + variable) * dimension + component]
  }
}
