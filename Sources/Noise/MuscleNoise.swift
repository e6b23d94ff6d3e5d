import Foundation
import RandomNumbers

/// Activity of skeletal muscles under the electrodes, which swells and fades.
///
/// x[n] = s(t) u[n], independent at each electrode. The carrier u has the spectrum of surface
/// electromyograms, S(f) ∝ f² / ((f² + l²)(f² + h²)²) with l = 60 Hz and h = 120 Hz, largest at 65 Hz
/// and half of that at 28 and 136 Hz. Form: Shwedyk, Balasubramanian and Scott, IEEE Trans Biomed Eng
/// 24:417 (1977), as later simulations quote it; the corners are a choice in their usual range; not
/// checked against the primary text. Peers use autoregressions fitted to one recording at one rate
/// (AR(4) at 200 Hz, AR(12) at 360 Hz); this spectrum has a closed form at every rate. The
/// sampled poles fold in what lies above half the rate; a zero takes it back, which leaves the form
/// within 0.6 dB up to 0.45 of the rate.
///
/// The level is s = max(1/20, 1 + 0.3 z), z a process with one pole whose time constant is drawn
/// between those of 0.99 and 0.9995 at 200 Hz, 0.5 and 10 s. Source: simECG_2022's muscle noise.
public struct MuscleNoise: ElectrodeArtefact, Equatable {
  /// The corners l and h of the spectrum.
  static let cornersHertz = (low: 60.0, high: 120.0)
  /// How far the level moves, as a part of its mean.
  static let depth = 0.3
  /// Time constants of the level, in seconds.
  static let memory = (shortest: 0.5, longest: 10.0)
  /// Seconds between points of the level, with straight lines between them.
  private static let step = 0.05

  let samplingRate: Double
  let filter: ShapingFilter

  /// Noise for a sampling rate in hertz.
  public init(samplingRate: Double) {
    precondition(samplingRate > 0, "sampling rate \(samplingRate) Hz")
    self.samplingRate = samplingRate
    func root(_ hertz: Double) -> Double { exp(-2 * .pi * hertz / samplingRate) }
    let (low, high) = (root(Self.cornersHertz.low), root(Self.cornersHertz.high))
    let poles = [low, high, high]
    let plain = ShapingFilter(poles: poles, zeros: [1, 0, 0])
    // The factor 1 + c/z that makes the power at 0.45 of the rate, against that at low frequencies,
    // what the form says: 1 + 2c cos ω + c² = R (1 + c)².
    func excess(_ hertz: Double) -> Double {
      plain.power(atHertz: hertz, samplingRate: samplingRate) / Self.spectrum(atHertz: hertz)
    }
    let R = excess(0.001 * samplingRate) / excess(0.45 * samplingRate)
    let (a, b) = (1 - R, R - cos(0.9 * .pi))
    let c = a == 0 ? 0 : (b - (b * b - a * a).squareRoot()) / a
    filter = ShapingFilter(poles: poles, zeros: [1, -c, 0])
  }

  /// The spectrum that is aimed at, one at its largest.
  static func spectrum(atHertz f: Double) -> Double {
    let (l, h) = cornersHertz
    func form(_ f: Double) -> Double {
      f * f / ((f * f + l * l) * (f * f + h * h) * (f * f + h * h))
    }
    // The derivative vanishes where 2f⁴ + l²f² = l²h².
    let squares = (-l * l + (l * l * l * l + 8 * l * l * h * h).squareRoot()) / 4
    return form(f) / form(squares.squareRoot())
  }

  /// Draws it.
  @discardableResult
  public func draw(
    into signals: inout ElectrodeSignals, at electrodes: [Electrode], using stream: NoiseStream
  ) -> [NoiseEvent] {
    filter.draw(into: &signals, using: stream)
    var chance = stream.chance
    // As poles are drawn uniformly there, ν at 200 Hz.
    let ν = chance.within(
      exp(-1 / (200 * Self.memory.shortest)), exp(-1 / (200 * Self.memory.longest)))
    applyLevel(to: &signals, pole: Float(pow(ν, 200 * Self.step)), using: stream)
    return []
  }

  /// Multiplies each electrode's carrier by its level; `pole` is that of a step.
  private func applyLevel(
    to signals: inout ElectrodeSignals, pole: Float, using stream: NoiseStream
  ) {
    let perStep = Float(Self.step * samplingRate)
    let points = Int(Float(signals.count) / perStep) + 2
    let normals = stream.normal(part: 3, count: points * Electrode.allCases.count)
    let innovation = (1 - pole * pole).squareRoot()
    func level(_ z: Float) -> Float { max(0.05, 1 + Float(Self.depth) * z) }
    for electrode in Electrode.allCases {
      let drawn = electrode.index * points
      let first = signals.range(of: electrode).lowerBound
      var z = normals[drawn]
      var (from, to) = (level(z), level(z))
      var n = 0
      for point in 1..<points where n < signals.count {
        z = pole * z + innovation * normals[drawn + point]
        (from, to) = (to, level(z))
        let start = Float(point - 1) * perStep
        let end = min(Int((Float(point) * perStep).rounded(.up)), signals.count)
        let slope = (to - from) / perStep
        while n < end {
          signals.samples[first + n] *= from + slope * (Float(n) - start)
          n += 1
        }
      }
    }
  }
}
