public import LeadProjection

/// A beat of all leads as one dipole and its projection, x̂(t) = D (s₀ + s(t)).
///
/// Each axis s is a sum of Gaussian kernels; D is free, 8 leads by 3 axes.
public struct DipoleFit: Sendable, Equatable {
  /// One axis of the dipole.
  public struct Axis: Sendable, Equatable {
    /// Kernels in the order of their centres.
    public var kernels: [FittedKernel]
    /// The constant s₀ in millivolts.
    public var baseline: Double
  }

  /// X (left), Y (foot) and Z (back), by Kors's estimate of them.
  public var axes: [Axis]
  /// The projection D of this person and recording.
  public var projection: DipoleProjection
  /// x̂ of the independent leads in millivolts, `[8][sample]` in the order of `Lead.independent`.
  public var models: [[Double]]
  /// PRD over all samples of the eight leads together, in percent.
  public var prd: Double
  /// PRD of the best approximation of rank 3, which no dipole can beat, in percent.
  public var rankThreePRD: Double
}
