public import Tensors

/// L_Euler: how far a generated beat is from a solution of the heart's equation.
///
/// With h the beat, Δt the sampling interval and f the equation at the parameters η, the residual is
/// r_n = (h_{n+1} − h_n)/Δt − f(h_n, t_n; η), or with the exact flow φ
/// r_n = (h_{n+1} − φ_Δt(h_n, t_n; η))/Δt. The published loss is 1/(L (N−1)) Σ r²; its size goes with the
/// square of the R wave's slope, so that it is here divided by the mean of f² over the beat, each lead's
/// at least `energyFloor` of the mean of all leads. Source: SE-Diff, arXiv 2511.09895, stage 2.
public struct EulerLoss: Sendable, Equatable {
  /// How a step of the equation is taken.
  public enum Step: String, Sendable, Codable, CaseIterable {
    /// By its rate at the start; wrong by Δt/2 · f′ even for a beat of the simulator itself.
    case euler
    /// By its closed form; a beat of the simulator costs nothing.
    case exact
  }

  /// Samples a second.
  public var samplingRate: Double
  /// Index of the R peak.
  public var rPeak: Int
  /// How a step is taken.
  public var step: Step
  /// Whether residuals are divided by the energy of the equation's own rates.
  public var isNormalised: Bool
  /// Share of the leads' mean energy that every lead has at least.
  public var energyFloor = 0.05

  /// Describes the loss.
  public init(
    samplingRate: Double, rPeak: Int, step: Step = .exact, isNormalised: Bool = true
  ) {
    precondition(samplingRate > 0 && rPeak >= 0, "\(samplingRate) Hz, R at \(rPeak)")
    self.samplingRate = samplingRate
    self.rPeak = rPeak
    self.step = step
    self.isNormalised = isNormalised
  }

  /// The loss of a batch.
  ///
  /// - Parameters:
  ///   - beats: h in mV, `[B, L, N]`.
  ///   - parameters: η of each record.
  ///   - weights: Factor of each record's loss, `[B]`.
  /// - Returns: A number: the weighted losses of the records, divided by their number.
  /// - Throws: If the shapes do not fit.
  public func callAsFunction(
    _ beats: Tensor, _ parameters: BeatParameters, weights: Tensor
  ) throws(TensorError) -> Tensor {
    var squares = try residuals(of: beats, parameters).squared()
    if isNormalised { squares = try squares / energies(of: parameters, like: beats) }
    return try (squares.mean(1, 2) * weights).mean()
  }

  /// r in mV/s, `[B, L, N − 1]`.
  public func residuals(
    of beats: Tensor, _ parameters: BeatParameters
  ) throws(TensorError) -> Tensor {
    let steps = beats.size(2) - 1
    let (h, next) = (try beats.slice(2, 0..<steps), try beats.slice(2, 1..<steps + 1))
    return try (next - h) * samplingRate - stepRates(from: h, parameters)
  }

  /// What the simulator adds to leads within a step from h, divided by Δt, in mV/s, `[B, L, N]`.
  func stepRates(
    from values: Tensor, _ parameters: BeatParameters
  ) throws(TensorError) -> Tensor {
    let times = try times(like: values, count: values.size(2))
    switch step {
    case .euler: return try parameters.rates(of: values, at: times)
    case .exact:
      let ahead = try parameters.flow(from: values, at: times, over: 1 / samplingRate)
      return try (ahead - values) * samplingRate
    }
  }

  /// The mean of f² of each lead, floored, `[B, L, 1]`, in mV²/s².
  func energies(of parameters: BeatParameters, like beats: Tensor) throws(TensorError) -> Tensor {
    let times = try times(like: beats, count: beats.size(2) - 1)
    let energies = try parameters.slopes(at: times).squared().mean(2, keeping: true)
    // A heart that stands still has no scale: its residuals are then judged as they are.
    let floor = try energies.mean(1, keeping: true) * energyFloor + 1e-6
    return try energies.maximum(floor)
  }

  /// Seconds after the R peak of the first samples, `[count]`.
  func times(like beats: Tensor, count: Int) throws(TensorError) -> Tensor {
    try Tensor((0..<count).map { Double($0 - rPeak) / samplingRate })
      .converted(to: beats.dataType, on: beats.device)
  }
}
