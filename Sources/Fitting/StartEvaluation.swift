import Foundation
import RandomNumbers

/// Whether fits of one beat agree, whatever they start from.
///
/// The best kernels found are moved: times from the R peak and widths by up to half of their size,
/// uniformly at random. Each start is fitted with a search of
/// its own seed; the best PRD is that of all these fits.
public struct StartEvaluation: Sendable, Equatable, Codable {
  /// PRD in percent from each start.
  public var prd: [Double]
  /// The smallest PRD of all, in percent.
  public var best: Double

  /// How far starts are moved, as a fraction of each parameter.
  public static let perturbation = 0.5

  /// Fits one lead from perturbed starts.
  ///
  /// - Parameters:
  ///   - millivolts: The lead's samples.
  ///   - timing: Their timing.
  ///   - options: How to fit; start i searches with `options.seed` + i + 1.
  ///   - starts: How many starts.
  /// - Throws: `FitError` if the beat cannot be fitted.
  public init(
    _ millivolts: [Double], timing: BeatTiming, options: FitOptions, starts: Int
  ) throws(FitError) {
    precondition(starts > 0, "\(starts) starts")
    let reference = try LeadFitter(timing: timing, options: options).fit(millivolts)
    best = reference.quality.prd
    prd = []
    for start in 0..<starts {
      var random = Philox(seed: options.seed, record: UInt32(start), stream: 1)
      let kernels = reference.kernels.map { kernel in
        func factor() -> Double { 1 + Self.perturbation * (2 * random.uniform() - 1) }
        var moved = kernel
        moved.time = kernel.time * factor()
        moved.width = kernel.width * factor()
        return moved
      }
      var own = options
      own.seed = options.seed &+ UInt64(start) + 1
      let fit = try LeadFitter(timing: timing, options: own).fit(millivolts, start: kernels)
      prd.append(fit.quality.prd)
      best = min(best, fit.quality.prd)
    }
  }

  /// The part of the starts that ended within a fraction of the best PRD.
  public func share(within fraction: Double) -> Double {
    Double(prd.filter { $0 <= (1 + fraction) * best }.count) / Double(prd.count)
  }
}
