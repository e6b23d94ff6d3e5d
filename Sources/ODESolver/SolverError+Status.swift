import CSUNDIALS

extension SolverError {
  /// Where a status was returned, for the message.
  struct Situation {
    /// The time that was reached.
    let time: Double
    /// The time the solver was on its way to.
    let target: Double?
    /// The size of the last step.
    let lastStep: Double
    /// The step limit in force.
    let maximumSteps: Int
    /// Whether the adjoint problem was being solved.
    let isBackward: Bool
    /// Whether the steps had become too small to change the time.
    let isStuck: Bool
  }

  /// Makes the error for a negative status of CVODES.
  init(status: Int32, situation: Situation, failure: Callbacks.Failure?, detail: String?) {
    let code =
      situation.isStuck && failure == nil
      ? Code.stepTooSmall : Self.code(status: status, failure: failure)
    let target = situation.target.map { " on the way to t = \($0)" } ?? ""
    let pass = situation.isBackward ? " in the backward pass" : ""
    let place = "at t = \(situation.time)\(target)\(pass), last step \(situation.lastStep)"
    let role = failure.map { "the \($0.role.rawValue) failed at t = \($0.time)" } ?? "it failed"
    let message: String =
      switch code {
      case .tooMuchWork:
        """
        The limit of \(situation.maximumSteps) steps was used up \(place). Raise \
        StepLimits.maximumSteps, loosen the tolerances, or use .bdf if the problem is stiff.
        """
      case .tooMuchAccuracy:
        """
        The tolerances ask for more than double precision holds \(place). Loosen them; a relative \
        tolerance below 1e-14 is out of reach.
        """
      case .stepTooSmall:
        """
        The error stayed too large with the smallest step \(place). Look for a singularity or a \
        jump there, restart at jumps, lower StepLimits.minimumStep or loosen the tolerances.
        """
      case .noConvergence:
        """
        The nonlinear iteration did not converge \(place). Use .bdf if the problem is stiff, check \
        the Jacobian, or lower StepLimits.minimumStep.
        """
      case .rightHandSideFailed, .derivativeFailed, .eventFunctionFailed, .lossFailed:
        """
        The solve stopped \(place), because \(role). Check the parameters and the state there, or \
        throw StepRejection where a smaller step would help.
        """
      case .invalidInput:
        """
        The solver cannot go on \(place). Keep output times and events further apart than \
        rounding, and give a positive absolute tolerance to components that pass zero.
        """
      case .outOfMemory: "SUNDIALS could not allocate \(place). Free memory."
      case .unexpected(let status):
        "CVODES returned status \(status) \(place). Please report this with its text."
      }
    self.init(
      code, message, time: situation.time, detail: detail, underlying: failure?.error)
  }

  /// Which code a status means; where a function of the caller failed, which one says more.
  private static func code(status: Int32, failure: Callbacks.Failure?) -> Code {
    switch status {
    case CV_TOO_MUCH_WORK: return .tooMuchWork
    case CV_TOO_MUCH_ACC: return .tooMuchAccuracy
    case CV_MEM_FAIL: return .outOfMemory
    default: break
    }
    if let failure { return failure.role.code }
    switch status {
    case CV_ERR_FAILURE: return .stepTooSmall
    case CV_CONV_FAILURE: return .noConvergence
    case CV_ILL_INPUT, CV_TOO_CLOSE: return .invalidInput
    default: return .unexpected(status: Int(status))
    }
  }
}
