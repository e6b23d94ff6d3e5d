import Foundation
import ODESolver

/// dy/dt = -k y, y(t) = y(0) exp(-k t).
struct Decay: DifferentiableSystem {
  var rate: Double
  var dimension: Int { 1 }
  var parameterCount: Int { 1 }

  func rightHandSide(
    time: Double, state: Span<Double>, derivative: inout MutableSpan<Double>
  ) throws {
    derivative[0] = -rate * state[0]
  }

  func jacobian(time: Double, state: Span<Double>, jacobian: inout MutableMatrix) throws {
    jacobian[0, 0] = -rate
  }

  func parameterJacobian(
    time: Double, state: Span<Double>, jacobian: inout MutableMatrix
  ) throws {
    jacobian[0, 0] = -state[0]
  }
}

/// x'' = -ω² x, written as two states; x(t) = x(0) cos ωt + v(0)/ω sin ωt.
struct Oscillator: ODESystem {
  var angularFrequency: Double
  var dimension: Int { 2 }

  func rightHandSide(
    time: Double, state: Span<Double>, derivative: inout MutableSpan<Double>
  ) throws {
    derivative[0] = state[1]
    derivative[1] = -angularFrequency * angularFrequency * state[0]
  }
}

/// Three chemical reactions of very different speed.
///
/// Source: Robertson (1966), problem ROBER of Mazzia and Magherini, Test Set for Initial Value
/// Problem Solvers, release 2.4 (2008), whose reference solution at t = 1e11 stands below.
struct Robertson: DifferentiableSystem {
  static let initialState = [1.0, 0, 0]
  static let referenceTime = 1e11
  static let reference = [0.2083340149701255e-07, 0.8333360770334713e-13, 0.9999999791665050]

  var dimension: Int { 3 }
  var parameters = [0.04, 1e4, 3e7]
  var parameterCount: Int { 3 }

  func rightHandSide(
    time: Double, state y: Span<Double>, derivative: inout MutableSpan<Double>
  ) throws {
    let p = parameters
    derivative[0] = -p[0] * y[0] + p[1] * y[1] * y[2]
    derivative[2] = p[2] * y[1] * y[1]
    derivative[1] = -derivative[0] - derivative[2]
  }

  func jacobian(time: Double, state y: Span<Double>, jacobian: inout MutableMatrix) throws {
    let p = parameters
    jacobian[0, 0] = -p[0]
    jacobian[0, 1] = p[1] * y[2]
    jacobian[0, 2] = p[1] * y[1]
    jacobian[1, 0] = p[0]
    jacobian[1, 1] = -p[1] * y[2] - 2 * p[2] * y[1]
    jacobian[1, 2] = -p[1] * y[1]
    jacobian[2, 1] = 2 * p[2] * y[1]
  }

  func parameterJacobian(
    time: Double, state y: Span<Double>, jacobian: inout MutableMatrix
  ) throws {
    jacobian[0, 0] = -y[0]
    jacobian[1, 0] = y[0]
    jacobian[0, 1] = y[1] * y[2]
    jacobian[1, 1] = -y[1] * y[2]
    jacobian[1, 2] = -y[1] * y[1]
    jacobian[2, 2] = y[1] * y[1]
  }
}

/// The stiff oscillator ε y'' = (1 - y²) y' - y with ε = 1e-6.
///
/// Source: problem VDPOL of Mazzia and Magherini, Test Set for Initial Value Problem Solvers,
/// release 2.4 (2008), whose reference solution at t = 2 stands below.
struct VanDerPol: ODESystem {
  static let initialState = [2.0, 0]
  static let referenceTime = 2.0
  static let reference = [0.1706167732170483e1, -0.8928097010247975]

  var dimension: Int { 2 }

  func rightHandSide(
    time: Double, state y: Span<Double>, derivative: inout MutableSpan<Double>
  ) throws {
    derivative[0] = y[1]
    derivative[1] = ((1 - y[0] * y[0]) * y[1] - y[0]) / 1e-6
  }
}

/// Prey and predator, x' = x (a - b y), y' = y (d x - c): nonlinear, not stiff, four parameters.
struct LotkaVolterra: DifferentiableSystem {
  var parameters: [Double]
  var dimension: Int { 2 }
  var parameterCount: Int { 4 }

  func rightHandSide(
    time: Double, state y: Span<Double>, derivative: inout MutableSpan<Double>
  ) throws {
    let p = parameters
    derivative[0] = y[0] * (p[0] - p[1] * y[1])
    derivative[1] = y[1] * (p[3] * y[0] - p[2])
  }

  func jacobian(time: Double, state y: Span<Double>, jacobian: inout MutableMatrix) throws {
    let p = parameters
    jacobian[0, 0] = p[0] - p[1] * y[1]
    jacobian[0, 1] = -p[1] * y[0]
    jacobian[1, 0] = p[3] * y[1]
    jacobian[1, 1] = p[3] * y[0] - p[2]
  }

