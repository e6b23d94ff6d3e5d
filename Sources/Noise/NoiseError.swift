/// Why noise cannot be described or added.
public struct NoiseError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What kind of obstacle it is.
  public enum Code: String, Sendable {
    /// No artefact has this name.
    case unknownKind
    /// A level that is no level, not one of the kind, or out of range.
    case badLevel
    /// A kind stands twice.
    case duplicateKind
    /// A channel whose electrodes are not known.
    case unknownLead
    /// The recording is flat, too short, or holds missing samples.
    case unfitRecording
    /// A recording of noise is too short or holds missing samples.
    case unfitClip
  }

  /// The kind of obstacle.
  public let code: Code
  /// What happened, with which values, and what to try.
  public let message: String

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  /// The message.
  public var description: String { message }
}
