public import CardiacModel
public import Electrocardiogram
public import LeadProjection

/// A real beat and its twin: what a fit file holds.
public struct FittedBeat: Sendable, Equatable {
  /// What was fitted.
  public enum Model: String, Sendable, Codable, CaseIterable {
    /// Kernels of their own for every lead.
    case lead
    /// One dipole for all leads.
    case dipole
  }

  /// One lead of the beat.
  public struct FittedLead: Sendable, Equatable {
    /// What the recording calls it.
    public var name: ChannelName
    /// The standard lead that it is, if it is one.
    public var lead: Lead? { name.lead }
    /// The samples that were fitted, in millivolts.
    public var beat: [Double]
    /// The model at the same instants, in millivolts.
    public var model: [Double]
    /// How well the model fits.
    public var quality: FitQuality
    /// The model's constant in millivolts.
    public var baseline: Double
    /// Standard error of the constant in millivolts.
    public var baselineStandardError: Double?
    /// The model's kernels; those of a lead that follows from I and II are theirs, weighted.
    public var kernels: [FittedKernel]
    /// Whether the lead's model follows from those of I and II, or from the dipole.
    public var isDerived: Bool
  }

  /// The dipole behind all leads.
  public struct Dipole: Sendable, Equatable {
    /// X, Y and Z.
    public var axes: [DipoleFit.Axis]
    /// The projection to the independent leads.
    public var projection: DipoleProjection
    /// PRD over the eight independent leads together, in percent.
    public var prd: Double
    /// PRD of the best approximation of rank 3, in percent.
    public var rankThreePRD: Double
  }

  /// Name of the recording.
  public var record: String
  /// Timing of the samples.
  public var timing: BeatTiming
  /// How many beats of the recording were averaged.
  public var beatCount: Int
  /// What was fitted.
  public var model: Model
  /// The leads, in the order of `Lead.allCases`; other channels follow.
  public var leads: [FittedLead]
  /// The dipole, if one was fitted.
  public var dipole: Dipole?
  /// Where the beat's waves lie, as measured in the recording; `nil` where nobody did.
  public var marks: Marks?

  /// Whether there is a heart: a dipole or a standard lead.
  public var isPlayable: Bool { dipole != nil || leads.contains { $0.lead != nil } }

  /// The heart of which the beat's model is one cycle, and the projection that a dipole needs.
  ///
  /// Phase 0 is the R peak and the cycle lasts `timing.rrInterval`. With both phases equal to
  /// 2π t/RR the heart's sources are the fitted models: those of the leads that were fitted
  /// themselves, or of the dipole's axes. Channels that are no standard leads have no place in it.
  ///
  /// - Precondition: `isPlayable`.
  public var heart: (heart: Heart, projection: DipoleProjection?) {
    if let dipole {
      let sources = dipole.axes.map { source($0.baseline, $0.kernels) }
      return (Heart(basis: .dipole, sources: sources), dipole.projection)
    }
    let own = leads.filter { !$0.isDerived && $0.lead != nil }
    precondition(!own.isEmpty, "none of \(leads.map(\.name)) is a standard lead")
    return (
      Heart(
        basis: .leads(own.compactMap(\.lead)), sources: own.map { source($0.baseline, $0.kernels) }),
      nil
    )
  }

  private func source(_ baseline: Double, _ kernels: [FittedKernel]) -> Source {
    Source(
      baseline: baseline,
      waves: kernels.map {
        GaussianWave(
          wave: $0.role.wave, phase: timing.phase(ofTime: $0.time), amplitude: $0.amplitude,
          width: timing.phase(ofTime: $0.width))
      })
  }
}
