import RandomNumbers

extension Philox {
  /// A whole number drawn uniformly from 0 to below a bound.
  mutating func whole(below bound: Int) -> Int {
    min(Int(uniform() * Double(bound)), bound - 1)
  }

  /// A number drawn uniformly from a range.
  mutating func within(_ low: Double, _ high: Double) -> Double { low + (high - low) * uniform() }

  /// Plus or minus one.
  mutating func sign() -> Double { uniform() < 0.5 ? -1 : 1 }
}
