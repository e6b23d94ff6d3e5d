public import Electrocardiogram

/// Writes a record a stretch at a time, so that its length does not matter to memory.
///
/// Files are whole when `finish` returns, not before: write into a place that nobody reads and move
/// them from there.
public protocol RecordStream {
  /// Appends the next stretch, whose channels are the record's.
  func append(_ stretch: Recording) throws(RecordFileError)

  /// Completes the files.
  ///
  /// - Parameters:
  ///   - annotations: The marks of the whole record, ascending; formats without a place for them leave
  ///     them out.
  ///   - comments: Header comments, where the header is written last.
  /// - Throws: `RecordFileError`.
  func finish(annotations: [Annotation], comments: [String]) throws(RecordFileError)
}

/// What is known of a record before its samples are.
public struct RecordFrame: Sendable {
  /// Its name.
  public var name: String
  /// Samples a second.
  public var samplingRate: Double
  /// Names of its channels.
  public var channels: [String]
  /// Samples of each channel.
  public var sampleCount: Int
  /// Header comments.
  public var comments: [String]
  /// The largest number of annotations that it may get.
  public var annotationLimit: Int

  /// Creates a frame.
  public init(
    name: String, samplingRate: Double, channels: [String], sampleCount: Int,
    comments: [String] = [], annotationLimit: Int = 0
  ) {
    self.name = name
    self.samplingRate = samplingRate
    self.channels = channels
    self.sampleCount = sampleCount
    self.comments = comments
    self.annotationLimit = annotationLimit
  }
}
