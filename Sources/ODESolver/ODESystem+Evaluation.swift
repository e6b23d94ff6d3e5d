extension ODESystem {
  /// Evaluates dy/dt once, outside a solver.
  ///
  /// - Parameters:
  ///   - time: The independent variable t.
  ///   - state: y, shape `[n]`.
  /// - Returns: f(t, y), shape `[n]`.
  /// - Throws: What the system throws.
  public func derivative(time: Double, state: [Double]) throws -> [Double] {
    precondition(state.count == dimension, "\(state.count) values for \(dimension) states")
    var derivative = [Double](repeating: 0, count: dimension)
    var span = derivative.mutableSpan
    try rightHandSide(time: time, state: state.span, derivative: &span)
    return derivative
  }
}

extension DifferentiableSystem {
  /// Evaluates ∂f/∂y once, outside a solver, to compare it with finite differences.
  ///
  /// - Parameters:
  ///   - time: The independent variable t.
  ///   - state: y, shape `[n]`.
  /// - Returns: J[i, j] = ∂f_i/∂y_j, shape `[n, n]`, row-major.
  /// - Throws: What the system throws.
  public func jacobian(time: Double, state: [Double]) throws -> [Double] {
    precondition(state.count == dimension, "\(state.count) values for \(dimension) states")
    return try rowMajor(columns: dimension) {
      try jacobian(time: time, state: state.span, jacobian: &$0)
    }
  }

  /// Evaluates ∂f/∂p once, outside a solver, to compare it with finite differences.
  ///
  /// - Parameters:
  ///   - time: The independent variable t.
  ///   - state: y, shape `[n]`.
  /// - Returns: K[i, k] = ∂f_i/∂p_k, shape `[n, P]`, row-major.
  /// - Throws: What the system throws.
  public func parameterJacobian(time: Double, state: [Double]) throws -> [Double] {
    precondition(state.count == dimension, "\(state.count) values for \(dimension) states")
    return try rowMajor(columns: parameterCount) {
      try parameterJacobian(time: time, state: state.span, jacobian: &$0)
    }
  }

  /// Lends a zeroed matrix of n rows and returns its elements row by row.
  private func rowMajor(
    columns: Int, _ write: (inout MutableMatrix) throws -> Void
  ) rethrows -> [Double] {
    let rows = dimension
    var elements = [Double](repeating: 0, count: rows * columns)
    try elements.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      var matrix = MutableMatrix(rows: rows, columns: columns, elements: start)
      try write(&matrix)
    }
    return (0..<rows).flatMap { row in (0..<columns).map { elements[row + rows * $0] } }
  }
}
