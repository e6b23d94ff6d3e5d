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

  /// A function that failed in its latest call.
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
  /// What failed and has not succeeded since.
  private(set) var failure: Failure?
  /// The last error text of CVODES.
  var message: String?

  let dimension: Int
  let parameterCount: Int
  /// Column-major n × n, owned.
  let stateDerivatives: UnsafeMutablePointer<Double>
  /// Column-major n × P, owned.
  let parameterDerivatives: UnsafeMutablePointer<Double>

  init(system: any ODESystem) {
    self.system = system
    differentiable = system as? any DifferentiableSystem
    dimension = system.dimension
    parameterCount = differentiable?.parameterCount ?? 0
    stateDerivatives = .allocate(capacity: dimension * dimension)
    stateDerivatives.initialize(repeating: 0, count: dimension * dimension)
    parameterDerivatives = .allocate(capacity: max(1, dimension * parameterCount))
    parameterDerivatives.initialize(repeating: 0, count: max(1, dimension * parameterCount))
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
    message = nil
  }

  /// Runs a function of the caller and returns what CVODES wants to hear: 0 for success, 1 for
  /// 'retry with a smaller step', -1 for 'give up'.
  @inline(__always)
  func attempt(_ role: Role, at time: Double, _ body: () throws -> Void) -> Int32 {
    do {
      try body()
      if failure != nil, failure?.role == role { failure = nil }
      return 0
    } catch {
      failure = Failure(role: role, time: time, error: error)
      return error is StepRejection ? 1 : -1
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
    if sum != 0 {
      throw Self.rejection(values, count: count, role, rows: rows)
    }
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
