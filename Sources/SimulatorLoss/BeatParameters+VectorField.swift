import CardiacModel
public import Tensors

/// The heart's equation on tensors: the formulas of `CardiacModel`, source by source, then leads.
///
/// dz/dt = Σ ω ∂s/∂θ − λ (z − z₀) for each lead. Times are seconds after the R peak, `[N]`; values in mV.
extension BeatParameters {
  /// f without relaxation: how fast the waves change, in mV/s, `[B, L, N]`.
  public func slopes(at times: Tensor) throws(TensorError) -> Tensor {
    try projected(times) { wave in
      wave.angularVelocity
        * GaussianFormula.slope(
          difference: wave.difference, amplitude: wave.amplitude, width: wave.width)
    } plateau: { plateau in
      plateau.angularVelocity
        * PlateauFormula.slope(
          up: plateau.up, down: plateau.down, onsetWidth: plateau.onsetWidth,
          offsetWidth: plateau.offsetWidth, amplitude: plateau.amplitude)
    }
  }

  /// The waves alone, without relaxation and level, in mV, `[B, L, N]`.
  public func waveValues(at times: Tensor) throws(TensorError) -> Tensor {
    try projected(times) { wave in
      GaussianFormula.value(
        difference: wave.difference, amplitude: wave.amplitude, width: wave.width)
    } plateau: { plateau in
      PlateauFormula.value(up: plateau.up, down: plateau.down, amplitude: plateau.amplitude)
    }
  }

  /// f(z, t; η), the rates of change of leads at values z, in mV/s.
  ///
  /// - Parameters:
  ///   - values: z in mV, `[B, L, N]`.
  ///   - times: Seconds after the R peak, `[N]`.
  /// - Returns: Shape `[B, L, N]`.
  /// - Throws: If the shapes do not fit.
  public func rates(of values: Tensor, at times: Tensor) throws(TensorError) -> Tensor {
    let slopes = try slopes(at: times)
    guard let relaxationRates else { return slopes }
    return try slopes - relaxationRates * (values - levels())
  }

  /// Where the equation leads from values z within a step, exactly.
  ///
  /// - Parameters:
  ///   - values: z in mV, `[B, L, N]`.
  ///   - times: Seconds after the R peak at the start of the steps, `[N]`.
  ///   - step: Length of the steps in seconds.
  /// - Returns: z at the end of the steps, `[B, L, N]`.
  /// - Throws: If the shapes do not fit.
  /// - Precondition: No heart has both plateaus and a relaxation, whose flow has no closed form here.
  public func flow(
    from values: Tensor, at times: Tensor, over step: Double
  ) throws(TensorError) -> Tensor {
    let (early, late) = (try waveValues(at: times), try waveValues(at: times + step))
    guard let relaxationRates else { return try values + late - early }
    precondition(plateaus == nil, "plateaus have no closed form under relaxation")
    let decay = try (relaxationRates * -step).exponential()
    let rate = DeferredTensor { () throws(TensorError) in try relaxationRates.unsqueezed(3) }
    let lost = try projected(times) { wave in
      rate
        * RelaxationFormula.integral(
          from: wave.difference / wave.angularVelocity, over: step, rate: rate,
          amplitude: wave.amplitude, width: wave.width / wave.angularVelocity)
    }
    let levels = try levels()
    return try levels + decay * (values - levels) + late - decay * early - lost
  }

  /// z₀ of leads in mV, `[B, L, 1]`.
  public func levels() throws(TensorError) -> Tensor { try projections.matrixProduct(baselines) }

  /// What the formula of a Gaussian wave is given, `[B, S, K, N]` or `[B, S, K, 1]`.
  private struct WaveTerms {
    let difference, amplitude, width, angularVelocity: DeferredTensor
  }

  /// What the formula of a plateau is given.
  private struct PlateauTerms {
    let up, down, amplitude, onsetWidth, offsetWidth, angularVelocity: DeferredTensor
  }

  /// Sums formulas over the kernels of each source and projects the sums to leads.
  private func projected(
    _ times: Tensor, wave formula: (WaveTerms) -> DeferredTensor,
    plateau plateauFormula: ((PlateauTerms) -> DeferredTensor)? = nil
  ) throws(TensorError) -> Tensor {
    let times = DeferredTensor(times)
    func column(_ tensor: Tensor) -> DeferredTensor {
      DeferredTensor { () throws(TensorError) in try tensor.unsqueezed(3) }
    }
    let ω = column(waves.angularVelocities)
    var sources = try formula(
      WaveTerms(
        difference: wrap(ω * times - column(waves.phases)), amplitude: column(waves.amplitudes),
        width: column(waves.widths), angularVelocity: ω)
    ).tensor().sum(2)
    if let plateaus, let plateauFormula {
      let ω = column(plateaus.angularVelocities)
      let (on, off) = (column(plateaus.onsetWidths), column(plateaus.offsetWidths))
      let (up, down) = PlateauFormula.edges(
        difference: wrap(ω * times - column(plateaus.phases)),
        halfLength: column(plateaus.halfLengths), onsetWidth: on, offsetWidth: off)
      let sum = try plateauFormula(
        PlateauTerms(
          up: up, down: down, amplitude: column(plateaus.amplitudes), onsetWidth: on,
          offsetWidth: off, angularVelocity: ω)
      ).tensor().sum(2)
      sources = try sources + sum
    }
    return try projections.matrixProduct(sources)
  }
}
