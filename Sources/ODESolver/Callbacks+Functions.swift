extension Callbacks {
  typealias Values = UnsafeMutablePointer<Double>

  /// A state that CVODES lends for one call.
  @inline(__always)
  func state(_ values: Values) -> UnsafeBufferPointer<Double> {
    UnsafeBufferPointer(start: values, count: dimension)
  }

  /// dy/dt = f(t, y).
  func rightHandSide(_ time: Double, _ state: Values, _ derivative: Values) -> Int32 {
    attempt(.rightHandSide, at: time) {
      var out = UnsafeMutableBufferPointer(start: derivative, count: dimension).mutableSpan
      try system.rightHandSide(time: time, state: self.state(state).span, derivative: &out)
      try requireFinite(derivative, count: dimension, .rightHandSide)
    }
  }

  /// J = ∂f/∂y into zeroed column-major memory.
  func jacobian(_ time: Double, _ state: Values, _ elements: Values) -> Int32 {
    guard let differentiable else { preconditionFailure("no Jacobian") }
    return attempt(.jacobian, at: time) {
      var matrix = MutableMatrix(rows: dimension, columns: dimension, elements: elements)
      try differentiable.jacobian(time: time, state: self.state(state).span, jacobian: &matrix)
      try requireFinite(elements, count: dimension * dimension, .jacobian, rows: dimension)
    }
  }

  /// J into the workspace.
  func updateStateDerivatives(_ time: Double, _ state: Values) -> Int32 {
    stateDerivatives.update(repeating: 0, count: dimension * dimension)
    return jacobian(time, state, stateDerivatives)
  }

  /// K = ∂f/∂p into the workspace.
  func updateParameterDerivatives(_ time: Double, _ state: Values) -> Int32 {
    guard let differentiable else { preconditionFailure("no parameter Jacobian") }
    let count = dimension * parameterCount
    parameterDerivatives.update(repeating: 0, count: count)
    return attempt(.parameterJacobian, at: time) {
      var matrix = MutableMatrix(
        rows: dimension, columns: parameterCount, elements: parameterDerivatives)
      try differentiable.parameterJacobian(
        time: time, state: self.state(state).span, jacobian: &matrix)
      try requireFinite(parameterDerivatives, count: count, .parameterJacobian, rows: dimension)
    }
  }

  /// g_i(t, y) of all events.
  func eventValues(_ time: Double, _ state: Values, _ values: Values) -> Int32 {
    attempt(.event, at: time) {
      for index in events.indices {
        values[index] = try events[index].function(time, self.state(state).span)
      }
      try requireFinite(values, count: events.count, .event)
    }
  }

  /// The integrand of the loss, 0 without one.
  func integrand(_ time: Double, _ state: Values, _ value: Values) -> Int32 {
    guard let integralLoss else {
      value.pointee = 0
      return 0
    }
    return attempt(.loss, at: time) {
      value.pointee = try integralLoss.value(time, self.state(state).span)
      try requireFinite(value, count: 1, .loss)
    }
  }

  /// ds_k/dt = J s_k + ∂f/∂p_k for every sensitivity.
  ///
  /// Source: Hindmarsh and Serban, User Documentation for CVODES v6.4.1, section 2.7, eq. 2.24.
  func sensitivityRightHandSide(
    _ time: Double, _ state: Values, sensitivity: (Int) -> Values, derivative: (Int) -> Values
  ) -> Int32 {
    var status = updateStateDerivatives(time, state)
    if status == 0, parameterCount > 0 { status = updateParameterDerivatives(time, state) }
    guard status == 0 else { return status }
    for (index, variable) in sensitivityVariables.enumerated() {
      let (s, out) = (sensitivity(index), derivative(index))
      switch variable {
      case .parameter(let k):
        out.update(from: parameterDerivatives + k * dimension, count: dimension)
      case .initialState: out.update(repeating: 0, count: dimension)
      }
      for column in 0..<dimension where s[column] != 0 {
        let factor = s[column]
        let elements = stateDerivatives + column * dimension
        for row in 0..<dimension { out[row] += elements[row] * factor }
      }
    }
    return 0
  }

  /// dλ/dt = -Jᵀ λ - (∂g/∂y)ᵀ.
  ///
  /// Source: Hindmarsh and Serban, User Documentation for CVODES v6.4.1, section 2.8.
  func adjointRightHandSide(
    _ time: Double, _ state: Values, _ adjoint: Values, _ derivative: Values
  ) -> Int32 {
    var status = updateStateDerivatives(time, state)
    guard status == 0 else { return status }
    status = lossDerivative(
      integralLoss?.stateDerivative, time, state, derivative, count: dimension)
    subtractProduct(stateDerivatives, columns: dimension, adjoint, from: derivative)
    return status
  }

  /// dq/dt = -Kᵀ λ - (∂g/∂p)ᵀ, whose integral from the end back to the start is the gradient.
  func gradientRightHandSide(
    _ time: Double, _ state: Values, _ adjoint: Values, _ derivative: Values
  ) -> Int32 {
    var status = updateParameterDerivatives(time, state)
    guard status == 0 else { return status }
    status = lossDerivative(
      integralLoss?.parameterDerivative, time, state, derivative, count: parameterCount)
    subtractProduct(parameterDerivatives, columns: parameterCount, adjoint, from: derivative)
    return status
  }

  /// A derivative of the integrand; zero without one.
  private func lossDerivative(
    _ function: IntegralLoss.Derivative?, _ time: Double, _ state: Values, _ values: Values,
    count: Int
  ) -> Int32 {
    values.update(repeating: 0, count: count)
    guard let function else { return 0 }
    return attempt(.loss, at: time) {
      var out = UnsafeMutableBufferPointer(start: values, count: count).mutableSpan
      try function(time, self.state(state).span, &out)
      try requireFinite(values, count: count, .loss)
    }
  }

  /// v ← -v - Aᵀ λ with a column-major A of n rows.
  private func subtractProduct(
    _ elements: Values, columns: Int, _ adjoint: Values, from values: Values
  ) {
    for column in 0..<columns {
      let start = elements + column * dimension
      var sum = values[column]
      for row in 0..<dimension { sum += start[row] * adjoint[row] }
      values[column] = -sum
    }
  }

  /// -Jᵀ, the Jacobian of the adjoint problem, into column-major memory.
  func adjointJacobian(_ time: Double, _ state: Values, _ elements: Values) -> Int32 {
    let status = updateStateDerivatives(time, state)
    guard status == 0 else { return status }
    for column in 0..<dimension {
      for row in 0..<dimension {
        elements[row + dimension * column] = -stateDerivatives[column + dimension * row]
      }
    }
    return 0
  }
}
