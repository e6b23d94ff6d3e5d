/// Writes an `.npy` file whose length is not known beforehand, a few rows at a time.
///
/// The header keeps room for the number of rows, which is put there at the end: until `finish` the
/// file holds none. Nothing but a buffer stays in memory.
public final class NPYStream {
  private let path: String
  private let element: NPYElement
  private let axes: [Int]
  private var rows = 0
  private let file: FileStream

  private static let headerLength = 256

  /// Creates the file.
  ///
  /// - Parameters:
  ///   - path: Where; what is there is replaced.
  ///   - element: What rows consist of.
  ///   - axes: Length of each axis after the first; none for one element a row.
  /// - Throws: `cannotWrite`.
  public init(
    path: String, element: NPYElement, axes: [Int] = []
  ) throws(RecordFileError) {
    self.path = path
    self.element = element
    self.axes = axes
    file = try FileStream(path: path)
    let header = try header
    try file.append { $0 += header }
  }

  private var header: [UInt8] {
    get throws(RecordFileError) {
      try NPYHeader.bytes(
        element, shape: [rows] + axes, length: Self.headerLength, file: path)
    }
  }

  /// Appends rows.
  ///
  /// - Precondition: whole rows of the file's element.
  /// - Throws: `cannotWrite`.
  public func append(_ values: NumPyArray.Values) throws(RecordFileError) {
    let width = axes.reduce(1, *)
    precondition(
      width == 0 ? values.count == 0 : values.count % width == 0,
      "\(values.count) values are no rows of \(axes)")
    rows += width == 0 ? 0 : values.count / width
    try file.append { values.append(to: &$0, as: element) }
  }

  /// Completes the file.
  ///
  /// - Throws: `cannotWrite`.
  public func finish() throws(RecordFileError) { try file.finish(replacingStart: try header) }
}
