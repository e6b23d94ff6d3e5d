import CEDF
import Synchronization

/// Why an EDF file could not be read or written.
public struct EDFError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The kinds of failure that callers tell apart.
  public enum Code: Sendable, Equatable {
    /// The file is missing or the system refuses to read it.
    case cannotRead
    /// The system refuses to write.
    case cannotWrite
    /// The content contradicts the format.
    case malformed
    /// The content is valid but is not read: gaps between data records.
    case notSupported
    /// A value has no place in the format.
    case outOfRange
  }

  /// The kind of failure.
  public let code: Code
  /// What happened, with which values.
  public let description: String

  init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }

  /// Translates what opening a file returns.
  init(opening status: Int32) {
    switch status {
    case EDFLIB_NO_SUCH_FILE_OR_DIRECTORY: self.init(.cannotRead, "cannot be opened")
    case EDFLIB_FILE_READ_ERROR: self.init(.malformed, "ends before its header does")
    case EDFLIB_FILE_CONTAINS_FORMAT_ERRORS:
      self.init(.malformed, "breaks the rules of EDF")
    case EDFLIB_FILE_IS_DISCONTINUOUS:
      self.init(.notSupported, "has gaps between its data records (EDF+D)")
    case EDFLIB_MAXFILES_REACHED, EDFLIB_FILE_ALREADY_OPENED:
      self.init(.cannotRead, "is open elsewhere, or too many files are")
    default: self.init(.cannotRead, "cannot be opened (EDFlib \(status))")
    }
  }
}

/// EDFlib keeps a table of open files that threads must not touch at once.
enum EDFLibrary {
  private static let lock = Mutex(())

  /// Runs a body that opens or closes a file.
  static func exclusively<Result>(_ body: () -> Result) -> Result {
    lock.withLock { _ in body() }
  }
}
