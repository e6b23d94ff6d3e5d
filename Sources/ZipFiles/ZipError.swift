import CZip

/// Why an archive could not be written or read.
public struct ZipError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The kinds of failure that callers tell apart.
  public enum Code: Sendable, Equatable {
    /// The file is missing or the system refuses to read it.
    case cannotRead
    /// The system refuses to write.
    case cannotWrite
    /// The content contradicts the format, or does not have its checksum.
    case malformed
    /// The file ends before the content that it announces.
    case truncated
    /// The content is valid but is not read: encryption, a rare compression.
    case notSupported
    /// An entry is larger than the caller allows.
    case tooLarge
  }

  /// The kind of failure.
  public let code: Code
  /// The entry that it concerns, if it concerns one.
  public let entry: String?
  /// What happened, with which values.
  public let description: String

  init(_ code: Code, entry: String? = nil, _ description: String) {
    self.code = code
    self.entry = entry
    self.description = description
  }

  /// Translates libzip's error.
  init(_ error: UnsafeMutablePointer<zip_error_t>, entry: String? = nil, writing: Bool = false) {
    let code: Code =
      switch zip_error_code_zip(error) {
      case _ where writing: .cannotWrite
      case ZIP_ER_NOENT, ZIP_ER_OPEN, ZIP_ER_READ, ZIP_ER_MEMORY: .cannotRead
      case ZIP_ER_EOF: .truncated
      case ZIP_ER_COMPNOTSUPP, ZIP_ER_ENCRNOTSUPP, ZIP_ER_NOPASSWD, ZIP_ER_WRONGPASSWD,
        ZIP_ER_MULTIDISK, ZIP_ER_OPNOTSUPP:
        .notSupported
      default: .malformed
      }
    self.init(code, entry: entry, String(cString: zip_error_strerror(error)))
  }
}
