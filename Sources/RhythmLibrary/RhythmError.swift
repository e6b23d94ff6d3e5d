/// Why a rhythm cannot be read.
public struct RhythmError: Error, Equatable, CustomStringConvertible {
  /// What kind of obstacle it is.
  public enum Code: String, Sendable {
    /// No rhythm has this name.
    case unknownRhythm
    /// A file or folder cannot be read.
    case unreadable
    /// The text is no YAML, or more of it than a rhythm can need.
    case syntax
    /// A key that means nothing here, or whose unit is not the one expected.
    case unknownKey
    /// A key stands twice.
    case duplicateKey
    /// A key is absent.
    case missingKey
    /// A value is of another kind than the key asks for.
    case wrongType
    /// A value is not among those allowed.
    case outOfRange
    /// Rhythms extend each other, or are each other, in a circle.
    case cycle
    /// Two files define the same thing.
    case duplicateName
  }

  /// The kind of obstacle.
  public let code: Code
  /// The file, as its name or path; `nil` where none is to blame.
  public let file: String?
  /// The line in the file, from 1.
  public let line: Int?
  /// The key, as the path of keys that leads to it, such as `beat.QRS[2].xyzMillivolts`.
  public let key: String?
  /// What happened, with which values, and what to try.
  public let message: String

  /// Creates an error.
  public init(
    code: Code, file: String? = nil, line: Int? = nil, key: String? = nil, message: String
  ) {
    self.code = code
    self.file = file
    self.line = line
    self.key = key
    self.message = message
  }

  /// One line: `file:line: key: message`.
  public var description: String {
    var place = file.map { [$0 + (line.map { ":\($0)" } ?? "")] } ?? []
    if let key, !key.isEmpty { place.append(key) }
    return (place + [message]).joined(separator: ": ")
  }
}
