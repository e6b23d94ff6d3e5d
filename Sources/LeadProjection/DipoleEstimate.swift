public import Electrocardiogram

/// How a dipole in Frank's axes is estimated from recorded leads.
public struct DipoleEstimate: Sendable, Equatable, Codable {
  /// The leads that it needs, in the order of the columns.
  public let leads: [Lead]
  /// Weights, row-major `[3, leads.count]`, rows X, Y, Z.
  public let weights: [Double]

  /// Creates an estimate.
  public init(leads: [Lead], weights: [Double]) {
    precondition(
      weights.count == 3 * leads.count, "\(weights.count) weights for 3 x \(leads.count)")
    self.leads = leads
    self.weights = weights
  }

  /// X, Y and Z from the potentials of `leads`, in the same unit.
  public func dipole(_ potentials: [Double]) -> (x: Double, y: Double, z: Double) {
    precondition(potentials.count == leads.count, "\(potentials.count) potentials for \(leads)")
    func sum(_ axis: Int) -> Double {
      potentials.indices.reduce(0) { $0 + weights[axis * leads.count + $1] * potentials[$1] }
    }
    return (sum(0), sum(1), sum(2))
  }

  /// The inverse of Dower's matrix, by least squares.
  ///
  /// Source: Edenbrandt and Pahlm, J Electrocardiol 21:361 (1988), as tabulated by Clifford; equal to
  /// the pseudo-inverse of Dower's rows within 0.0005 (a test). Use it to undo Dower.
  public static let inverseDower = published([
    // V1 V2 V3 V4 V5 V6 I II
    -0.172, -0.074, 0.122, 0.231, 0.239, 0.194, 0.156, -0.010,
    0.057, -0.019, -0.106, -0.022, 0.041, 0.048, -0.227, 0.887,
    -0.229, -0.310, -0.246, -0.063, 0.055, 0.108, 0.022, 0.102,
  ])

  /// The regression of Kors on real Frank recordings.
  ///
  /// Source: Kors et al., Eur Heart J 11:1083 (1990). Use it for recorded leads, never to undo Dower:
  /// after Dower it is not the identity.
  public static let kors = published([
    -0.13, 0.05, -0.01, 0.14, 0.06, 0.54, 0.38, -0.07,
    0.06, -0.02, -0.05, 0.06, -0.17, 0.13, -0.07, 0.93,
    -0.43, -0.06, -0.14, -0.20, -0.11, 0.31, 0.11, -0.23,
  ])

  /// The published tables list the chest leads first.
  private static func published(_ weights: [Double]) -> DipoleEstimate {
    DipoleEstimate(leads: [.V1, .V2, .V3, .V4, .V5, .V6, .I, .II], weights: weights)
  }
}
