/// Why a solve failed, how far it came, and what to try.
public struct SolverError: Error, Sendable {
  /// The kind of failure.
  public enum Code: Sendable, Hashable {
    /// The step limit was used up before the next output time.
    case tooMuchWork
    /// The tolerances ask for more than double precision holds.
    case tooMuchAccuracy
    /// The error stayed too large although the step had become as small as it may be.
    case stepTooSmall
    /// The nonlinear iteration of a step did not converge although the step had become small.
    case noConvergence
    /// The right-hand side threw or was not finite.
    case rightHandSideFailed
    /// The Jacobian or the parameter derivatives threw or were not finite.
    case derivativeFailed
    /// An event function threw or was not finite.
    case eventFunctionFailed
    /// The loss or its derivatives threw or were not finite.
    case lossFailed
    /// The initial state or time is not finite, two output times are closer than rounding, or an
    /// error weight became zero.
    case invalidInput
    /// SUNDIALS could not allocate.
    case outOfMemory
    /// A status that this version of CVODES is not documented to return here.
    case unexpected(status: Int)
  }

  /// The kind of failure.
  public let code: Code
  /// What happened, where, with which values, and what to try.
  public let message: String
  /// The time up to which the solution is good, if the solve had started.
  public let time: Double?
  /// What CVODES said, if it said something.
  public let detail: String?
  /// What a function of the caller threw.
  public let underlying: (any Error)?

  init(
    _ code: Code, _ message: String, time: Double? = nil, detail: String? = nil,
    underlying: (any Error)? = nil
  ) {
    self.code = code
    self.message = message
    self.time = time
    self.detail = detail
    self.underlying = underlying
  }
}

extension SolverError: CustomStringConvertible {
  /// The message, then the cause and what CVODES said.
  public var description: String {
    var text = message
    if let underlying { text += " Cause: \(underlying)." }
    if let detail { text += " CVODES: \(detail)" }
    return text
  }
}
