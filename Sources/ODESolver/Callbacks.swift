import CSUNDIALS

/// What the C callbacks find behind their `user_data`: the caller's functions and what went wrong
/// in them.
///
/// The solver owns it; CVODES borrows it unretained. Nothing here allocates unless a function
/// fails.
final class Callbacks {
  /// Which function failed.
  enum Role: String {
    case rightHandSide = "right-hand side"
    case jacobian
    case parameterJacobian = "parameter Jacobian"
    case event = "event function"
    case loss

    /// The code of an error that it causes.
    var code: SolverError.Code {
      switch self {
      case .rightHandSide: .rightHandSideFailed
      case .jacobian, .parameterJacobian: .derivativeFailed
      case .event: .eventFunctionFailed
      case .loss: .lossFailed
      }
    }
  }

  /// A call that failed.
  struct Failure {
    let role: Role
    let time: Double
    let error: any Error
  }

  /// The system; the dimension never changes.
  var system: any ODESystem {
    didSet { differentiable = system as? any DifferentiableSystem }
  }
  /// The same, where it has derivatives.
  private(set) var differentiable: (any DifferentiableSystem)?
  /// The events of the solve that runs.
  var events: [Event] = []
  /// The integral loss of the adjoint pass that runs.
  var integralLoss: IntegralLoss?
  /// The variables of the sensitivities that are integrated.
  var sensitivityVariables: [SensitivityVariable] = []
  /// Whether a solve runs, with whichever integrator of the solver.
  var isRunning = false
  /// What failed and has not succeeded since.
  private(set) var failure: Failure?
  /// The last step that was rejected, whether or not a smaller one succeeded.
  private var rejection: Failure?
  /// Whether to answer every call with 'give up': CVODES' functional iteration takes an error that
  /// cannot be recovered for one that can, and would go on.
  private var isOver = false
  /// How many steps were too small to change the time.
  private var emptySteps = 0
  /// How many such steps end the solve.
  static let emptyStepLimit = 100
  /// The last error text of CVODES.
  private(set) var message: String?

  let dimension: Int
  let parameterCount: Int
  /// Column-major n × n for a differentiable system, owned.
  let stateDerivatives: UnsafeMutablePointer<Double>
  /// Column-major n × P for a differentiable system, owned.
  let parameterDerivatives: UnsafeMutablePointer<Double>

  init(system: any ODESystem) {
    self.system = system
    differentiable = system as? any DifferentiableSystem
    dimension = system.dimension
    parameterCount = differentiable?.parameterCount ?? 0
    let isDifferentiable = differentiable != nil
    stateDerivatives = .allocate(capacity: isDifferentiable ? dimension * dimension : 0)
    parameterDerivatives = .allocate(capacity: dimension * parameterCount)
  }

  deinit {
    parameterDerivatives.deallocate()
    stateDerivatives.deallocate()
  }

  /// The object behind a `user_data` pointer.
  static func behind(_ userData: UnsafeMutableRawPointer?) -> Callbacks {
    guard let userData else { preconditionFailure("CVODES lost its user_data") }
    return Unmanaged<Callbacks>.fromOpaque(userData).takeUnretainedValue()
  }

  /// The pointer that CVODES keeps; valid as long as this object.
  var userData: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

  /// Forgets the failures of an earlier solve.
  func reset() {
    failure = nil
    rejection = nil
    isOver = false
    emptySteps = 0
    message = nil
  }

  /// Whether the steps had become too small to change the time.
  var isStuck: Bool { emptySteps >= Self.emptyStepLimit }

  /// What failed last, or was rejected last within a few steps of a time.
  func cause(near time: Double, lastStep: Double) -> Failure? {
    if let failure { return failure }
    guard let rejection else { return nil }
    let near = 100 * (abs(lastStep) + time.ulp)
    return abs(rejection.time - time) <= near ? rejection : nil
  }

  /// Keeps what CVODES says; the only warning left on is that of steps too small to change the
  /// time.
  func hear(status: Int32, _ text: String) {
    guard status == CV_WARNING else {
      message = text
      return
    }
    emptySteps += 1
    if isStuck { isOver = true }
  }

  /// Runs a function of the caller and returns what CVODES wants to hear: 0 for success, 1 for
  /// 'retry with a smaller step', -1 for 'give up'.
  @inline(__always)
  func attempt(_ role: Role, at time: Double, _ body: () throws -> Void) -> Int32 {
    if isOver { return -1 }
    do {
      try body()
      if failure != nil, failure?.role == role { failure = nil }
      return 0
    } catch {
      failure = Failure(role: role, time: time, error: error)
      if error is StepRejection {
        rejection = failure
        return 1
      }
      isOver = true
      return -1
    }
  }

  /// Rejects the step if a value is not finite.
  @inline(__always)
  func requireFinite(
    _ values: UnsafeMutablePointer<Double>, count: Int, _ role: Role, rows: Int? = nil
  ) throws {
    // x - x is 0 for finite x and NaN otherwise: a sum without branches.
    var sum = 0.0
    for index in 0..<count { sum += values[index] - values[index] }
    if sum != 0 { throw Self.rejection(values, count: count, role, rows: rows) }
  }

  /// The rejection that names the first value that is not finite.
  private static func rejection(
    _ values: UnsafeMutablePointer<Double>, count: Int, _ role: Role, rows: Int?
  ) -> StepRejection {
    let index = (0..<count).first { !values[$0].isFinite } ?? 0
    let place = rows.map { "element [\(index % $0), \(index / $0)]" } ?? "component \(index)"
    return StepRejection("\(place) of the \(role.rawValue) is \(values[index])")
  }
}
