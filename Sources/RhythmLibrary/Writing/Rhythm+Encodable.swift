extension Rhythm: Encodable {
  /// Encodes the keys and values of the rhythm's file, as `yaml` writes it, with its name.
  public func encode(to encoder: any Encoder) throws {
    guard case .mapping(var entries) = try YAMLValue.parse(yaml, file: name).content else {
      preconditionFailure("the file of \(name) is no mapping")
    }
    let ownName = YAMLValue(
      file: name, line: 0, path: "name", content: .scalar(name, isQuoted: true))
    entries.insert(YAMLValue.Entry(key: "name", line: 0, value: ownName), at: 0)
    try YAMLValue(file: name, line: 0, path: "", content: .mapping(entries)).encode(to: encoder)
  }
}

extension YAMLValue: Encodable {
  /// A key of a mapping.
  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  func encode(to encoder: any Encoder) throws {
    switch content {
    case .mapping(let entries):
      var container = encoder.container(keyedBy: Key.self)
      for entry in entries {
        try container.encode(entry.value, forKey: Key(stringValue: entry.key))
      }
    case .sequence(let values):
      var container = encoder.unkeyedContainer()
      for value in values { try container.encode(value) }
    case .scalar(let text, let isQuoted):
      var container = encoder.singleValueContainer()
      // Rhythms write numbers plainly and words that look like them in quotes.
      if !isQuoted, let number = Double(text) {
        try container.encode(number)
      } else {
        try container.encode(text)
      }
    }
  }
}
