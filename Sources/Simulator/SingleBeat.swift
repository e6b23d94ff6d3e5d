public import CardiacModel
public import Conduction
public import Electrocardiogram
public import LeadProjection
import ODESolver
public import RandomNumbers
public import RhythmLibrary

/// One cycle of a heart, from 0.4 RR before the R peak to 0.6 RR after it, with its ground truth.
public struct SingleBeat: Sendable {
  /// What integrates the beat.
  public enum Solver: String, CaseIterable, Sendable {
    /// CVODES, Adams formulas, relative tolerance 1e-10.
    case cvodes
    /// The batch engine.
    case batch
  }

  /// The heart and its clocks.
  public let train: BeatTrain
  /// One RR interval of samples.
  public let grid: SampleGrid
  /// Where every wave lies.
  public let truth: GroundTruth
  /// The RR interval in seconds.
  public let rrInterval: Double

  /// The share of the RR interval that lies before the R peak.
  public static let shareBeforeR = 0.4

  /// The beat of a rhythm, or one of its varied beats.
  ///
  /// - Parameters:
  ///   - rhythm: The rhythm.
  ///   - heartRatePerMinute: Ventricular beats a minute.
  ///   - samplingRate: Samples a second.
  ///   - random: Draws patient, breath and AV delay as the rhythm says and places atria that are dissociated;
  ///     `nil` gives the rhythm's own beat, such atria with an event at the R peak.
  /// - Throws: `UnsteadyRhythm` if no beat is like all others.
  public init(
    _ rhythm: Rhythm, heartRatePerMinute: Double, samplingRate: Double, varying random: Philox?
  ) throws(UnsteadyRhythm) {
    let rr = 60 / heartRatePerMinute
    var rhythm = rhythm
    var random = random
    if let population = rhythm.population {
      rhythm = rhythm.showing(
        random.map { generator in
          var generator = generator
          return population.patient(rrInterval: rr, using: &generator)
        } ?? population.typicalPatient(rrInterval: rr))
    }
    var delayShare = 0.5
    if let variation = rhythm.variation, var generator = random {
      // Breathing stands still for one beat.
      let breath = Breath(variation.respiration, using: &generator)
      let (swing, patient) = (breath.swing(at: 0), generator)
      rhythm.beats = rhythm.beats.mapValues {
        var patient = patient
        return $0.drawn(from: variation.patients, using: &patient).seen(in: swing)
      }
      rhythm.beat = rhythm.beat.drawn(from: variation.patients, using: &generator).seen(in: swing)
      delayShare = generator.uniform()
      random = generator
    }
    let conduction = try SteadyConduction(
      rhythm, rrInterval: rr, firstRPeak: Self.shareBeforeR * rr,
      atrialShift: random?.uniform() ?? 0, delayShare: delayShare, duration: rr)
    let train = BeatTrain(conduction, duration: rr)
    self.init(
      train: train, rrInterval: rr, samplingRate: samplingRate,
      truth: train.groundTruth(of: conduction, duration: rr))
  }

  /// The beat of a patient drawn from a population, at the patient's own rate.
  ///
  /// - Parameters:
  ///   - rhythm: A rhythm that was learned from patients.
  ///   - samplingRate: Samples a second.
  ///   - random: Draws the patient.
  /// - Throws: `UnsteadyRhythm` if no beat is like all others.
  /// - Precondition: the rhythm has a population.
  public init(
    patientOf rhythm: Rhythm, samplingRate: Double, varying random: Philox
  ) throws(UnsteadyRhythm) {
    guard let population = rhythm.population else {
      preconditionFailure("\(rhythm.name) was learned from no patients")
    }
    var random = random
    let patient = population.patient(using: &random)
    try self.init(
      rhythm.showing(patient), heartRatePerMinute: 60 / patient.landmarks.rrInterval,
      samplingRate: samplingRate, varying: nil)
  }

  /// A beat of a heart whose waves are stated at one RR interval, such as a fitted one.
  ///
  /// - Parameters:
  ///   - heart: The heart.
  ///   - projection: How leads see it if it is a dipole.
  ///   - rrInterval: The RR interval in seconds.
  ///   - samplingRate: Samples a second.
  ///   - truth: Where its waves lie, measured; kernels of a fit do not tell.
  public init(
    heart: Heart, projection: DipoleProjection, rrInterval: Double, samplingRate: Double,
    truth: GroundTruth
  ) {
    let clock = PhaseClock(zeroAt: Self.shareBeforeR * rrInterval, period: rrInterval)
    self.init(
      train: BeatTrain(
        heart: heart, projection: projection, atrialClock: clock, ventricularClock: clock),
      rrInterval: rrInterval, samplingRate: samplingRate, truth: truth)
  }

  private init(
    train: BeatTrain, rrInterval: Double, samplingRate: Double, truth: GroundTruth
  ) {
    self.train = train
    self.rrInterval = rrInterval
    grid = SampleGrid(rate: samplingRate, count: Int((rrInterval * samplingRate).rounded()))
    // Only this cycle's own waves: those of the beats before and after are theirs.
    var truth = truth
    truth.beats.removeAll { !(0..<rrInterval).contains($0.rPeak) }
    truth.pWaves.removeAll { !(0..<rrInterval).contains($0.peak) }
    self.truth = truth
  }

  /// Simulates the beat.
  ///
  /// - Parameter solver: What integrates it.
  /// - Returns: Potentials in mV, `[train.leads.count, grid.count]`, in `train.leads` order.
  /// - Throws: `SolverError` from CVODES.
  public func simulate(with solver: Solver) throws -> [Double] {
    switch solver {
    case .cvodes:
      let simulator = ReferenceSimulator(
        method: .adams, tolerances: Tolerances(relative: 1e-10, absolute: 1e-12))
      return try simulator.leads(of: train, on: grid)
    case .batch:
      return BatchSimulator(grid: grid).simulate([train]).map { Double($0) }
    }
  }
}
