import Foundation

/// How much noise each step of a diffusion process adds.
///
/// Step t replaces x by √(1 − β_t) x + √β_t ε; after steps 0 … t a signal x₀ has become
/// √ᾱ_t x₀ + √(1 − ᾱ_t) ε with ᾱ_t = Π (1 − β). Source: Ho, Jain and Abbeel, NeurIPS 2020, eq. 2-4.
public struct NoiseSchedule: Sendable, Equatable {
  /// β, the variance of the noise that a step adds, in (0, 1).
  public let noiseVariances: [Double]
  /// ᾱ, the share of the signal's variance that is left after a step.
  public let signalShares: [Double]

  /// Creates a schedule from its variances.
  ///
  /// - Precondition: There is at least one, and all lie in (0, 1).
  public init(noiseVariances: [Double]) {
    precondition(
      !noiseVariances.isEmpty && noiseVariances.allSatisfy { $0 > 0 && $0 < 1 },
      "a schedule of \(noiseVariances.count) variances outside (0, 1)")
    self.noiseVariances = noiseVariances
    var share = 1.0
    signalShares = noiseVariances.map {
      share *= 1 - $0
      return share
    }
  }

  /// β rises in equal steps; DiffuSETS' schedule with its published ends.
  ///
  /// - Precondition: There are at least two steps.
  public static func linear(
    steps: Int = 1000, from first: Double = 0.00085, to last: Double = 0.0120
  ) -> NoiseSchedule {
    precondition(steps > 1, "a schedule of \(steps) steps")
    return NoiseSchedule(
      noiseVariances: (0..<steps).map {
        first + (last - first) * Double($0) / Double(steps - 1)
      })
  }

  /// ᾱ follows a squared cosine, with β at most 0.999; SE-Diff's schedule.
  ///
  /// β_t = 1 − f(t + 1)/f(t), f(t) = cos²(((t/T) + s)/(1 + s) · π/2), s = 0.008. Source: Nichol and
  /// Dhariwal, ICML 2021, eq. 17.
  ///
  /// - Precondition: There is at least one step.
  public static func cosine(steps: Int = 1000) -> NoiseSchedule {
    precondition(steps > 0, "a schedule of \(steps) steps")
    func share(_ t: Int) -> Double {
      let c = cos((Double(t) / Double(steps) + 0.008) / 1.008 * .pi / 2)
      return c * c
    }
    return NoiseSchedule(
      noiseVariances: (0..<steps).map { min(0.999, 1 - share($0 + 1) / share($0)) })
  }

  /// Number of steps.
  public var steps: Int { noiseVariances.count }

  /// ᾱ/(1 − ᾱ), the ratio of the signal's variance to the noise's after a step.
  public func signalToNoise(at step: Int) -> Double {
    signalShares[step] / (1 - signalShares[step])
  }

  /// What of the signal is left at the end, √ᾱ: a sampler that starts from pure noise misses it.
  public var finalSignal: Double { signalShares[steps - 1].squareRoot() }
}
