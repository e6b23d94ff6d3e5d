public import Electrocardiogram
import Foundation

/// What noise a recording got.
public struct NoiseReport: Sendable, Equatable {
  /// One artefact that was added at the electrodes, as it reached the leads.
  public struct Delivered: Sendable, Equatable {
    /// The artefact.
    public let kind: NoiseKind
    /// The recording's leads.
    public let leads: [Lead]
    /// Variance of the noise in each lead, in mV².
    let variances: [Double]
    /// Variance of the clean signal in each lead, in mV².
    let clean: [Double]

    /// Root mean square over all leads about their means, in millivolts.
    public var rmsMillivolts: Double {
      (variances.reduce(0, +) / Double(variances.count)).squareRoot()
    }
    /// Signal-to-noise ratio over all leads in decibels; minus infinity for a flat signal.
    public var snrDecibels: Double {
      decibels(clean.reduce(0, +), variances.reduce(0, +))
    }
    /// Root mean square in each lead in millivolts.
    public var rmsMillivoltsByLead: [Double] { variances.map { $0.squareRoot() } }
    /// Signal-to-noise ratio in each lead in decibels; infinite where a lead has no noise.
    public var snrDecibelsByLead: [Double] { zip(clean, variances).map { decibels($0, $1) } }
  }

  /// What was added, in `NoiseKind.allCases` order.
  public internal(set) var delivered: [Delivered] = []
  /// What befell single electrodes, in the order of kinds and time.
  public internal(set) var events: [NoiseEvent] = []

  /// Header comments: a line for each artefact.
  public var comments: [String] {
    delivered.map { noise in
      "noise \(noise.kind.rawValue): rms \(rounded(noise.rmsMillivolts, 4)) mV, SNR "
        + "\(rounded(noise.snrDecibels, 2)) dB over \(noise.leads.count) leads"
    }
      + events.filter { !$0.kind.isAdded }.map {
        "noise \($0.kind.rawValue): electrode \($0.electrode.rawValue), \(rounded($0.start, 3)) to "
          + "\(rounded($0.end, 3)) s"
      }
  }
}

/// 10 log₁₀ of a ratio.
private func decibels(_ signal: Double, _ noise: Double) -> Double { 10 * log10(signal / noise) }

/// A number with so many decimals, without those that are zero.
private func rounded(_ value: Double, _ decimals: Int) -> Double {
  let scale = pow(10, Double(decimals))
  return (value * scale).rounded() / scale
}
