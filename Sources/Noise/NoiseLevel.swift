/// How much of an artefact there is.
public enum NoiseLevel: Sendable, Equatable {
  /// Signal-to-noise ratio in decibels over all leads of the recording together.
  ///
  /// 10 log₁₀(Σ mean squares of the clean leads / Σ mean squares of the noise in them), each about
  /// its mean over the recording.
  case snrDecibels(Double)
  /// Root mean square in millivolts over all leads of the recording together, about their means.
  case rmsMillivolts(Double)
  /// Seconds for which an electrode has no contact.
  case seconds(Double)
  /// The largest potential that an amplifier can give, in millivolts.
  case railMillivolts(Double)

  /// The number.
  public var value: Double {
    switch self {
    case .snrDecibels(let value), .rmsMillivolts(let value), .seconds(let value),
      .railMillivolts(let value):
      value
    }
  }

  /// The key under which files hold it.
  public var key: String {
    switch self {
    case .snrDecibels: "snrDecibels"
    case .rmsMillivolts: "rmsMillivolts"
    case .seconds: "seconds"
    case .railMillivolts: "railMillivolts"
    }
  }

  /// Reads what a file holds under a key; `nil` for a key that names no level.
  public init?(key: String, value: Double) {
    switch key {
    case "snrDecibels": self = .snrDecibels(value)
    case "rmsMillivolts": self = .rmsMillivolts(value)
    case "seconds": self = .seconds(value)
    case "railMillivolts": self = .railMillivolts(value)
    default: return nil
    }
  }

  /// Reads a level as a command line gives it: `20dB`, `0.01mV`, `10uV`, `2s`; `nil` for other text.
  ///
  /// - Parameters:
  ///   - text: The number with its unit.
  ///   - kind: Whose level it is: millivolts of `saturation` are its rail.
  init?(parsing text: Substring, of kind: NoiseKind) {
    let units: [(String, (Double) -> NoiseLevel)] = [
      ("dB", { .snrDecibels($0) }),
      ("mV", { kind == .saturation ? .railMillivolts($0) : .rmsMillivolts($0) }),
      ("uV", { .rmsMillivolts($0 / 1000) }), ("µV", { .rmsMillivolts($0 / 1000) }),
      ("s", { .seconds($0) }),
    ]
    for (unit, level) in units where text.hasSuffix(unit) {
      guard let value = Double(text.dropLast(unit.count)) else { return nil }
      self = level(value)
      return
    }
    return nil
  }

  /// Why a kind cannot have this level, or `nil` if it can.
  func fault(for kind: NoiseKind) -> String? {
    switch (self, kind) {
    case (.snrDecibels(let value), _) where kind.isAdded:
      // Beyond this, noise or signal is lost in single precision.
      abs(value) <= 120 ? nil : "\(value) dB is not from -120 to 120 dB"
    case (.rmsMillivolts(let value), _) where kind.isAdded:
      value > 0 && value <= 1000 ? nil : "\(value) mV is not above 0 and up to 1000 mV"
    case (.seconds(let value), .leadOff):
      value > 0 && value.isFinite ? nil : "\(value) s is not above 0 s"
    case (.railMillivolts(let value), .saturation):
      value > 0 && value <= 1000 ? nil : "\(value) mV is not above 0 and up to 1000 mV"
    default:
      switch kind {
      case .leadOff: "its level is a time, such as 2s (seconds)"
      case .saturation: "its level is the rail, such as 5mV (railMillivolts)"
      default: "its level is a ratio, such as 20dB, or a root mean square, such as 0.01mV"
      }
    }
  }
}
