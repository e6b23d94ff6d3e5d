/// Which artefacts a recording gets and how much of each: the meaning of `--noise` and of `noise:`.
public struct NoiseSpecification: Sendable, Equatable {
  /// The level of each kind.
  public private(set) var levels: [NoiseKind: NoiseLevel] = [:]
  /// Nominal frequency of the mains, 50 or 60 Hz.
  public private(set) var mainsHertz = 50.0

  /// No noise.
  public init() {}

  /// Reads arguments such as `baseline=20dB`.
  ///
  /// - Throws: what `add(parsing:)` throws.
  public init(parsing arguments: [String]) throws(NoiseError) {
    for argument in arguments { try add(parsing: argument) }
  }

  /// Adds a kind.
  ///
  /// - Throws: `duplicateKind`; `badLevel` if the kind cannot have the level.
  public mutating func add(_ kind: NoiseKind, _ level: NoiseLevel) throws(NoiseError) {
    guard levels[kind] == nil else {
      throw NoiseError(.duplicateKind, "noise '\(kind.rawValue)' is given twice; give it once")
    }
    if let fault = level.fault(for: kind) {
      throw NoiseError(.badLevel, "noise '\(kind.rawValue)': \(fault)")
    }
    levels[kind] = level
  }

  /// Sets the nominal frequency of the mains.
  ///
  /// - Throws: `badLevel` unless it is 50 or 60.
  public mutating func setMains(hertz: Double) throws(NoiseError) {
    guard hertz == 50 || hertz == 60 else {
      throw NoiseError(.badLevel, "noise 'powerline': mains of \(hertz) Hz; they have 50 or 60 Hz")
    }
    mainsHertz = hertz
  }

  /// Adds what an argument `KIND=LEVEL` says.
  ///
  /// The level is a number with its unit, without a blank: `baseline=20dB`, `muscle=30uV`,
  /// `powerline=0.01mV` or, on mains of 60 Hz, `powerline=0.01mV@60Hz`, `lead-off=2s`,
  /// `saturation=5mV`.
  ///
  /// - Throws: `unknownKind`, `badLevel` or `duplicateKind`.
  public mutating func add(parsing argument: String) throws(NoiseError) {
    let parts = argument.split(separator: "=", omittingEmptySubsequences: false)
    guard parts.count == 2 else {
      throw NoiseError(
        .badLevel, "noise '\(argument)' is not KIND=LEVEL; try for example baseline=20dB")
    }
    let kind = try Self.kind(named: String(parts[0]))
    var text = parts[1]
    if kind == .powerline, let at = text.firstIndex(of: "@") {
      let mains = text[text.index(after: at)...]
      guard mains == "50Hz" || mains == "60Hz" else {
        throw NoiseError(.badLevel, "noise '\(argument)': after @ comes 50Hz or 60Hz")
      }
      try setMains(hertz: mains == "50Hz" ? 50 : 60)
      text = text[..<at]
    }
    guard let level = NoiseLevel(parsing: text, of: kind) else {
      throw NoiseError(
        .badLevel,
        "noise '\(argument)': '\(text)' is no number with the unit dB, mV, uV or s; try for "
          + "example \(kind.rawValue)=\(kind.example)")
    }
    try add(kind, level)
  }

  /// The kind of a name.
  static func kind(named name: String) throws(NoiseError) -> NoiseKind {
    guard let kind = NoiseKind(rawValue: name) else {
      let known = NoiseKind.allCases.map(\.rawValue).joined(separator: ", ")
      throw NoiseError(.unknownKind, "there is no noise '\(name)'; there are \(known)")
    }
    return kind
  }
}

extension NoiseKind {
  /// A level that it can have.
  var example: String {
    switch self {
    case .leadOff: "2s"
    case .saturation: "5mV"
    default: "20dB"
    }
  }
}
