public import Electrocardiogram

/// A table of samples, written a stretch at a time, with the bytes of `CSVFile`.
public final class CSVStream: RecordStream {
  private let path: String
  private let decimals: Int
  private let file: FileStream
  private var count = 0

  /// Begins the table with its comments and the names of its columns.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - frame: What is known of the record.
  ///   - decimals: Digits after the point, 6 to 12.
  /// - Throws: `cannotWrite`; `outOfRange` for a sampling rate that a table cannot tell.
  public init(
    path: String, _ frame: RecordFrame, decimals: Int = CSVFile.defaultDecimals
  ) throws(RecordFileError) {
    self.path = path
    self.decimals = decimals
    file = try FileStream(path: path)
    let head = try CSVFile.head(
      name: frame.name, samplingRate: frame.samplingRate, channels: frame.channels,
      comments: frame.comments, file: path)
    try file.append { $0 += head }
  }

  /// Appends the rows of a stretch.
  ///
  /// - Throws: `outOfRange`, `cannotWrite`.
  public func append(_ stretch: Recording) throws(RecordFileError) {
    let rows = try CSVFile.rows(stretch, from: count, decimals: decimals, file: path)
    count += stretch.sampleCount
    try file.append { $0 += rows }
  }

  /// Completes the table; annotations and further comments have no place in it.
  public func finish(
    annotations: [Annotation], comments: [String]
  ) throws(RecordFileError) { try file.finish() }
}
