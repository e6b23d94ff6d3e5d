import Foundation
import Yams

/// A value of a YAML text that knows where it stands.
struct YAMLValue: Sendable {
  /// One entry of a mapping.
  struct Entry: Sendable {
    var key: String
    var line: Int
    var value: YAMLValue
  }

  /// What the value is.
  enum Content: Sendable {
    case scalar(String, isQuoted: Bool)
    case sequence([YAMLValue])
    case mapping([Entry])
  }

  /// The file that it came from.
  var file: String
  /// Its line, from 1.
  var line: Int
  /// The path of keys that leads to it.
  var path: String
  /// What it is.
  var content: Content

  /// An error about this value.
  func error(_ code: RhythmError.Code, _ message: String) -> RhythmError {
    RhythmError(code: code, file: file, line: line, key: path, message: message)
  }

  /// What the value is, for messages.
  var kind: String {
    switch content {
    case .scalar(let text, _): text.isEmpty ? "nothing" : "'\(text)'"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }
}

extension YAMLValue {
  /// Bytes, values and levels beyond which no rhythm goes; they bound time and memory.
  private static let limits = (bytes: 262_144, values: 20_000, depth: 24)

  /// Parses a text.
  ///
  /// Anchors and aliases are refused: `extends` and criteria blocks say the same more clearly, and
  /// nested aliases can grow without bound.
  static func parse(_ text: String, file: String) throws(RhythmError) -> YAMLValue {
    guard text.utf8.count <= limits.bytes else {
      throw RhythmError(
        code: .syntax, file: file,
        message: "\(text.utf8.count) bytes are more than the \(limits.bytes) a rhythm may have")
    }
    try refuseAnchors(text, file: file)
    let root: Node?
    do {
      root = try Yams.compose(yaml: text, .default, .default, .utf8)
    } catch {
      throw RhythmError(yaml: error, file: file)
    }
    guard let root else {
      throw RhythmError(code: .syntax, file: file, line: 1, message: "the file is empty")
    }
    var count = 0
    return try YAMLValue(root, file: file, path: "", depth: 0, count: &count)
  }

  /// Refuses `&name` where a value can start; Yams would expand its aliases while it parses.
  private static func refuseAnchors(_ text: String, file: String) throws(RhythmError) {
    var (line, previous): (Int, Character) = (1, "\n")
    var isComment = false
    for character in text {
      if character == "\n" || character == "\r\n" { (line, isComment) = (line + 1, false) }
      if character == "#", previous.isWhitespace { isComment = true }
      if !isComment, character == "&", previous.isWhitespace || "[{,:-?".contains(previous) {
        throw RhythmError(
          code: .syntax, file: file, line: line,
          message: "anchors (&name) are not supported; use 'extends' or a criteria block")
      }
      previous = character
    }
  }

  private init(
    _ node: Node, file: String, path: String, depth: Int, count: inout Int
  ) throws(RhythmError) {
    self.file = file
    self.path = path
    line = node.mark?.line ?? 1
    content = .sequence([])
    count += 1
    guard count <= Self.limits.values, depth <= Self.limits.depth else {
      throw error(
        .syntax, "more than \(Self.limits.values) values or \(Self.limits.depth) levels")
    }
    switch node {
    case .scalar(let scalar):
      let isPlain = scalar.style == .any || scalar.style == .plain
      content = .scalar(scalar.string, isQuoted: !isPlain)
    case .sequence(let sequence):
      var values: [YAMLValue] = []
      for (i, element) in sequence.enumerated() {
        values.append(
          try YAMLValue(
            element, file: file, path: "\(path)[\(i + 1)]", depth: depth + 1, count: &count))
      }
      content = .sequence(values)
    case .mapping(let mapping):
      var entries: [Entry] = []
      for (key, value) in mapping {
        guard case .scalar(let name) = key else { throw error(.syntax, "a key is not a word") }
        let path = path.isEmpty ? name.string : "\(path).\(name.string)"
        entries.append(
          Entry(
            key: name.string, line: key.mark?.line ?? line,
            value: try YAMLValue(value, file: file, path: path, depth: depth + 1, count: &count)))
      }
      content = .mapping(entries)
    case .alias:
      throw error(.syntax, "aliases (*name) are not supported")
    }
  }
}

extension RhythmError {
  /// Yams' error as one line.
  fileprivate init(yaml error: any Error, file: String) {
    switch error {
    case YamlError.duplicatedKeysInMapping(let keys, let context):
      self.init(
        code: .duplicateKey, file: file, line: context.mark.line, key: keys.joined(separator: ", "),
        message: "the key stands twice in one mapping; keep one")
    case YamlError.scanner(_, let problem, let mark, _),
      YamlError.parser(_, let problem, let mark, _),
      YamlError.composer(_, let problem, let mark, _):
      self.init(code: .syntax, file: file, line: mark.line, message: "no YAML: \(problem)")
    case YamlError.reader(let problem, _, _, _):
      self.init(code: .syntax, file: file, message: "no YAML: \(problem)")
    default:
      self.init(code: .syntax, file: file, message: "no YAML: \(error)")
    }
  }
}
