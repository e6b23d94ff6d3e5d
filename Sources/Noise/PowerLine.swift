import Foundation
import RandomNumbers

/// Interference of the mains with its harmonics, in one phase and size of its own at each electrode.
///
/// x(t) = m(t) Σₕ aₕ gₕ cos(h φ(t) + ψₕ), h = 1, 2, 3, 5 with a = 1, 0.05, 0.3, 0.1. Electrodes pick up
/// displacement currents by unequal impedances and lengths of cable (Huhta and Webster, IEEE Trans
/// Biomed Eng 20:91, 1973), hence gains g from 1/2 to 1 and phases ψ drawn for each electrode and
/// harmonic. The frequency φ'/2π stays within 0.1 Hz of the nominal one: an offset of up to 0.05 Hz and
/// a swing of 0.05 Hz over 20 to 60 s. The size m swings by a fifth over 5 to 20 s. Harmonics within
/// 1 Hz of half the sampling rate or above are left out, as an anti-aliasing filter does. Sizes and
/// times are choices.
public struct PowerLine: ElectrodeArtefact, Equatable {
  /// Orders and sizes of the harmonics.
  static let harmonics: [(order: Int, size: Double)] = [(1, 1), (2, 0.05), (3, 0.3), (5, 0.1)]
  /// Largest offset and swing of the frequency.
  static let drift = (offset: 0.05, swing: 0.05)
  /// Samples over which frequency and size count as constant.
  private static let block = 32

  /// Nominal frequency.
  public let mainsHertz: Double
  let samplingRate: Double

  /// Interference for a sampling rate in hertz.
  ///
  /// - Precondition: the mains are below half the sampling rate.
  public init(mainsHertz: Double, samplingRate: Double) {
    precondition(
      mainsHertz > 0 && mainsHertz + 1 < samplingRate / 2,
      "mains of \(mainsHertz) Hz sampled at \(samplingRate) Hz")
    self.mainsHertz = mainsHertz
    self.samplingRate = samplingRate
  }

  /// Draws it.
  @discardableResult
  public func draw(
    into signals: inout ElectrodeSignals, at electrodes: [Electrode], using stream: NoiseStream
  ) -> [NoiseEvent] {
    var chance = stream.chance
    let tones = tones(count: signals.count, using: &chance)
    let audible = Self.harmonics.filter {
      Double($0.order) * mainsHertz + 1 < samplingRate / 2
    }
    signals.clear()
    for electrode in Electrode.allCases {
      // All are drawn, so that a harmonic left out changes no other.
      for harmonic in Self.harmonics {
        let size = harmonic.size * chance.within(0.5, 1)
        let ψ = 2 * .pi * chance.uniform()
        guard let index = audible.firstIndex(where: { $0.order == harmonic.order }) else {
          continue
        }
        signals.add(tones[index].cosine, times: Float(size * cos(ψ)), at: electrode)
        signals.add(tones[index].sine, times: Float(-size * sin(ψ)), at: electrode)
      }
    }
    return []
  }

  /// m cos hφ and m sin hφ for h = 1, 2, 3, 5.
  private func tones(
    count: Int, using chance: inout Philox
  ) -> [(cosine: [Float], sine: [Float])] {
    let row = [Float](repeating: 0, count: count)
    var tones = Self.harmonics.map { _ in (cosine: row, sine: row) }
    let offset = chance.within(-Self.drift.offset, Self.drift.offset)
    let (period, swingStart) = (chance.within(20, 60), chance.uniform())
    let (breadth, sizeStart) = (chance.within(5, 20), chance.uniform())
    let start = chance.uniform()
    /// The phase in turns: the integral of f₀ + offset + swing sin(2π(t/period + start)).
    func turns(_ t: Double) -> Double {
      start + (mainsHertz + offset) * t
        - Self.drift.swing * period / (2 * .pi) * cos(2 * .pi * (t / period + swingStart))
    }
    func size(_ t: Double) -> Double { 1 + 0.2 * sin(2 * .pi * (t / breadth + sizeStart)) }
    for first in stride(from: 0, to: count, by: Self.block) {
      let t = Double(first) / samplingRate
      let phase = turns(t).truncatingRemainder(dividingBy: 1)
      let step = (turns(t + Double(Self.block) / samplingRate) - turns(t)) / Double(Self.block)
      let (c, s) = (Float(cos(2 * .pi * step)), Float(sin(2 * .pi * step)))
      let m = Float(size(t + Double(Self.block) / 2 / samplingRate))
      var x = Float(cos(2 * .pi * phase))
      var y = Float(sin(2 * .pi * phase))
      for n in first..<min(first + Self.block, count) {
        let (x2, y2) = (x * x - y * y, 2 * x * y)
        let (x3, y3) = (x * x2 - y * y2, x * y2 + y * x2)
        let (x5, y5) = (x3 * x2 - y3 * y2, x3 * y2 + y3 * x2)
        (tones[0].cosine[n], tones[0].sine[n]) = (m * x, m * y)
        (tones[1].cosine[n], tones[1].sine[n]) = (m * x2, m * y2)
        (tones[2].cosine[n], tones[2].sine[n]) = (m * x3, m * y3)
        (tones[3].cosine[n], tones[3].sine[n]) = (m * x5, m * y5)
        (x, y) = (c * x - s * y, s * x + c * y)
      }
    }
    return tones
  }
}
