import Foundation

/// Noise whose power falls as 1/f, independent at each electrode.
///
/// White noise through first-order sections: seven poles a constant ratio r apart from 0.05 Hz to half
/// the sampling rate, each with a zero √r above it, so that the slope is −1 on average. Source of the
/// method: Corsini and Saletti, IEEE Trans Instrum Meas 37:615 (1988); ratio and range are choices. A
/// zero at −0.14 takes back what sampling adds near half the rate. Spectrum: within 0.25 dB of 1/f
/// from 0.2 Hz to 0.45 of the sampling rate; flat below 0.05 Hz.
public struct PinkNoise: ElectrodeArtefact, Equatable {
  /// Where the slope begins.
  static let lowestHertz = 0.05
  let filter: ShapingFilter

  /// Noise for a sampling rate in hertz.
  public init(samplingRate: Double) {
    precondition(samplingRate > 4 * Self.lowestHertz, "sampling rate \(samplingRate) Hz")
    let pairs = 7
    let ratio = pow(samplingRate / 2 / Self.lowestHertz, 1 / Double(pairs))
    func root(_ hertz: Double) -> Double { exp(-2 * .pi * hertz / samplingRate) }
    let corners = (0..<pairs).map { Self.lowestHertz * pow(ratio, Double($0)) }
    filter = ShapingFilter(
      poles: corners.map(root) + [0], zeros: corners.map { root($0 * ratio.squareRoot()) } + [-0.14]
    )
  }

  /// Draws it.
  @discardableResult
  public func draw(
    into signals: inout ElectrodeSignals, at electrodes: [Electrode], using stream: NoiseStream
  ) -> [NoiseEvent] {
    filter.draw(into: &signals, using: stream)
    return []
  }
}
