public import Electrocardiogram

/// Writes a recording to any supported kind of file.
public enum RecordWriter {
  /// The kinds of file.
  public enum FileFormat: String, Sendable, CaseIterable {
    /// A WFDB record: header, signals, annotations.
    case wfdb
    /// EDF+ with annotations.
    case edf
    /// A table with a column of times.
    case csv
    /// An array of float32, `[leads, samples]`.
    case npy
  }

  /// How samples are stored.
  public struct Options: Sendable {
    /// Digital units in a millivolt (WFDB).
    public var unitsPerMillivolt = 1000.0
    /// How the signal file stores samples (WFDB).
    public var signalFormat = WFDBFormat.format16
    /// The order of the axes (NPY).
    public var layout = ArrayLayout.leadsBySamples
    /// How numbers are stored (NPY).
    public var element = NPYArray.Element.float32
    /// Digits after the point (CSV), 6 to 12.
    public var decimals = CSVFile.defaultDecimals

    /// The usual storage.
    public init() {}
  }

  /// Writes a recording, whole or not at all.
  ///
  /// CSV and NPY hold no annotations; NPY holds neither sampling rate nor leads.
  ///
  /// - Parameters:
  ///   - recording: Potentials in millivolts.
  ///   - path: The file; for WFDB without ending, or with `.hea`. Annotations go to `PATH.atr`.
  ///   - format: The kind of file.
  ///   - options: How samples are stored.
  /// - Throws: `outOfRange` if a value has no representation there; `cannotWrite`.
  public static func write(
    _ recording: Recording, to path: String, as format: FileFormat, options: Options = Options()
  ) throws(RecordFileError) {
    switch format {
    case .wfdb:
      let record = try WFDBRecord(
        quantising: recording, format: options.signalFormat,
        unitsPerMillivolt: options.unitsPerMillivolt)
      let annotations = recording.annotations.isEmpty ? [:] : ["atr": recording.annotations]
      let stem = path.hasSuffix(".hea") ? String(path.dropLast(4)) : path
      try record.write(to: stem, format: options.signalFormat, annotations: annotations)
    case .edf:
      try EDFRecord.write(recording, to: path)
    case .csv:
      try CSVFile.write(recording, to: path, decimals: options.decimals)
    case .npy:
      try NPYArray(recording, layout: options.layout).write(to: path, as: options.element)
    }
  }
}
