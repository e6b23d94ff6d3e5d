import Electrocardiogram
import Foundation
import RandomNumbers

/// An amplifier driven to its limits: an electrode's potential jumps and comes back slowly.
///
/// From a random instant of the first three quarters on, one electrode carries ± A exp(−t/τ), A 3 to 6
/// times the rail, τ 0.5 to 1.5 s (choices). The leads that are measured (I, II and V1 to V6) are then
/// held between the rails, and the others follow from I and II as in a recorder, so that their laws
/// hold; these may pass the rail. Where a recording lacks I or II, its limb leads are held themselves.
struct Saturation {
  /// The largest potential in millivolts.
  let rail: Double

  /// Adds the jump.
  func overload(
    _ noise: inout ElectrodeSignals, samplingRate: Double, at electrodes: [Electrode],
    using stream: NoiseStream
  ) -> NoiseEvent {
    var chance = stream.chance
    let electrode = electrodes[chance.whole(below: electrodes.count)]
    let first = Int(0.75 * chance.uniform() * Double(noise.count - 1))
    let size = rail * chance.within(3, 6) * chance.sign()
    let τ = chance.within(0.5, 1.5)
    let row = noise.range(of: electrode).lowerBound
    var value = size
    let factor = exp(-1 / (τ * samplingRate))
    for n in first..<noise.count {
      noise.samples[row + n] += Float(value)
      value *= factor
    }
    let start = Double(first) / samplingRate
    // Back within the rails: |size| exp(−t/τ) = rail.
    return NoiseEvent(
      kind: .saturation, electrode: electrode, start: start,
      end: start + τ * log(abs(size) / rail))
  }

  /// Holds the measured leads between the rails.
  func clip(_ recording: inout Recording) {
    let derives = recording.channel(.I) != nil && recording.channel(.II) != nil
    for index in recording.channels.indices {
      guard let lead = recording.channels[index].lead else { continue }
      let isDerived = derives && lead != .I && lead != .II && LimbLeads.weights(of: lead) != nil
      guard !isDerived else { continue }
      for n in recording.channels[index].millivolts.indices {
        let value = recording.channels[index].millivolts[n]
        recording.channels[index].millivolts[n] = min(max(value, -rail), rail)
      }
    }
    guard derives, let I = recording.channel(.I)?.millivolts,
      let II = recording.channel(.II)?.millivolts
    else { return }
    for index in recording.channels.indices {
      guard let lead = recording.channels[index].lead, lead != .I, lead != .II,
        let (a, b) = LimbLeads.weights(of: lead)
      else { continue }
      recording.channels[index].millivolts = zip(I, II).map { a * $0 + b * $1 }
    }
  }
}