  func parameterJacobian(
    time: Double, state y: Span<Double>, jacobian: inout MutableMatrix
  ) throws {
    jacobian[0, 0] = y[0]
    jacobian[0, 1] = -y[0] * y[1]
    jacobian[1, 2] = -y[1]
    jacobian[1, 3] = y[0] * y[1]
  }
}

/// One lead of a heart beat: a phase θ' = ω and a potential driven by Gaussian waves,
/// z' = -Σ a (ω/b²) (θ - θ_i) exp(-(θ - θ_i)²/2b²) - z/τ.
///
/// The equation of McSharry et al., IEEE Trans Biomed Eng 50:289 (2003), eq. 1, with amplitudes in
/// millivolts. Parameters: ω, 1/τ, then a, b, θ_i of each wave.
struct GaussianBeat: DifferentiableSystem {
  var parameters: [Double]
  var waves: Int { (parameters.count - 2) / 3 }
  var dimension: Int { 2 }
  var parameterCount: Int { parameters.count }

  /// Q, R, S and T waves at 60 per minute.
  static let usual = GaussianBeat(parameters: [
    2 * .pi, 0.5, -0.12, 0.09, -0.25, 1.2, 0.11, 0, -0.25, 0.1, 0.27, 0.3, 0.4, 1.6,
  ])

  func rightHandSide(
    time: Double, state y: Span<Double>, derivative: inout MutableSpan<Double>
  ) throws {
    let omega = parameters[0]
    var sum = -parameters[1] * y[1]
    for wave in 0..<waves {
      let (a, b) = (parameters[2 + 3 * wave], parameters[3 + 3 * wave])
      let offset = y[0] - parameters[4 + 3 * wave]
      sum -= a * omega / (b * b) * offset * exp(-offset * offset / (2 * b * b))
    }
    derivative[0] = omega
    derivative[1] = sum
  }

  func jacobian(time: Double, state y: Span<Double>, jacobian: inout MutableMatrix) throws {
    let omega = parameters[0]
    for wave in 0..<waves {
      let (a, b) = (parameters[2 + 3 * wave], parameters[3 + 3 * wave])
      let offset = y[0] - parameters[4 + 3 * wave]
      let u = offset * offset / (b * b)
      jacobian[1, 0] -= a * omega / (b * b) * (1 - u) * exp(-u / 2)
    }
    jacobian[1, 1] = -parameters[1]
  }

  func parameterJacobian(
    time: Double, state y: Span<Double>, jacobian: inout MutableMatrix
  ) throws {
    let omega = parameters[0]
    jacobian[0, 0] = 1
    jacobian[1, 1] = -y[1]
    for wave in 0..<waves {
      let (a, b) = (parameters[2 + 3 * wave], parameters[3 + 3 * wave])
      let offset = y[0] - parameters[4 + 3 * wave]
      let u = offset * offset / (b * b)
      let gaussian = exp(-u / 2)
      let term = omega / (b * b) * offset * gaussian
      jacobian[1, 0] -= a * term / omega
      jacobian[1, 2 + 3 * wave] = -term
      jacobian[1, 3 + 3 * wave] = -a * term / b * (u - 2)
      jacobian[1, 4 + 3 * wave] = a * omega / (b * b) * (1 - u) * gaussian
    }
  }

  /// z(t) in closed form from θ(0) = θ₀, z(0) = z₀.
  ///
  /// With G(t) = Σ a exp(-(θ - θ_i)²/2b²), z' = G' - z/τ, and integration by parts gives
  /// z(t) = G(t) + (z₀ - G(0)) e^(-t/τ) - (1/τ) ∫₀ᵗ e^(-(t-s)/τ) G(s) ds, a difference of error
  /// functions.
  func potential(at time: Double, phase: Double, start: Double) -> Double {
    let (omega, decay) = (parameters[0], parameters[1])
    var value = start * exp(-decay * time)
    for wave in 0..<waves {
      let (a, b) = (parameters[2 + 3 * wave], parameters[3 + 3 * wave])
      let offset = phase - parameters[4 + 3 * wave]
      let gaussian = { (theta: Double) in a * exp(-theta * theta / (2 * b * b)) }
      value += gaussian(offset + omega * time) - gaussian(offset) * exp(-decay * time)
      // Completing the square: the Gaussian's centre moves by b² decay/ω.
      let shift = b * b * decay / omega
      let scale = b * (2.0).squareRoot()
      let factor =
        a * b * (Double.pi / 2).squareRoot() / omega
        * exp(-decay * (time + offset / omega) + shift * shift / (2 * b * b))
      value -=
        decay * factor
        * (erf((offset + omega * time - shift) / scale) - erf((offset - shift) / scale))
    }
    return value
  }
}

/// √(Σ (a - b)²) / √(Σ b²).
func relativeDistance(_ a: [Double], _ b: [Double]) -> Double {
  precondition(a.count == b.count && !a.isEmpty, "\(a.count) and \(b.count) values")
  let error = zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  let size = b.reduce(0) { $0 + $1 * $1 }
  return (error / size).squareRoot()
}
