extension SeparableSolver {
  /// The bounds at which a kernel of the present state stands.
  func boundsReached(by kernel: Int) -> [FittedKernel.Bound] {
    var reached: [FittedKernel.Bound] = []
    let (centre, width) = (state.centres[kernel], state.widths[kernel])
    // Steps end exactly on a bound; the slack allows for the conversion to samples and back.
    let slack = 1e-9
    if width <= bounds.widths.lowerBound * (1 + slack)
      || width >= bounds.widths.upperBound * (1 - slack)
    {
      reached.append(.width)
    }
    if state.pinned[1 + kernel] { reached.append(.amplitude) }
    if centre <= 0 || centre >= Double(beat.count - 1) { reached.append(.time) }
    return reached
  }

  /// Standard errors of the coefficients of all columns, s √((JᵀJ)⁻¹)ᵢᵢ.
  ///
  /// s² is the residual's sum of squares over samples minus unknowns; the noise is taken to be white.
  /// The columns have unit amplitude: the error of a centre in widths is the one given here divided
  /// by the amplitude.
  ///
  /// - Returns: One number for each column, `nil` for an unknown that stands at its bound or that
  ///   the samples do not determine; shape `[3K + 1]`.
  func standardErrors() -> [Double?] {
    let size = 3 * state.count + 1
    var isFree = [Bool](repeating: true, count: size)
    for i in 0..<state.count {
      for bound in boundsReached(by: i) {
        switch bound {
        case .amplitude: isFree[1 + 3 * i] = false
        case .time: isFree[2 + 3 * i] = false
        case .width: isFree[3 + 3 * i] = false
        }
      }
    }
    let free = (0..<size).filter { isFree[$0] }
    var errors = [Double?](repeating: nil, count: size)
    guard beat.count > free.count else { return errors }
    let matrix = Workspace(free.count * free.count, repeating: 0.0)
    for (i, row) in free.enumerated() {
      for (j, column) in free[...i].enumerated() {
        matrix[i * free.count + j] = state.product(row, column)
      }
    }
    guard Cholesky.decompose(matrix, stride: free.count, size: free.count) else { return errors }
    let variance = state.cost / Double(beat.count - free.count)
    let unit = Workspace(free.count, repeating: 0.0)
    for (i, column) in free.enumerated() {
      for j in 0..<free.count { unit[j] = j == i ? 1 : 0 }
      Cholesky.forward(matrix, stride: free.count, size: free.count, unit)
      var sum = 0.0
      for j in i..<free.count { sum += unit[j] * unit[j] }
      errors[column] = (variance * sum).squareRoot()
    }
    return errors
  }
}
