/// An artefact of a recording, under the name that commands and files give it.
public enum NoiseKind: String, CaseIterable, Sendable, Codable {
  /// Slow wander of the baseline.
  case baseline
  /// Activity of skeletal muscles.
  case muscle
  /// Electrodes that are pulled or pushed.
  case electrodeMotion = "electrode-motion"
  /// The mains and its harmonics.
  case powerline
  /// As much at every frequency.
  case white
  /// Falling with frequency, 1/f.
  case pink
  /// An electrode that loses contact for some seconds.
  case leadOff = "lead-off"
  /// An amplifier driven to its limits.
  case saturation

  /// Whether it is added at the electrodes and scaled to a level; the others replace what is there.
  public var isAdded: Bool { self != .leadOff && self != .saturation }

  /// The kind's number among a record's streams of chance; it never changes.
  var number: UInt32 {
    switch self {
    case .baseline: 1
    case .muscle: 2
    case .electrodeMotion: 3
    case .powerline: 4
    case .white: 5
    case .pink: 6
    case .leadOff: 7
    case .saturation: 8
    }
  }
}
