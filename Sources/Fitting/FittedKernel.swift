public import Electrocardiogram

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

/// The deflection of the beat that a kernel is part of, named by its place and sign.
///
/// A name for reading, not a diagnosis: several kernels may share a role.
public enum KernelRole: String, Sendable, Codable, CaseIterable {
  /// Before the QRS complex.
  case P
  /// Downwards in the QRS complex, before the R peak.
  case Q
  /// Upwards in the QRS complex.
  case R
  /// Downwards in the QRS complex, after the R peak.
  case S
  /// Between QRS and T.
  case ST
  /// Repolarisation.
  case T
  /// Wider than any wave: the course of the baseline.
  case baseline

  /// Half the time that a QRS complex takes at most around its R peak, in seconds.
  static let qrsReach = 0.065
  /// End of the ST segment after the R peak at an RR interval of 1 s, in seconds.
  static let segmentEnd = 0.13
  /// Width in seconds from which on a kernel is no wave's: more than a T wave of 0.4 s.
  static let baselineWidth = 0.1

  /// Names a kernel.
  ///
  /// - Parameters:
  ///   - time: Centre in seconds from the R peak.
  ///   - width: Standard deviation in seconds.
  ///   - amplitude: Height in millivolts.
  ///   - rrInterval: RR interval in seconds; the ST segment shortens with its square root.
  public init(time: Double, width: Double, amplitude: Double, rrInterval: Double) {
    if width >= Self.baselineWidth {
      self = .baseline
    } else if time < -Self.qrsReach {
      self = .P
    } else if time <= Self.qrsReach {
      self = amplitude >= 0 ? .R : time < 0 ? .Q : .S
    } else {
      self = time < Self.segmentEnd * rrInterval.squareRoot() ? .ST : .T
    }
  }

  /// The wave of the heart model that the kernel joins.
  public var wave: Wave {
    switch self {
    case .P: .P
    case .Q, .R, .S: .QRS
    case .ST, .T, .baseline: .T
    }
  }
}
