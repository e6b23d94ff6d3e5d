public import Electrocardiogram
import Foundation
public import RandomNumbers

/// White Gaussian noise that enters at the electrodes.
///
/// Every electrode has its own noise and the leads see it as they see the heart, so that the laws of
/// Einthoven and Goldberger hold in noise too. A limb lead then carries √2, a chest lead √(4/3) of an
/// electrode's level.
public struct WhiteNoise: Sendable, Equatable {
  /// Standard deviation at each electrode in millivolts.
  public var standardDeviation: Double

  /// Creates noise of a level.
  public init(standardDeviation: Double) {
    precondition(standardDeviation >= 0, "noise of \(standardDeviation) mV")
    self.standardDeviation = standardDeviation
  }

  /// Creates noise with a signal-to-noise ratio over all leads together.
  ///
  /// SNR = 10 log₁₀(Σ mean squares of the leads without their means / Σ expected mean squares of the
  /// noise in them).
  ///
  /// - Parameters:
  ///   - decibels: The ratio.
  ///   - leads: The leads that count.
  ///   - signals: Their clean signals in mV, `[leads][samples]`.
  public init(signalToNoiseDecibels decibels: Double, leads: [Lead], signals: [[Double]]) {
    precondition(leads.count == signals.count, "\(signals.count) signals for \(leads)")
    let power = signals.reduce(0) { sum, signal in
      let mean = signal.reduce(0, +) / Double(max(signal.count, 1))
      return sum + signal.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(signal.count)
    }
    let gain = leads.reduce(0) { sum, lead in
      sum + lead.electrodeWeights.reduce(0) { $0 + $1 * $1 }
    }
    let ratio = pow(10, decibels / 10)
    self.init(standardDeviation: (power / (ratio * gain)).squareRoot())
  }

  /// Draws the noise of leads.
  ///
  /// - Parameters:
  ///   - leads: The leads.
  ///   - count: Samples.
  ///   - random: The record's generator; every electrode takes `count` numbers from it.
  /// - Returns: Noise in mV, `[leads][count]`.
  public func draw(leads: [Lead], count: Int, using random: inout Philox) -> [[Double]] {
    let electrodes = Electrode.allCases.map { _ in
      (0..<count).map { _ in standardDeviation * random.normal() }
    }
    return leads.map { lead in
      var sum = [Double](repeating: 0, count: count)
      for (weight, noise) in zip(lead.electrodeWeights, electrodes) where weight != 0 {
        for sample in 0..<count { sum[sample] += weight * noise[sample] }
      }
      return sum
    }
  }
}
