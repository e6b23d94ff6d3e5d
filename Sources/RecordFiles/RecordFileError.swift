/// Why a record could not be read or written.
///
/// Every error says what happened, in which file and at which line or byte, with which values, and
/// what to try.
public struct RecordFileError: Error, CustomStringConvertible {
  /// The kinds of failure that callers tell apart.
  public enum Code: String, Sendable, CaseIterable {
    /// The file is missing or the system refuses to read it.
    case cannotRead
    /// The system refuses to write, or a name cannot be written.
    case cannotWrite
    /// The content contradicts the format's definition.
    case malformed
    /// The file ends before the content that it announces.
    case truncated
    /// The samples do not add up to the header's checksum.
    case checksumMismatch
    /// The content is valid but this library does not read it.
    case notSupported
    /// A value has no representation in the format asked for.
    case outOfRange
    /// The file does not say something that the caller then has to say.
    case incomplete
    /// An annotation lies outside the signals; reading goes on.
    case annotationPastEnd
  }

  /// A place in a file.
  public enum Place: Sendable, Equatable {
    /// Line, counted from 1.
    case line(Int)
    /// Byte offset, counted from 0.
    case byte(Int)
  }

  /// What a caller can say so that reading goes on; `RecordReader.Options` holds the same.
  public enum Remedy: Sendable, CaseIterable {
    /// The sampling rate.
    case samplingRate
    /// The gain.
    case unitsPerMillivolt
    /// The order of an array's axes.
    case layout
    /// The names of an array's leads.
    case leadNames
    /// That checksums do not count.
    case ignoringChecksums
  }

  /// The kind of failure.
  public let code: Code
  /// The file, as the caller named it or as its header names it.
  public let file: String
  /// Where in the file, if that is known.
  public let place: Place?
  /// What happened, with the values.
  public let problem: String
  /// What to try.
  public let advice: String
  /// What a caller can say, if that helps.
  public let remedy: Remedy?
  /// The system's own error, if it was the cause.
  public let underlying: (any Error)?

  /// Creates an error.
  public init(
    _ code: Code, file: String, at place: Place? = nil, _ problem: String, advice: String,
    remedy: Remedy? = nil, underlying: (any Error)? = nil
  ) {
    self.code = code
    self.file = file
    self.place = place
    self.problem = problem
    self.advice = advice
    self.remedy = remedy
    self.underlying = underlying
  }

  /// One line: file, place, problem, advice.
  public var description: String {
    let position =
      switch place {
      case .line(let line): ":\(line)"
      case .byte(let byte): ", byte \(byte)"
      case nil: ""
      }
    let cause = underlying.map { " (\($0))" } ?? ""
    return "\(Self.line(file))\(position): \(Self.line(problem))\(cause); \(advice)"
  }

  /// Text that may quote a file's content, as part of one readable line.
  ///
  /// Control characters are escaped, and the middle of long text is left out.
  private static func line(_ text: String) -> String {
    let limit = 300
    var scalars = text.unicodeScalars.prefix(limit)[...]
    var tail = text.unicodeScalars[scalars.endIndex...].suffix(limit)[...]
    if tail.startIndex > scalars.endIndex { tail = ["…"] + tail }
    scalars += tail
    return scalars.reduce(into: "") { line, scalar in
      let isControl = scalar.properties.generalCategory == .control
      let isBreak = scalar == "\u{2028}" || scalar == "\u{2029}"
      line += isControl || isBreak ? scalar.escaped(asASCII: true) : String(scalar)
    }
  }
}
