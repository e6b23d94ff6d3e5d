import Foundation

/// A float32 array of an `.npy` file that lies in memory only where it is read.
struct MappedFloats: Sendable {
  let shape: [Int]
  private let data: Data
  private let start: Int

  /// Maps a file that `ShardFiles` wrote.
  ///
  /// - Throws: `DatasetError` if it is missing, of another shape or cut off.
  init(path: String, shape: [Int]) throws(DatasetError) {
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
    } catch {
      throw DatasetError(
        .unreadable, "cannot read \(path); prepare the data again", underlying: error)
    }
    self.shape = shape
    // Magic, version, and two bytes of the header's length: NumPy's format 1.0.
    let magic: [UInt8] = [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0]
    guard data.count > 10, Array(data.prefix(8)) == magic else {
      throw DatasetError(.malformed, "\(path) is no NumPy array; prepare the data again")
    }
    start = 10 + Int(data[8]) + 256 * Int(data[9])
    let bytes = start + 4 * shape.reduce(1, *)
    let header = String(decoding: data.prefix(start).dropFirst(10), as: UTF8.self)
    let axes = shape.map(String.init).joined(separator: ", ")
    guard data.count == bytes, header.contains("'<f4'"), header.contains("(\(axes))") else {
      throw DatasetError(
        .malformed,
        "\(path) has \(data.count) bytes, \(bytes) of shape \(shape) were expected; prepare the data again"
      )
    }
  }

  /// Elements of a flat range.
  ///
  /// - Precondition: The range lies in the array.
  func elements(_ range: Range<Int>) -> [Float] {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= shape.reduce(1, *),
      "elements \(range) of \(shape)")
    return unsafe data.withUnsafeBytes { bytes in
      range.map { index in
        unsafe Float(
          bitPattern: UInt32(
            littleEndian: bytes.loadUnaligned(fromByteOffset: start + 4 * index, as: UInt32.self)))
      }
    }
  }
}
