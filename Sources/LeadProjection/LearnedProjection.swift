public import LinearAlgebra

/// A linear map from some signals to others, learned from one recording by least squares.
///
/// y = W (x − x̄) + ȳ minimises the squared error over the samples it is learned from. It describes the
/// torso of that one recording; how far it carries is what `determination` on other samples tells.
public struct LearnedProjection: Sendable {
  /// Weights, `[outputs, inputs]`.
  public let weights: Matrix
  /// Mean of each input, in mV.
  public let inputMeans: [Double]
  /// Mean of each output, in mV.
  public let outputMeans: [Double]
  /// Number of independent directions that the inputs spanned.
  public let rank: Int

  /// Learns the map.
  ///
  /// - Parameters:
  ///   - inputs: Signals `[inputs][samples]` in mV, all of one length.
  ///   - outputs: Signals `[outputs][samples]` in mV, of the same length.
  ///   - samples: The samples to learn from.
  /// - Throws: `LinearAlgebraError` if LAPACK does not converge.
  public init(
    from inputs: [[Double]], to outputs: [[Double]], samples: Range<Int>
  ) throws(LinearAlgebraError) {
    precondition(samples.count > inputs.count, "\(samples.count) samples, \(inputs.count) inputs")
    precondition(
      (inputs + outputs).allSatisfy { $0.count >= samples.upperBound },
      "a signal is shorter than \(samples.upperBound) samples")
    inputMeans = inputs.map { $0[samples].mean }
    outputMeans = outputs.map { $0[samples].mean }
    let design = Matrix(centred: inputs, means: inputMeans, samples: samples)
    let target = Matrix(centred: outputs, means: outputMeans, samples: samples)
    let fit = try LeastSquares(design, target, relativeTolerance: 1e-12)
    weights = fit.solution.transposed()
    rank = fit.rank
  }

  /// Applies the map.
  ///
  /// - Parameter inputs: Signals `[inputs][samples]` in mV.
  /// - Returns: Signals `[outputs][samples]` in mV.
  public func callAsFunction(_ inputs: [[Double]]) -> [[Double]] {
    precondition(inputs.count == inputMeans.count, "\(inputs.count) inputs")
    let count = inputs.first?.count ?? 0
    return outputMeans.indices.map { output in
      var signal = [Double](repeating: outputMeans[output], count: count)
      for (input, values) in inputs.enumerated() {
        let weight = weights[output, input]
        for index in 0..<count { signal[index] += weight * (values[index] - inputMeans[input]) }
      }
      return signal
    }
  }

  /// The coefficient of determination R² = 1 − Σ(y − ŷ)²/Σ(y − ȳ)² of each output on some samples.
  ///
  /// It is one for a perfect map, zero for the mean of these samples and negative for worse.
  public func determination(
    from inputs: [[Double]], of outputs: [[Double]], samples: Range<Int>
  ) -> [Double] {
    let predicted = self(inputs.map { Array($0[samples]) })
    return zip(outputs, predicted).map { actual, guess in
      let mean = actual[samples].mean
      var (error, spread) = (0.0, 0.0)
      for (y, ŷ) in zip(actual[samples], guess) {
        error += (y - ŷ) * (y - ŷ)
        spread += (y - mean) * (y - mean)
      }
      return 1 - error / spread
    }
  }
}

extension ArraySlice<Double> {
  var mean: Double { reduce(0, +) / Double(count) }
}

extension Matrix {
  /// A row for every sample and a column for every signal, means subtracted.
  init(centred signals: [[Double]], means: [Double], samples: Range<Int>) {
    var elements = [Double]()
    elements.reserveCapacity(samples.count * signals.count)
    for sample in samples {
      for (signal, mean) in zip(signals, means) { elements.append(signal[sample] - mean) }
    }
    self.init(rows: samples.count, columns: signals.count, elements: elements)
  }
}
