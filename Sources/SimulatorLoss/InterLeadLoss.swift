import Electrocardiogram
public import Tensors

/// L_inter: how far generated limb leads are from Einthoven's and Goldberger's laws.
///
/// Twelve generated leads need it; eight with the others computed obey the laws by construction.
public struct InterLeadLoss: Sendable, Equatable {
  /// What a lead is compared with.
  public enum Parents: String, Sendable, Codable, CaseIterable {
    /// Rates that the simulator gives its parents: (h^y_{n+1} − h^y_n)/Δt − β f(η_p) − γ f(η_q), with f
    /// taken over a step as `EulerLoss.step` says.
    ///
    /// As published. It ties each limb lead to the simulator rather than to the other leads.
    case simulator
    /// The generated parents themselves: h^y − β h^p − γ h^q.
    case output
  }

  /// What a lead is compared with.
  public var parents: Parents
  /// Timing of the beats, and whether residuals are divided by the simulator's energy.
  public var euler: EulerLoss

  /// Describes the loss.
  public init(_ parents: Parents, _ euler: EulerLoss) {
    self.parents = parents
    self.euler = euler
  }

  /// The loss of a batch: the mean of squared residuals over six laws and all steps.
  ///
  /// - Parameters:
  ///   - beats: h in mV, leads in standard order, `[B, 12, N]`.
  ///   - parameters: η of each record.
  ///   - weights: Factor of each record's loss, `[B]`.
  /// - Returns: A number: the weighted losses of the records, divided by their number.
  /// - Throws: If the shapes do not fit.
  public func callAsFunction(
    _ beats: Tensor, _ parameters: BeatParameters, weights: Tensor
  ) throws(TensorError) -> Tensor {
    let steps = beats.size(2) - 1
    let squares: Tensor
    var scale: Tensor?  // [B, 1, 1]
    switch parents {
    case .simulator:
      let h = try beats.slice(2, 0..<steps)
      let rate = try (beats.slice(2, 1..<steps + 1) - h) * euler.samplingRate
      let children = try rows(child: 1, parents: false, like: beats).matrixProduct(rate)
      let expected = try rows(child: 0, parents: true, like: beats)
        .matrixProduct(euler.stepRates(from: h, parameters))
      squares = try (children - expected).squared()
      if euler.isNormalised {
        scale = try limbEnergy(parameters.slopes(at: euler.times(like: beats, count: steps)))
      }
    case .output:
      squares = try rows(child: -1, parents: true, like: beats).matrixProduct(beats).squared()
      if euler.isNormalised {
        scale = try limbEnergy(
          parameters.waveValues(at: euler.times(like: beats, count: steps + 1)))
      }
    }
    let scaled = if let scale { try squares / scale } else { squares }
    return try (scaled.mean(1, 2) * weights).mean()
  }

  /// The mean square of the six limb leads, `[B, 1, 1]`.
  private func limbEnergy(_ leads: Tensor) throws(TensorError) -> Tensor {
    try leads.slice(1, 0..<Lead.limb.count).squared().mean(1, 2, keeping: true) + 1e-6
  }

  /// The laws as a matrix `[6, 12]`.
  private func rows(
    child factor: Double, parents: Bool, like beats: Tensor
  ) throws(TensorError) -> Tensor {
    try Tensor(LimbLeadIdentity.rows(child: factor, parents: parents), shape: [6, 12])
      .converted(to: beats.dataType, on: beats.device)
  }
}
