extension SeparableSolver {
  /// Standard errors of the coefficients of all columns; `nil` for an unknown that stands at its
  /// bound or that the samples do not determine.
  struct StandardErrors {
    /// Those of a kernel's columns g, g u and g u².
    typealias Kernel = (amplitude: Double?, centre: Double?, width: Double?)

    var offset: Double?
    var kernels: [Kernel]
  }

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

  /// Standard errors s √((JᵀJ)⁻¹)ᵢᵢ of the coefficients of all columns.
  ///
  /// s² is the residual's sum of squares over samples minus unknowns; the noise is taken to be white.
  /// The columns have unit amplitude: the error of a centre in widths is the one given here divided
  /// by the amplitude. Points between samples repeat what these say: they raise the sum of squares
  /// and JᵀJ alike, and only samples count.
  ///
  /// - Parameter samples: How many of the beat's points are samples.
  /// - Returns: The errors.
  func standardErrors(samples: Int) -> StandardErrors {
    let (k, size) = (state.count, state.size)
    let scales = Row(state.stride, repeating: 0)
    for i in 0..<size { scales[i] = 1 }
    for i in 0..<k {
      for bound in boundsReached(by: i) {
        switch bound {
        case .amplitude: scales[state.column(0, i)] = 0
        case .time: scales[state.column(1, i)] = 0
        case .width: scales[state.column(2, i)] = 0
        }
      }
    }
    var errors = StandardErrors(offset: nil, kernels: Array(repeating: (nil, nil, nil), count: k))
    let freedom = samples - (0..<size).count { scales[$0] == 1 }
    let matrix = NormalMatrix(capacity: size, stride: state.stride)
    matrix.load(state.products, scales: scales, size: size)
    guard freedom > 0, matrix.decompose(size: size) else { return errors }
    let variance = state.cost / Double(freedom)
    let unit = Row(state.stride, repeating: 0)
    func error(_ column: Int) -> Double? {
      guard scales[column] == 1 else { return nil }
      for j in 0..<state.stride { unit[j] = j == column ? 1 : 0 }
      return (variance * matrix.explained(unit, size: size)).squareRoot()
    }
    errors.offset = error(0)
    for i in 0..<k {
      errors.kernels[i] = (
        error(state.column(0, i)), error(state.column(1, i)), error(state.column(2, i))
      )
    }
    return errors
  }
}
