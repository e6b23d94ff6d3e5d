import Electrocardiogram
import Foundation
import RandomNumbers

/// An electrode that loses contact: for some seconds it carries nothing of the heart.
///
/// While it is off, the amplifier's input drifts, V (1 − exp(−t/τ)), and picks up mains: V 1 to 3 mV of
/// either sign, τ 0.2 to 1 s, mains of 0.1 to 0.5 mV; sizes are choices. Everything that reached the
/// electrode before, heart and noise, is gone. A limb electrode takes its limb leads and, through
/// Wilson's terminal, a third of its drift to every chest lead.
struct LeadOff {
  /// How long it lasts, in seconds.
  let seconds: Double
  let mainsHertz: Double

  /// Replaces an electrode's potential.
  ///
  /// - Parameters:
  ///   - noise: What is added to the recording at the electrodes.
  ///   - recording: The clean recording, less than which an electrode cannot lose.
  ///   - electrodes: Those that some lead sees.
  ///   - stream: Random numbers.
  /// - Returns: When and where.
  /// - Throws: `badLevel` if the recording is shorter; `unknownLead` if its leads tell no electrode's
  ///   potential.
  func apply(
    to noise: inout ElectrodeSignals, of recording: Recording, at electrodes: [Electrode],
    using stream: NoiseStream
  ) throws(NoiseError) -> NoiseEvent {
    let rate = recording.samplingRate
    let length = Int((seconds * rate).rounded())
    guard length <= noise.count else {
      throw NoiseError(
        .badLevel,
        "noise 'lead-off' of \(seconds) s in a recording of \(recording.duration) s; give less")
    }
    let known = electrodes.filter { recording.tellsPotential(of: $0) }
    guard !known.isEmpty else {
      throw NoiseError(
        .unknownLead,
        "noise 'lead-off' needs leads I and II, or a chest lead, in recording "
          + "'\(recording.name)'; add them")
    }
    var chance = stream.chance
    let electrode = known[chance.whole(below: known.count)]
    let first = chance.whole(below: noise.count - length + 1)
    let offset = chance.within(1, 3) * chance.sign()
    let (τ, hum, φ) = (
      chance.within(0.2, 1), chance.within(0.1, 0.5), 2 * .pi * chance.uniform()
    )
    guard let heart = recording.potential(of: electrode) else {
      preconditionFailure("electrode \(electrode) without leads")
    }
    let row = noise.range(of: electrode).lowerBound
    for n in first..<first + length {
      let t = Double(n - first) / rate
      let input = offset * (1 - exp(-t / τ)) + hum * sin(2 * .pi * mainsHertz * t + φ)
      noise.samples[row + n] = Float(input - heart[n])
    }
    return NoiseEvent(
      kind: .leadOff, electrode: electrode, start: Double(first) / rate,
      end: Double(first + length) / rate)
  }
}

extension Recording {
  /// Whether the leads tell an electrode's potential against Wilson's terminal.
  func tellsPotential(of electrode: Electrode) -> Bool {
    if let lead = Lead(name: electrode.rawValue) { return channel(lead) != nil }
    return channel(.I) != nil && channel(.II) != nil
  }

  /// An electrode's potential against Wilson's terminal: for limbs RA = −(I + II)/3, LA = (2 I − II)/3,
  /// LL = (2 II − I)/3, whose sum is zero; for the chest the lead.
  func potential(of electrode: Electrode) -> [Double]? {
    if let lead = Lead(name: electrode.rawValue) { return channel(lead)?.millivolts }
    guard let I = channel(.I)?.millivolts, let II = channel(.II)?.millivolts else { return nil }
    let (a, b) =
      switch electrode {
      case .RA: (-1.0, -1.0)
      case .LA: (2.0, -1.0)
      default: (-1.0, 2.0)
      }
    return zip(I, II).map { (a * $0 + b * $1) / 3 }
  }
}
