import Electrocardiogram
import Fitting
public import LeadProjection
import LinearAlgebra
import Measurement

/// A way from few leads to twelve.
public enum ReconstructionMethod: String, CaseIterable, Sendable, Codable {
  /// The dipole that the sources tell, through Dower's matrix.
  case dower
  /// The same through Kors's matrix read backwards.
  case kors
  /// Weights learned from PTB-XL.
  case linear
  /// The same with samples before and after.
  case delays
  /// A dipole fitted to the average beat of the recording's first half, projection free.
  case ownDipole = "own-dipole"
  /// Weights learned from the recording's first half.
  case ownLinear = "own-linear"

  /// Whether it needs all leads of the patient once.
  public var isPersonal: Bool { self == .ownDipole || self == .ownLinear }

  /// Kernels an axis of a patient's dipole.
  private static let kernels = 10
  /// The ridge of weights learned from a single recording, relative: it keeps noise out of leads that
  /// hardly differ.
  private static let ownRidge = 1e-6

  /// The reconstruction.
  ///
  /// - Parameters:
  ///   - sources: `SourceLead.threeLeads` or `SourceLead.frank`; Dower and Kors take any three.
  ///   - calibration: All leads of the patient, for methods that need them.
  /// - Returns: `nil` if the method has nothing for these sources: learned weights exist for the two
  ///   sets above only, and of Frank's axes a dipole fit makes what the linear one does.
  /// - Throws: `LinearAlgebraError`; `FitError` and `MeasurementError` if the calibration has no beat
  ///   to fit.
  public func reconstruction(
    from sources: [SourceLead], calibration: SteadyLeads? = nil
  ) throws -> LeadReconstruction? {
    switch self {
    case .dower: return try LeadReconstruction(dipole: .dower, from: sources)
    case .kors:
      return try LeadReconstruction(dipole: LeadReconstruction.korsBackwards(), from: sources)
    case .linear: return LeadReconstruction.ptbXL(from: sources, withDelays: false)
    case .delays: return LeadReconstruction.ptbXL(from: sources, withDelays: true)
    case .ownLinear:
      guard let calibration else { return nil }
      var learner = ReconstructionLearner(sources: sources)
      learner.add(
        calibration.signals(sources), leads: calibration.leads,
        samplingRate: calibration.samplingRate)
      return try learner.reconstruction(ridge: Self.ownRidge)
    case .ownDipole:
      guard let calibration, sources.allSatisfy({ $0.lead != nil }) else { return nil }
      return try Self.dipole(of: calibration, from: sources)
    }
  }

  /// The patient's dipole: its projection, its covariance over the beat, and what it leaves of the
  /// sources as their errors.
  private static func dipole(
    of calibration: SteadyLeads, from sources: [SourceLead]
  ) throws -> LeadReconstruction {
    let recording = Recording(
      name: "calibration", samplingRate: calibration.samplingRate,
      channels: zip(Lead.independent, calibration.leads).map {
        Channel(name: $0.rawValue, millivolts: $1)
      })
    let beat = try AverageBeat(of: recording, leads: Lead.independent)
    let fit = try DipoleFitter(
      timing: BeatTiming(beat), options: FitOptions(kernelCount: kernels)
    ).fit(beat.millivolts)
    let timing = try BeatTiming(beat)
    let axes = fit.axes.map { axis in
      timing.model(baseline: axis.baseline, kernels: axis.kernels)
    }
    func mean(_ a: [Double], _ b: [Double]) -> Double {
      zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } / Double(a.count)
    }
    let errors = sources.map { source in
      guard let row = Lead.independent.firstIndex(where: { $0 == source.lead }) else { return 0.0 }
      let rest = zip(beat.millivolts[row], fit.models[row]).map { $0 - $1 }
      return mean(rest, rest)
    }
    return try LeadReconstruction(
      dipole: fit.projection, from: sources,
      covariance: axes.flatMap { a in axes.map { mean(a, $0) } }, errors: errors)
  }
}
