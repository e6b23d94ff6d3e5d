/// Bounds on the steps that the solver chooses.
public struct StepLimits: Sendable, Hashable {
  /// The first step; `nil` lets the solver estimate it.
  public let initialStep: Double?
  /// The smallest step; `nil` for no bound but rounding.
  public let minimumStep: Double?
  /// The largest step, so that a short pulse in the right-hand side is not stepped over; `nil` for
  /// no bound.
  public let maximumStep: Double?
  /// How many steps may be taken between two output times.
  public let maximumSteps: Int
  /// The highest order of the formula; `nil` for 12 with Adams and 5 with BDF.
  ///
  /// BDF is A-stable up to order 2 only.
  public let maximumOrder: Int?

  /// Checks and keeps the bounds; steps are positive lengths of time in either direction.
  public init(
    initialStep: Double? = nil, minimumStep: Double? = nil, maximumStep: Double? = nil,
    maximumSteps: Int = 100_000, maximumOrder: Int? = nil
  ) {
    for (name, step) in [
      ("initialStep", initialStep), ("minimumStep", minimumStep), ("maximumStep", maximumStep),
    ] {
      if let step {
        precondition(step > 0 && step.isFinite, "\(name) \(step) is not positive and finite")
      }
    }
    if let minimumStep, let maximumStep {
      precondition(
        minimumStep <= maximumStep, "minimumStep \(minimumStep) > maximumStep \(maximumStep)")
    }
    precondition(maximumSteps > 0, "maximumSteps \(maximumSteps) is not positive")
    if let maximumOrder {
      precondition((1...12).contains(maximumOrder), "maximumOrder \(maximumOrder) is not in 1...12")
    }
    self.initialStep = initialStep
    self.minimumStep = minimumStep
    self.maximumStep = maximumStep
    self.maximumSteps = maximumSteps
    self.maximumOrder = maximumOrder
  }
}
