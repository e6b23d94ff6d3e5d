import CZip
import Foundation

/// An archive that is open for reading.
///
/// Names, sizes and methods come from the archive and are not trusted: an entry is read to its end,
/// which must come where it was announced and with the right checksum.
public final class ZipReader {
  /// One entry.
  public struct Entry: Sendable, Equatable {
    /// Its name within the archive.
    public let name: String
    /// Bytes that it announces.
    public let size: Int
  }

  /// The entries in the archive's order.
  public let entries: [Entry]
  /// Owned; libzip frees the source with it.
  private let archive: OpaquePointer

  /// Opens a file.
  ///
  /// - Throws: `ZipError` with code `cannotRead`, `malformed` or `notSupported`.
  public convenience init(path: String) throws(ZipError) {
    var error = zip_error_t()
    zip_error_init(&error)
    defer { zip_error_fini(&error) }
    guard let source = zip_source_file_create(path, 0, -1, &error) else { throw ZipError(&error) }
    try self.init(source)
  }

  /// Opens the bytes of a file, which are copied.
  ///
  /// - Throws: `ZipError` with code `malformed` or `notSupported`.
  public convenience init(bytes: [UInt8]) throws(ZipError) {
    var error = zip_error_t()
    zip_error_init(&error)
    defer { zip_error_fini(&error) }
    let copy = bytes.copyForC()
    guard let source = zip_source_buffer_create(copy, UInt64(bytes.count), 1, &error) else {
      free(copy)
      throw ZipError(&error)
    }
    try self.init(source)
  }

  /// Takes over a source.
  private init(_ source: OpaquePointer) throws(ZipError) {
    var error = zip_error_t()
    zip_error_init(&error)
    defer { zip_error_fini(&error) }
    var status = zip_stat_t()
    zip_stat_init(&status)
    // libzip takes an empty file for an archive without entries.
    if zip_source_stat(source, &status) == 0, status.valid & UInt64(ZIP_STAT_SIZE) != 0,
      status.size == 0
    {
      zip_source_free(source)
      throw ZipError(.truncated, "the file is empty")
    }
    guard let archive = zip_open_from_source(source, ZIP_RDONLY, &error) else {
      zip_source_free(source)
      throw ZipError(&error)
    }
    self.archive = archive
    do throws(ZipError) {
      entries = try Self.entries(of: archive)
    } catch {
      zip_discard(archive)
      throw error
    }
  }

  deinit { zip_discard(archive) }

  private static func entries(of archive: OpaquePointer) throws(ZipError) -> [Entry] {
    var entries: [Entry] = []
    for index in 0..<max(zip_get_num_entries(archive, 0), 0) {
      var status = zip_stat_t()
      zip_stat_init(&status)
      guard zip_stat_index(archive, UInt64(index), 0, &status) == 0 else {
        throw ZipError(zip_get_error(archive))
      }
      guard let name = status.name, status.valid & UInt64(ZIP_STAT_SIZE) != 0,
        let size = Int(exactly: status.size)
      else { throw ZipError(.malformed, "entry \(index) has no name or no possible size") }
      entries.append(Entry(name: String(cString: name), size: size))
    }
    return entries
  }

  /// Reads an entry.
  ///
  /// - Parameters:
  ///   - index: Its place in `entries`.
  ///   - limit: The largest number of bytes that is acceptable.
  /// - Returns: Its bytes, as many as it announces.
  /// - Throws: `ZipError` with code `tooLarge`, `truncated`, `malformed` or `notSupported`.
  public func read(_ index: Int, limit: Int) throws(ZipError) -> [UInt8] {
    let entry = entries[index]
    guard entry.size <= limit else {
      throw ZipError(
        .tooLarge, entry: entry.name, "announces \(entry.size) bytes, more than \(limit)")
    }
    guard let file = zip_fopen_index(archive, UInt64(index), 0) else {
      throw ZipError(zip_get_error(archive), entry: entry.name)
    }
    defer { zip_fclose(file) }
    // Grows with what is there, not with what is announced.
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: min(max(entry.size, 1), Self.chunkSize))
    while bytes.count <= entry.size {
      let count = zip_fread(file, &chunk, UInt64(chunk.count))
      guard count >= 0 else { throw ZipError(zip_file_get_error(file), entry: entry.name) }
      if count == 0 { break }
      bytes.append(contentsOf: chunk[..<Int(count)])
    }
    guard bytes.count == entry.size else {
      throw ZipError(
        bytes.count < entry.size ? .truncated : .malformed, entry: entry.name,
        "holds \(bytes.count < entry.size ? "\(bytes.count)" : "more than \(entry.size)") of the "
          + "\(entry.size) bytes that it announces")
    }
    return bytes
  }

  private static let chunkSize = 1 << 20
}

extension [UInt8] {
  /// A copy that libzip frees with its source; `nil` for no bytes, of which it would free none.
  func copyForC() -> UnsafeMutableRawPointer? {
    guard !isEmpty, let copy = malloc(count) else { return nil }
    withUnsafeBytes { bytes in
      if let base = bytes.baseAddress { copy.copyMemory(from: base, byteCount: bytes.count) }
    }
    return copy
  }
}
