/// Units in which clinical limits are printed; they end the keys that hold numbers.
public enum ClinicalUnit: String, Sendable, CaseIterable {
  /// Thousandths of a second.
  case milliseconds = "Milliseconds"
  /// Thousandths of a volt.
  case millivolts = "Millivolts"
  /// Area of a wave.
  case millivoltMilliseconds = "MillivoltMilliseconds"
  /// Beats a minute.
  case perMinute = "PerMinute"
  /// Degrees of the frontal plane, positive towards the foot.
  case degrees = "Degrees"
  /// Hundredths.
  case percent = "Percent"
  /// A ratio or a count.
  case none = ""

  /// As it follows a number.
  public var symbol: String {
    switch self {
    case .milliseconds: "ms"
    case .millivolts: "mV"
    case .millivoltMilliseconds: "mV·ms"
    case .perMinute: "/min"
    case .degrees: "°"
    case .percent: "%"
    case .none: ""
    }
  }
}
