import Foundation

/// How one parameter is spread over the patients of a class: a monotone function of a standard normal
/// number.
///
/// x = ξ + η sinh((asinh z + ε)/δ): ε leans to one side, δ < 1 makes long tails; ε = 0 and δ = 1 give the
/// normal distribution. Source: Jones and Pewsey, Biometrika 96:761 (2009).
public struct PatientMarginal: Sendable, Equatable {
  /// ξ in the parameter's unit.
  public var location: Double
  /// η > 0 in the parameter's unit.
  public var scale: Double
  /// ε.
  public var skew: Double
  /// δ > 0.
  public var tail: Double

  /// Creates a distribution.
  public init(location: Double, scale: Double, skew: Double = 0, tail: Double = 1) {
    precondition(scale > 0 && tail > 0, "scale \(scale), tail \(tail)")
    self.location = location
    self.scale = scale
    self.skew = skew
    self.tail = tail
  }

  /// The parameter at a standard normal number.
  public func value(at z: Double) -> Double {
    location + scale * sinh((asinh(z) + skew) / tail)
  }

  /// The standard normal number that gives a parameter.
  public func normal(of value: Double) -> Double {
    sinh(tail * asinh((value - location) / scale) - skew)
  }
}
