public import Electrocardiogram
public import LeadProjection

/// The fits of the beats of one record: a row for each beat, in it a part for each lead.
///
/// Of a dipole the parts are its axes X, Y and Z.
public struct FittedSeries: Sendable, Equatable {
  /// One beat.
  public struct Beat: Sendable, Equatable {
    /// The beat's number among the record's R peaks, from 0; `nil` for an average.
    public var index: Int?
    /// Sample of its R peak; `nil` for an average.
    public var rSample: Int?
    /// Time since the R peak before, in seconds; `nil` for the first beat and an average.
    public var rrBefore: Double?
    /// Time to the next R peak, in seconds; `nil` for the last beat and an average.
    public var rrAfter: Double?
    /// How many beats were averaged.
    public var beatCount: Int
    /// Leads or axes, in the order of `FittedSeries.channels`.
    public var parts: [Part]
    /// What belongs to all axes of a dipole; `nil` if there is none.
    public var dipole: Dipole?
  }

  /// One lead, or one axis of a dipole.
  public struct Part: Sendable, Equatable {
    /// How well the lead is fitted; `nil` for an axis, and where nothing was fitted.
    public var quality: FitQuality?
    /// The constant in millivolts; NaN where nothing was fitted.
    public var baseline: Double
    /// Its standard error in millivolts, where it is known.
    public var baselineStandardError: Double?
    /// The kernels in the order of their centres.
    public var kernels: [FittedKernel]
    /// What is to be known about it.
    public var flags: Set<FitFlag>
  }

  /// What belongs to all axes.
  public struct Dipole: Sendable, Equatable {
    /// The projection to the independent leads.
    public var projection: DipoleProjection
    /// PRD over the eight independent leads together, in percent.
    public var prd: Double
    /// PRD of the best approximation of rank 3, in percent.
    public var rankThreePRD: Double
  }

  /// The record's name.
  public var record: String
  /// What was fitted.
  public var model: FittedBeat.Model
  /// Samples a second.
  public var samplingRate: Double
  /// Median RR interval of the record in seconds: the cycle on which kernels live.
  public var rrInterval: Double
  /// Names of the leads, or X, Y and Z.
  public var channels: [ChannelName]
  /// The beats in the order of time.
  public var beats: [Beat]

  /// The axes' names.
  public static let axes = ["X", "Y", "Z"].map { ChannelName($0) }
}

extension FittedSeries.Part {
  /// A part where nothing was fitted.
  init(unfitted flag: FitFlag) {
    self.init(
      quality: nil, baseline: .nan, baselineStandardError: nil, kernels: [], flags: [flag])
  }

  init(_ fit: LeadFit) {
    self.init(
      quality: fit.quality, baseline: fit.baseline,
      baselineStandardError: fit.baselineStandardError, kernels: fit.kernels,
      flags: Self.flags(fit.kernels))
  }

  init(_ axis: DipoleFit.Axis) {
    self.init(
      quality: nil, baseline: axis.baseline, baselineStandardError: nil, kernels: axis.kernels,
      flags: Self.flags(axis.kernels))
  }

  private static func flags(_ kernels: [FittedKernel]) -> Set<FitFlag> {
    kernels.contains { !$0.atBounds.isEmpty } ? [.atBound] : []
  }
}
