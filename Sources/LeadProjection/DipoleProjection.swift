public import Electrocardiogram

/// How the twelve leads see a dipole in Frank's axes: +X left, +Y foot, +Z back.
///
/// Only the eight independent leads have rows; the other limb leads are computed from I and II, so
/// that the laws of Einthoven and Goldberger hold to the last bit of rounding. A fixed matrix is a
/// rough model of one person: it describes an average torso, single patients differ by tens of
/// percent.
public struct DipoleProjection: Sendable, Equatable, Codable {
  /// Weights of X, Y, Z, row-major `[8, 3]`, rows in `Lead.independent` order.
  public let weights: [Double]
  /// The same in single precision, for the batch engine.
  public var singleWeights: [Float] { weights.map { Float($0) } }

  /// Creates a projection.
  ///
  /// - Parameter weights: Row-major `[8, 3]`, rows in `Lead.independent` order, finite.
  public init(weights: [Double]) {
    precondition(weights.count == 24, "a projection has 8 x 3 weights, not \(weights.count)")
    precondition(weights.allSatisfy(\.isFinite), "a weight of the projection is not finite")
    self.weights = weights
  }

  /// The weights with which a lead sees X, Y and Z.
  public func row(of lead: Lead) -> [Double] {
    if let index = Lead.independent.firstIndex(of: lead) {
      return Array(weights[3 * index..<3 * index + 3])
    }
    guard let (a, b) = LimbLeads.weights(of: lead) else {
      preconditionFailure("\(lead) is neither independent nor a limb lead")
    }
    return (0..<3).map { a * weights[$0] + b * weights[3 + $0] }
  }

  /// The potential of a lead for a dipole, in the dipole's unit.
  public func potential(of lead: Lead, x: Double, y: Double, z: Double) -> Double {
    let row = row(of: lead)
    return row[0] * x + row[1] * y + row[2] * z
  }

  /// Dower's matrix: eight leads from Frank's X, Y, Z.
  ///
  /// Source: Dower et al., J Electrocardiol 13:39 (1980), as tabulated identically by Clifford,
  /// BRAVEHEART and simECG. Its printed rows for III and the augmented leads are rounded and are not
  /// used.
  public static let dower = DipoleProjection(weights: [
    0.632, -0.235, 0.059,  // I
    0.235, 1.066, -0.132,  // II
    -0.515, 0.157, -0.917,  // V1
    0.044, 0.164, -1.387,  // V2
    0.882, 0.098, -1.277,  // V3
    1.213, 0.127, -0.601,  // V4
    1.125, 0.127, -0.086,  // V5
    0.831, 0.076, 0.230,  // V6
  ])
}
