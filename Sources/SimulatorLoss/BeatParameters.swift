import CardiacModel
public import Electrocardiogram
public import Simulator
public import Tensors

/// η: what the simulator needs to know of one beat of each record of a batch.
///
/// S sources (axes of a dipole, or leads) of K kernels each are seen by L leads. Time 0 is the R peak;
/// kernels that a source lacks have height 0. Every tensor may ask for gradients.
public struct BeatParameters: Sendable {
  /// Gaussian kernels, `[B, S, K]`.
  public struct Waves: Sendable {
    /// Heights in mV.
    public var amplitudes: Tensor
    /// Phases of the centres, counted from the kernel's phase at the R peak, in radians.
    public var phases: Tensor
    /// Standard deviations in radians.
    public var widths: Tensor
    /// Speeds ω of the circles they run on, in rad/s.
    public var angularVelocities: Tensor

    /// Collects kernels.
    public init(
      amplitudes: Tensor, phases: Tensor, widths: Tensor, angularVelocities: Tensor
    ) {
      self.amplitudes = amplitudes
      self.phases = phases
      self.widths = widths
      self.angularVelocities = angularVelocities
    }
  }

  /// Plateaus of the ST segment, `[B, S, K']`.
  public struct Plateaus: Sendable {
    /// Heights in mV.
    public var amplitudes: Tensor
    /// Phases of the middles, counted from the phase at the R peak, and halves of the lengths, in radians.
    public var phases, halfLengths: Tensor
    /// Standard deviations of the steps up and down, in radians.
    public var onsetWidths, offsetWidths: Tensor
    /// Speeds ω of the circles they run on, in rad/s.
    public var angularVelocities: Tensor
  }

  /// The kernels.
  public var waves: Waves
  /// The plateaus, if any source has some.
  public var plateaus: Plateaus?
  /// Levels far from all waves in mV, `[B, S, 1]`.
  public var baselines: Tensor
  /// How leads see the sources, `[B, L, S]`.
  public var projections: Tensor
  /// λ = 1/τ of the classic relaxation in 1/s, `[B, 1, 1]`; `nil` where no record has one.
  public var relaxationRates: Tensor?

  /// Collects parameters.
  public init(
    waves: Waves, plateaus: Plateaus? = nil, baselines: Tensor, projections: Tensor,
    relaxationRates: Tensor? = nil
  ) {
    self.waves = waves
    self.plateaus = plateaus
    self.baselines = baselines
    self.projections = projections
    self.relaxationRates = relaxationRates
  }

  /// Parameters of simulated beats: a fit of the record itself, the mean of its class, or a patient
  /// drawn from the class.
  ///
  /// - Parameters:
  ///   - trains: One heart with its clocks a record; pacing pulses are no part of the equation.
  ///   - leads: The leads of the beats that will be judged, in their order.
  ///   - dataType: Type of the tensors.
  ///   - device: Where to put them.
  /// - Throws: If there is no memory.
  /// - Precondition: There is a train, and every train gives every lead.
  public init(
    _ trains: [BeatTrain], leads: [Lead] = Lead.allCases, dataType: DataType = .float32,
    on device: Device = .cpu
  ) throws(TensorError) {
    precondition(!trains.isEmpty, "no beats")
    let table = ParameterTable(trains, leads: leads)
    func tensor(_ values: [Double], _ shape: Int...) throws(TensorError) -> Tensor {
      try Tensor(values, shape: [trains.count] + shape).converted(to: dataType, on: device)
    }
    let (s, k, p) = (table.sources, table.waves, table.plateaus)
    waves = Waves(
      amplitudes: try tensor(table.amplitudes, s, k), phases: try tensor(table.phases, s, k),
      widths: try tensor(table.widths, s, k),
      angularVelocities: try tensor(table.angularVelocities, s, k))
    plateaus =
      p == 0
      ? nil
      : Plateaus(
        amplitudes: try tensor(table.plateauAmplitudes, s, p),
        phases: try tensor(table.plateauPhases, s, p),
        halfLengths: try tensor(table.halfLengths, s, p),
        onsetWidths: try tensor(table.onsetWidths, s, p),
        offsetWidths: try tensor(table.offsetWidths, s, p),
        angularVelocities: try tensor(table.plateauVelocities, s, p))
    baselines = try tensor(table.baselines, s, 1)
    projections = try tensor(table.projections, leads.count, s)
    let rates = trains.map { train in train.heart.relaxationTime.map { 1 / $0 } ?? 0 }
    relaxationRates = rates.allSatisfy { $0 == 0 } ? nil : try tensor(rates, 1, 1)
  }

  /// Number of leads.
  public var leadCount: Int { projections.size(1) }
  /// Number of records.
  public var count: Int { projections.size(0) }
}
