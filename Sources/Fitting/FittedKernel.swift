/// One Gaussian kernel of a fit, in seconds from the R peak.
///
/// α exp(−(t − tᵢ)²/2σᵢ²), t − tᵢ taken as the shorter way round the cycle of length RR.
public struct FittedKernel: Sendable, Equatable {
  /// A bound at which a kernel came to rest: its value is the bound's, not the beat's.
  public enum Bound: String, Sendable, Codable, CaseIterable {
    /// The width stands at its smallest or largest value.
    case width
    /// The amplitude stands at its largest absolute value.
    case amplitude
    /// The centre stands at an end of the window.
    case time
  }

  /// Standard errors of a kernel's parameters; `nil` for a parameter at its bound, or one that the
  /// samples leave open: its error would be as large as the range within the bounds.
  public struct StandardErrors: Sendable, Equatable {
    /// In seconds.
    public var time: Double?
    /// In seconds.
    public var width: Double?
    /// In millivolts.
    public var amplitude: Double?
  }

  /// The deflection that the kernel is part of.
  public var role: KernelRole
  /// Centre tᵢ in seconds from the R peak.
  public var time: Double
  /// Standard deviation σᵢ in seconds.
  public var width: Double
  /// Height α in millivolts.
  public var amplitude: Double
  /// Standard errors, from the Jacobian and the residual's variance.
  public var standardErrors: StandardErrors
  /// Bounds at which the kernel came to rest.
  public var atBounds: [Bound]
  /// What its role follows from, beside the lead's other kernels.
  var shape: KernelRole.Shape { (time, width, amplitude) }

  /// Creates a kernel whose errors are not known.
  public init(role: KernelRole, time: Double, width: Double, amplitude: Double) {
    precondition(width > 0, "kernel width \(width) s is not positive")
    self.role = role
    self.time = time
    self.width = width
    self.amplitude = amplitude
    standardErrors = StandardErrors()
    atBounds = []
  }
}
