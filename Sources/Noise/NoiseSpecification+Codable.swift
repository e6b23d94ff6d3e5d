/// As files hold it: `{baseline: {snrDecibels: 20}, powerline: {rmsMillivolts: 0.01, mainsHertz: 60}}`.
extension NoiseSpecification: Codable {
  private struct Key: CodingKey {
    let stringValue: String
    let intValue: Int? = nil
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  private static let mainsKey = "mainsHertz"

  /// Reads the mapping.
  ///
  /// - Throws: `NoiseError` for unknown kinds and keys and for levels out of range; what the decoder
  ///   throws for values that are no numbers.
  public init(from decoder: any Decoder) throws {
    self.init()
    let kinds = try decoder.container(keyedBy: Key.self)
    for key in kinds.allKeys.sorted(by: { $0.stringValue < $1.stringValue }) {
      let kind = try Self.kind(named: key.stringValue)
      let values = try kinds.nestedContainer(keyedBy: Key.self, forKey: key)
      var level: NoiseLevel?
      for key in values.allKeys.sorted(by: { $0.stringValue < $1.stringValue }) {
        let value = try values.decode(Double.self, forKey: key)
        if kind == .powerline, key.stringValue == Self.mainsKey {
          try setMains(hertz: value)
          continue
        }
        guard level == nil, let given = NoiseLevel(key: key.stringValue, value: value) else {
          throw NoiseError(
            .badLevel,
            "noise '\(kind.rawValue)': key '\(key.stringValue)' is unknown or one level too many; "
              + "give one of snrDecibels, rmsMillivolts, seconds, railMillivolts")
        }
        level = given
      }
      guard let level else {
        throw NoiseError(
          .badLevel, "noise '\(kind.rawValue)' has no level; give for example snrDecibels: 20")
      }
      try add(kind, level)
    }
  }

  /// Writes the mapping.
  public func encode(to encoder: any Encoder) throws {
    var kinds = encoder.container(keyedBy: Key.self)
    for (kind, level) in levels {
      var values = kinds.nestedContainer(
        keyedBy: Key.self, forKey: Key(stringValue: kind.rawValue))
      try values.encode(level.value, forKey: Key(stringValue: level.key))
      if kind == .powerline {
        try values.encode(mainsHertz, forKey: Key(stringValue: Self.mainsKey))
      }
    }
  }
}
