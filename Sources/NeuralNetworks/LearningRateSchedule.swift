import Foundation

/// How the learning rate changes over a run.
public struct LearningRateSchedule: Sendable, Codable, Equatable {
  /// The rate at its highest.
  public var peak: Double
  /// Steps over which the rate rises from 0.
  public var warmUpSteps: Int
  /// Step at which the fall ends.
  public var totalSteps: Int
  /// The last rate as a fraction of the highest; 1 for no fall.
  public var finalFraction: Double

  /// Describes a schedule.
  ///
  /// - Precondition: The peak is positive, the warm-up ends before the run, the fraction is in [0, 1].
  public init(peak: Double, warmUpSteps: Int = 0, totalSteps: Int, finalFraction: Double = 0) {
    precondition(
      peak > 0 && warmUpSteps >= 0 && warmUpSteps < totalSteps && (0...1).contains(finalFraction),
      "peak \(peak), warm-up \(warmUpSteps) of \(totalSteps) steps, end at \(finalFraction)")
    self.peak = peak
    self.warmUpSteps = warmUpSteps
    self.totalSteps = totalSteps
    self.finalFraction = finalFraction
  }

  /// The rate of one step, counted from 0.
  ///
  /// (step + 1) / warm-up of the peak while it rises, then half a cosine from the peak to the last rate,
  /// which stays. Source: Loshchilov and Hutter, ICLR 2017, eq. 5.
  public func rate(at step: Int) -> Double {
    precondition(step >= 0, "step \(step)")
    if step < warmUpSteps { return peak * Double(step + 1) / Double(warmUpSteps) }
    let done = min(1, Double(step - warmUpSteps) / Double(totalSteps - warmUpSteps))
    return peak * (finalFraction + (1 - finalFraction) * (1 + cos(.pi * done)) / 2)
  }
}
