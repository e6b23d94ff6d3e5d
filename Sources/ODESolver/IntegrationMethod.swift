/// The family of linear multistep formulas that CVODES uses.
public enum IntegrationMethod: Sendable, Hashable, CaseIterable {
  /// Adams-Moulton, order 1 to 12, functional iteration: for problems that are not stiff.
  case adams
  /// Backward differentiation, order 1 to 5, Newton iteration with a dense direct solver: for stiff
  /// problems. Uses the analytic Jacobian of a `DifferentiableSystem`, difference quotients
  /// otherwise.
  case bdf
}
