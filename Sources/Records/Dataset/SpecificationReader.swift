import Noise
import Yams

/// A mapping of a specification, which knows where its values stand.
struct SpecificationReader {
  private let file: String
  private let node: Node.Mapping
  private let path: String

  /// Keys of a specification.
  private static let keys = [
    "rhythms", "count", "durationSeconds", "samplingRateHertz", "lowRateCopies", "noise",
    "patients", "variability", "respirationPerMinute",
  ]
  /// Bytes beyond which no specification goes.
  private static let limit = 1 << 20

  init(_ text: String, file: String) throws(RecordError) {
    func failure(_ message: String) -> RecordError {
      RecordError(.badSpecification, "\(file): \(message)")
    }
    guard text.utf8.count <= Self.limit else {
      throw failure("\(text.utf8.count) bytes are more than a specification has")
    }
    let root: Node?
    do { root = try Yams.compose(yaml: text) } catch {
      throw failure("is no YAML: \("\(error)".split(separator: "\n").joined(separator: " "))")
    }
    guard let mapping = root?.mapping else {
      throw failure("is no mapping; begin with 'rhythms: {sinus-rhythm: 1}'")
    }
    try self.init(mapping, file: file, path: "", keys: Self.keys)
  }

  private init(
    _ node: Node.Mapping, file: String, path: String, keys: [String]
  ) throws(RecordError) {
    (self.file, self.node, self.path) = (file, node, path)
    var seen: Set<String> = []
    for (key, _) in node {
      let name = key.string ?? ""
      guard keys.contains(name) else {
        throw failure(key, "'\(name)' is no key; there are \(keys.joined(separator: ", "))")
      }
      guard seen.insert(name).inserted else { throw failure(key, "'\(name)' stands twice") }
    }
  }

  private func failure(_ node: Node?, _ message: String) -> RecordError {
    let line = (node?.mark?.line).map { ":\($0)" } ?? ""
    return RecordError(.badSpecification, "\(file)\(line): \(path)\(message)")
  }

  private func value(_ key: String) -> Node? {
    node.first { $0.key.string == key }?.value
  }

  // MARK: - Values

  func number(
    _ key: String, in range: ClosedRange<Double>, isWhole: Bool = false
  ) throws(RecordError) -> Double? {
    guard let node = value(key) else { return nil }
    return try number(node, key, in: range, isWhole: isWhole)
  }

  func required(_ key: String, in range: ClosedRange<Double>) throws(RecordError) -> Double {
    guard let value = try number(key, in: range) else {
      throw failure(nil, "'\(key)' is absent; give a number")
    }
    return value
  }

  private func number(
    _ node: Node, _ key: String, in range: ClosedRange<Double>, isWhole: Bool = false
  ) throws(RecordError) -> Double {
    guard let text = node.scalar?.string, let value = Double(text), range.contains(value),
      !isWhole || value == value.rounded()
    else {
      throw failure(
        node,
        "\(key) is '\(node.scalar?.string ?? "no number")'; give \(isWhole ? "a whole number" : "a number") "
          + "from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  func truth(_ key: String) throws(RecordError) -> Bool? {
    guard let node = value(key) else { return nil }
    switch node.scalar?.string {
    case "true": return true
    case "false": return false
    default:
      throw failure(
        node, "\(key) is '\(node.scalar?.string ?? "no word")'; give true or false")
    }
  }

  func range(
    _ key: String, in limits: ClosedRange<Double>
  ) throws(RecordError) -> ClosedRange<Double>? {
    guard let node = value(key) else { return nil }
    guard let list = node.sequence, list.count == 2 else {
      throw failure(node, "\(key) is no list of two numbers, such as [20, 90]")
    }
    let low = try number(list[0], key, in: limits)
    let high = try number(list[1], key, in: limits)
    guard low <= high else { throw failure(node, "\(key): \(low) is more than \(high)") }
    return low...high
  }

  func mapping(_ key: String, keys: [String]) throws(RecordError) -> SpecificationReader? {
    guard let node = value(key) else { return nil }
    guard let mapping = node.mapping else {
      throw failure(node, "\(key) is no mapping of \(keys.joined(separator: ", "))")
    }
    return try SpecificationReader(mapping, file: file, path: "\(key): ", keys: keys)
  }

  func noise() throws(RecordError) -> NoiseSpecification? {
    guard let node = value("noise") else { return nil }
    do {
      return try YAMLDecoder().decode(NoiseSpecification.self, from: node)
    } catch {
      throw failure(node, "noise: \(SpecificationReader.reason(error))")
    }
  }

  private static func reason(_ error: any Error) -> String {
    if case DecodingError.dataCorrupted(let context) = error, let cause = context.underlyingError {
      return "\(cause)"
    }
    guard error is NoiseError else { return "is no mapping of kinds to their levels" }
    return "\(error)"
  }

  func rhythms() throws(RecordError) -> [(name: String, weight: Double)] {
    guard let node = value("rhythms") else {
      throw failure(nil, "'rhythms' is absent; name one, such as 'rhythms: [sinus-rhythm]'")
    }
    var rhythms: [(name: String, weight: Double)] = []
    if let list = node.sequence {
      for entry in list { rhythms.append((entry.scalar?.string ?? "", 1)) }
    } else if let mapping = node.mapping {
      for (key, weight) in mapping {
        rhythms.append(
          (key.string ?? "", try number(weight, "weight of \(key.string ?? "")", in: 0...1e9)))
      }
    }
    guard rhythms.contains(where: { $0.weight > 0 }) else {
      throw failure(node, "rhythms names none; give a list or names with weights above 0")
    }
    guard Set(rhythms.map(\.name)).count == rhythms.count else {
      throw failure(node, "rhythms names one twice")
    }
    return rhythms
  }
}
