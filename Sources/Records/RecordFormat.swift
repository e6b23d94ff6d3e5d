public import RecordFiles

/// A kind of file that records are written to.
public enum RecordFormat: String, CaseIterable, Sendable {
  /// A WFDB record: signals, header, annotations.
  case wfdb
  /// EDF+ with annotations.
  case edf
  /// A table with a column of times.
  case csv
  /// An array `[leads, samples]` of float32.
  case npy
  /// That array with names, times of waves and how it was made.
  case npz
  /// Everything as text.
  case json

  /// The ending of its file; none for WFDB, which has several.
  public var ending: String { self == .wfdb ? "" : "." + rawValue }

  /// Whether a record of any length can be written to it; others are made in memory.
  public var streams: Bool { self != .npz && self != .json }

  /// The longest record in seconds of formats that are made in memory.
  public static let longestInMemory = 3600.0

  /// Begins a file that is written a stretch at a time; `nil` for formats that are not.
  ///
  /// - Parameters:
  ///   - path: Where: without ending for WFDB.
  ///   - frame: What is known of the record.
  /// - Returns: What writes it.
  /// - Throws: `RecordFileError`.
  public func stream(
    to path: String, _ frame: RecordFrame
  ) throws(RecordFileError) -> (any RecordStream)? {
    switch self {
    case .wfdb: try WFDBStream(path: path, frame)
    case .edf: try EDFStream(path: path, frame)
    case .csv: try CSVStream(path: path, frame)
    case .npy: try NPYRecordStream(path: path, frame)
    case .npz, .json: nil
    }
  }
}
