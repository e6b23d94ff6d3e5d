import CZip
import Foundation

/// Writes archives, each in one step.
public enum ZipWriter {
  /// Where an entry's bytes come from.
  public enum Content: Sendable {
    /// From memory.
    case bytes([UInt8])
    /// From a file, which is read while the archive is written.
    case file(String)
  }

  /// An entry to write.
  public struct Entry: Sendable {
    /// Its name within the archive.
    public let name: String
    /// Its bytes.
    public let content: Content

    /// Names content.
    public init(_ name: String, _ content: Content) {
      self.name = name
      self.content = content
    }
  }

  /// How entries are kept.
  public enum Compression: Sendable {
    /// As they are.
    case stored
    /// Deflated, which every reader knows.
    case deflated
  }

  /// Midnight of 1980-01-01, where the format's time begins: no file tells when it was made.
  private static let epoch: (time: UInt16, date: UInt16) = (0, 1 << 5 | 1)

  /// Writes an archive whole or not at all, in place of what has its name.
  ///
  /// The same entries give the same bytes, with one version of zlib where they are deflated.
  ///
  /// - Precondition: there is an entry; libzip writes no empty archive.
  /// - Throws: `ZipError` with code `cannotWrite`, also for a name that occurs twice.
  public static func write(
    _ entries: [Entry], to path: String, compression: Compression = .deflated
  ) throws(ZipError) {
    precondition(!entries.isEmpty, "an archive without entries at \(path)")
    var code: Int32 = 0
    guard let archive = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &code) else {
      var error = zip_error_t()
      zip_error_init_with_code(&error, code)
      defer { zip_error_fini(&error) }
      throw ZipError(&error, writing: true)
    }
    do throws(ZipError) {
      // The entries' bytes are read by `zip_close` only: they must live until then.
      for entry in entries { try add(entry, to: archive, compression) }
      guard zip_close(archive) == 0 else { throw ZipError(zip_get_error(archive), writing: true) }
    } catch {
      zip_discard(archive)
      throw error
    }
  }

  private static func add(
    _ entry: Entry, to archive: OpaquePointer, _ compression: Compression
  ) throws(ZipError) {
    func failure() -> ZipError {
      ZipError(zip_get_error(archive), entry: entry.name, writing: true)
    }
    guard let source = source(of: entry.content, archive) else { throw failure() }
    let index = zip_file_add(archive, entry.name, source, UInt32(ZIP_FL_ENC_UTF_8))
    guard index >= 0 else {
      zip_source_free(source)
      throw failure()
    }
    let method = compression == .stored ? ZIP_CM_STORE : ZIP_CM_DEFLATE
    guard zip_set_file_compression(archive, UInt64(index), method, 0) == 0,
      zip_file_set_dostime(archive, UInt64(index), epoch.time, epoch.date, 0) == 0
    else { throw failure() }
  }

  /// A source that owns a copy of bytes, or that opens a file when it is read.
  private static func source(of content: Content, _ archive: OpaquePointer) -> OpaquePointer? {
    switch content {
    case .file(let path): return zip_source_file(archive, path, 0, -1)
    case .bytes(let bytes):
      let copy = bytes.copyForC()
      guard let source = zip_source_buffer(archive, copy, UInt64(bytes.count), 1) else {
        free(copy)
        return nil
      }
      return source
    }
  }
}
