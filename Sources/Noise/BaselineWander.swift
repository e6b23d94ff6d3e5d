import Foundation
import RandomNumbers

/// Slow wander of the baseline: breath and drift at each electrode.
///
/// x(t) = g √2 sin 2π(φ + f t) + Σⱼ Σₖ cⱼₖ B(t/hⱼ − k): the record's own breath with a gain g of its own
/// at each electrode, from half to full size and of either sign, and a sum of cubic B-splines with
/// knots hⱼ = 0.8 and 1.6 s apart and normal weights of one variance, which has the spectrum
/// Σ hⱼ sinc⁸(f hⱼ). The breath as a sine is ECGSYN's; drift as a random process below 0.5 Hz follows
/// Lenis et al., Comput Math Methods Med 9295029 (2017). Equal shares of breath and drift are a choice,
/// as is the spacing: 51 % of the drift's power lies between 0.05 and 0.2 Hz, 23 % up to 0.5 Hz and
/// 1.6 % up to 1 Hz; of real wander (MIT-BIH Noise Stress Test, `bw`, with its breath) it is 51 to 52 %,
/// 35 to 37 % and 1 to 2 %.
public struct BaselineWander: ElectrodeArtefact, Equatable {
  /// Seconds between the finest knots.
  static let finest = 0.8
  /// How many spacings there are, each twice the one before.
  static let octaves = 2
  /// The breath's share of the power, where there is one.
  static let breathShare = 0.5

  let samplingRate: Double
  /// The record's breathing.
  public var breath: RespiratoryCycle?

  /// Wander for a sampling rate in hertz.
  public init(samplingRate: Double, breath: RespiratoryCycle? = nil) {
    precondition(samplingRate > 0, "sampling rate \(samplingRate) Hz")
    self.samplingRate = samplingRate
    self.breath = breath
  }

  /// The drift's power spectrum, as a density for a variance of one.
  static func driftSpectrum(atHertz f: Double) -> Double {
    func sinc(_ x: Double) -> Double { x == 0 ? 1 : sin(.pi * x) / (.pi * x) }
    // A spline's mean square over its period is 151/315 of that of its weights.
    let sum = (0..<octaves).reduce(0.0) { sum, octave in
      let h = finest * Double(1 << octave)
      return sum + h * pow(sinc(f * h), 8)
    }
    return 2 * sum / (Double(octaves) * 151 / 315)
  }

  /// Draws it.
  @discardableResult
  public func draw(
    into signals: inout ElectrodeSignals, at electrodes: [Electrode], using stream: NoiseStream
  ) -> [NoiseEvent] {
    for electrode in Electrode.allCases {
      drift(into: &signals, at: electrode, using: stream)
    }
    guard let breath else { return [] }
    let row = breath.samples(count: signals.count, rate: samplingRate)
    var chance = stream.chance
    // The mean square of gains drawn evenly between 1/2 and 1 is 7/12.
    let scale = (2 * Self.breathShare / (1 - Self.breathShare) * 12 / 7).squareRoot()
    for electrode in Electrode.allCases {
      let gain = scale * chance.within(0.5, 1) * chance.sign()
      signals.add(row, times: Float(gain), at: electrode)
    }
    return []
  }

  /// The drift of one electrode, with a mean square of one on average.
  private func drift(
    into signals: inout ElectrodeSignals, at electrode: Electrode, using stream: NoiseStream
  ) {
    let duration = Double(signals.count) / samplingRate
    // Weights of spline k stand at k + 2.
    func weights(spacing h: Double) -> Int { Int((duration / h).rounded(.up)) + 8 }
    let size = Float((1 / (Double(Self.octaves) * 151 / 315)).squareRoot())
    var c: [Float] = []
    for octave in (0..<Self.octaves).reversed() {
      let count = weights(spacing: Self.finest * Double(1 << octave))
      var fresh = stream.normal(
        part: UInt32(1 + octave * Electrode.allCases.count + electrode.index), count: count)
      for index in fresh.indices {
        fresh[index] *= size
        guard !c.isEmpty else { continue }
        // A spline of wide knots is one of knots half as far apart.
        let (half, odd) = ((index - 2) >> 1, index & 1 == 1)
        fresh[index] +=
          odd
          ? (c[half + 2] + c[half + 3]) / 2 : (c[half + 1] + 6 * c[half + 2] + c[half + 3]) / 8
      }
      c = fresh
    }
    let first = signals.range(of: electrode).lowerBound
    let perKnot = samplingRate * Self.finest
    var n = 0
    var knot = 0
    while n < signals.count {
      let (p, q, r, s) = (c[knot + 1], c[knot + 2], c[knot + 3], c[knot + 4])
      let (a, b) = ((p + 4 * q + r) / 6, (r - p) / 2)
      let (d, e) = ((p - 2 * q + r) / 2, (s - 3 * r + 3 * q - p) / 6)
      let end = min(Int((Double(knot + 1) * perKnot).rounded(.up)), signals.count)
      let start = Float(Double(knot) * perKnot - Double(n))
      let base = n
      while n < end {
        let u = (Float(n - base) - start) / Float(perKnot)
        signals.samples[first + n] = a + u * (b + u * (d + u * e))
        n += 1
      }
      knot += 1
    }
  }
}
