import Foundation
import RandomNumbers

/// Electrodes that are pulled or pushed: bursts of cusps and steps at single electrodes.
///
/// A burst befalls one electrode every five seconds on average, at least once in a record, and holds
/// one to four cusps 0.3 to 1 s apart. A cusp is A exp((t − t₀)/τ₁) before t₀ and A exp(−(t − t₀)/τ₂)
/// after it, A normal, τ₁ 20 to 150 ms and τ₂ 0.1 to 1 s; each fourth burst is a step, a rise within
/// 20 ms that an amplifier's high-pass of 0.05 Hz forgets with τ₂ = 3.2 s. Form: the two-sided
/// exponentials excited by sparse normal impulses of simECG_2022's motion artefact; rates and times
/// are choices, so that most power lies below 5 Hz as in the recording `em` of the MIT-BIH Noise
/// Stress Test (89 to 91 % between 0.05 and 5 Hz).
public struct ElectrodeMotion: ElectrodeArtefact, Equatable {
  /// Bursts a second.
  static let rate = 0.2
  /// Time constant of a high-pass of 0.05 Hz, in seconds.
  static let amplifierMemory = 3.2

  let samplingRate: Double

  /// Artefacts for a sampling rate in hertz.
  public init(samplingRate: Double) {
    precondition(samplingRate > 0, "sampling rate \(samplingRate) Hz")
    self.samplingRate = samplingRate
  }

  /// Draws it and tells, for each burst, when its first cusp is highest and when it has faded to a
  /// hundredth.
  @discardableResult
  public func draw(
    into signals: inout ElectrodeSignals, at electrodes: [Electrode], using stream: NoiseStream
  ) -> [NoiseEvent] {
    signals.clear()
    guard !electrodes.isEmpty else { return [] }
    let duration = Double(signals.count) / samplingRate
    var chance = stream.chance
    var starts: [Double] = []
    var time = -log(chance.uniform()) / Self.rate
    while time < duration {
      starts.append(time)
      time -= log(chance.uniform()) / Self.rate
    }
    if starts.isEmpty { starts = [duration * chance.uniform()] }
    return starts.map { start in
      burst(from: start, into: &signals, at: electrodes, using: &chance)
    }
  }

  private func burst(
    from start: Double, into signals: inout ElectrodeSignals, at electrodes: [Electrode],
    using chance: inout Philox
  ) -> NoiseEvent {
    let electrode = electrodes[chance.whole(below: electrodes.count)]
    let isStep = chance.uniform() < 0.25
    let cusps = isStep ? 1 : 1 + chance.whole(below: 4)
    var (time, end) = (start, start)
    for _ in 0..<cusps {
      let rise = isStep ? 0.02 : chance.within(0.02, 0.15)
      let decay = isStep ? Self.amplifierMemory : 0.1 * pow(10, chance.uniform())
      add(chance.normal(), at: time, rise: rise, decay: decay, to: &signals, at: electrode)
      end = max(end, time + decay * log(100))
      time += chance.within(0.3, 1)
    }
    return NoiseEvent(kind: .electrodeMotion, electrode: electrode, start: start, end: end)
  }

  /// Adds one cusp as far as it is above 1e-4 of its size.
  private func add(
    _ size: Double, at peak: Double, rise: Double, decay: Double,
    to signals: inout ElectrodeSignals, at electrode: Electrode
  ) {
    let reach = log(1e4)
    let first = max(Int(((peak - reach * rise) * samplingRate).rounded(.up)), 0)
    let top = min(max(Int((peak * samplingRate).rounded(.up)), 0), signals.count)
    let last = min(Int(((peak + reach * decay) * samplingRate).rounded(.up)), signals.count)
    let row = signals.range(of: electrode).lowerBound
    func run(_ range: Range<Int>, _ perSecond: Double) {
      guard !range.isEmpty else { return }
      var value = size * exp(perSecond * (Double(range.lowerBound) / samplingRate - peak))
      let factor = exp(perSecond / samplingRate)
      for n in range {
        signals.samples[row + n] += Float(value)
        value *= factor
      }
    }
    if first < top { run(first..<top, 1 / rise) }
    if top < last { run(top..<last, -1 / decay) }
  }
}
