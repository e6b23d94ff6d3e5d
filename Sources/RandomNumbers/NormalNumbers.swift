import Foundation

extension RandomNumberGenerator {
  /// A number drawn uniformly from (0, 1], with 53 bits.
  public mutating func uniform() -> Double {
    (Double(next() >> 11) + 1) * 0x1p-53
  }

  /// A number drawn from the standard normal distribution.
  ///
  /// Box and Muller, Ann Math Stat 29:610 (1958); one of the two numbers is discarded so that the
  /// generator needs no memory.
  public mutating func normal() -> Double {
    let radius = (-2 * log(uniform())).squareRoot()
    return radius * cos(2 * .pi * uniform())
  }
}
