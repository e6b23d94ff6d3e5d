import CZlib
import Foundation

/// A file that is read from its start to its end, unpacked if gzip made it and as it is otherwise.
public final class GzipReader {
  private let path: String
  /// Owned; closed in `deinit`.
  private let file: gzFile

  /// Bytes that zlib takes from the file at a time.
  private static let bufferSize: UInt32 = 1 << 18

  /// Opens a file.
  ///
  /// - Throws: `GzipError.Code.cannotRead`.
  public init(path: String) throws(GzipError) {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw GzipError(.cannotRead, file: path, "is no file; check the path")
    }
    guard let file = gzopen(path, "rb") else {
      throw GzipError(.cannotRead, file: path, String(cString: strerror(errno)))
    }
    self.path = path
    self.file = file
    gzbuffer(file, Self.bufferSize)
  }

  deinit { gzclose(file) }

  /// Reads the next bytes.
  ///
  /// - Parameters:
  ///   - bytes: Where they go.
  ///   - range: Which part of it to fill.
  /// - Returns: How many came; 0 at the end.
  /// - Throws: `truncated` after the last byte of a file that was cut, `malformed`, `cannotRead`.
  public func read(
    into bytes: inout [UInt8], _ range: Range<Int>
  ) throws(GzipError) -> Int {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= bytes.count,
      "bytes \(range) of an array of \(bytes.count)")
    let file = file
    let count = bytes.withUnsafeMutableBytes { buffer in
      gzread(
        file, buffer.baseAddress.map { $0 + range.lowerBound }, UInt32(min(range.count, 1 << 30)))
    }
    if count > 0 || range.isEmpty { return Int(max(count, 0)) }
    var code: Int32 = 0
    let words = String(cString: gzerror(file, &code))
    switch code {
    case Z_OK, Z_STREAM_END:
      guard count == 0 else { throw GzipError(.cannotRead, file: path, "cannot be read") }
      return 0
    case Z_BUF_ERROR: throw GzipError(.truncated, file: path, "ends within its compressed content")
    case Z_ERRNO: throw GzipError(.cannotRead, file: path, String(cString: strerror(errno)))
    default: throw GzipError(.malformed, file: path, "is damaged (zlib: \(words))")
    }
  }
}
