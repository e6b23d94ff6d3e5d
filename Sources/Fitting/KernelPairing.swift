import Foundation

/// Which of two sets of kernels are the same ones.
///
/// Two kernels may be the same if they differ by less than either is large, in the integral of their
/// squares; of all pairings the one is taken under which least remains: the squares of what pairs
/// differ by and of kernels without partner.
struct KernelPairing {
  /// Places in the first and in the second set.
  private(set) var pairs: [(first: Int, second: Int)] = []
  /// Places in the first set without partner.
  private(set) var firstAlone: [Int] = []
  /// Places in the second set without partner.
  private(set) var secondAlone: [Int] = []

  /// Pairs kernels.
  ///
  /// - Precondition: the second set has at most 20, since every subset of it is looked at.
  init(_ first: [FittedKernel], _ second: [FittedKernel]) {
    precondition(second.count <= 20, "\(second.count) kernels to pair")
    // gain[i, subset]: the most that can be explained by the kernels from i on without the subset.
    let subsets = 1 << second.count
    let shared = first.map { one in second.map { Self.explained(one, $0) } }
    var gain = [Double](repeating: 0, count: (first.count + 1) * subsets)
    for i in first.indices.reversed() {
      for taken in 0..<subsets {
        var best = gain[(i + 1) * subsets + taken]
        for j in second.indices where taken & 1 << j == 0 {
          guard let share = shared[i][j] else { continue }
          best = max(best, share + gain[(i + 1) * subsets + taken | 1 << j])
        }
        gain[i * subsets + taken] = best
      }
    }
    var taken = 0
    for i in first.indices {
      let rest = gain[i * subsets + taken]
      let partner = second.indices.first { j in
        guard taken & 1 << j == 0, let share = shared[i][j] else { return false }
        return share + gain[(i + 1) * subsets + taken | 1 << j] == rest
      }
      if let partner, rest > gain[(i + 1) * subsets + taken] {
        pairs.append((i, partner))
        taken |= 1 << partner
      } else {
        firstAlone.append(i)
      }
    }
    secondAlone = second.indices.filter { taken & 1 << $0 == 0 }
  }

  /// What remains less of two kernels if they are paired, or `nil` if they cannot be the same.
  private static func explained(_ one: FittedKernel, _ two: FittedKernel) -> Double? {
    let shared = 2 * product(one, two)
    return shared > max(product(one, one), product(two, two)) ? shared : nil
  }

  /// ∫ of the product of two kernels over all times.
  ///
  /// α₁α₂ √(2π) σ₁σ₂/σ exp(−Δ²/2σ²) with σ² = σ₁² + σ₂².
  private static func product(_ one: FittedKernel, _ two: FittedKernel) -> Double {
    let variance = one.width * one.width + two.width * two.width
    let distance = one.time - two.time
    return one.amplitude * two.amplitude * one.width * two.width
      * (2 * Double.pi / variance).squareRoot() * exp(-distance * distance / (2 * variance))
  }
}
