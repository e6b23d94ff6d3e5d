public import Electrocardiogram

/// Reads a record of any supported kind, chosen by its path.
///
/// A path that ends in `.edf`, `.bdf`, `.csv` or `.npy` is that file; `.hea` or no ending is a WFDB record.
public enum RecordReader {
  /// What a file does not say or says wrongly.
  public struct Options: Sendable {
    /// The gain in place of the file's own, in units per millivolt, if it states a wrong one.
    public var unitsPerMillivolt: Double?
    /// The sampling rate in hertz for files that do not hold one (`.npy`, `.csv` without time).
    public var samplingRate: Double?
    /// The leads' names in order for files that do not hold them (`.npy`).
    public var leadNames: [String]?
    /// How an array's axes are ordered (`.npy`).
    public var layout: ArrayLayout = .automatic
    /// The suffix of the annotations to read with a WFDB record.
    ///
    /// A file with the suffix given, such as `q1c`, must exist. With `nil`, `.atr` is read if it is
    /// there.
    public var annotator: String?
    /// Whether the samples of a WFDB record must add up to its checksums.
    public var verifiesChecksums = true

    /// The files' own word for everything.
    public init() {}
  }

  /// Reads a record.
  ///
  /// - Parameters:
  ///   - path: A WFDB path without extension or with `.hea`, or an `.edf`, `.bdf`, `.csv` or
  ///     `.npy` file.
  ///   - options: What the file does not say or says wrongly.
  ///   - warn: Is told of annotations outside the signals, which are read nevertheless.
  /// - Returns: Potentials in millivolts, NaN where missing; annotations ascending.
  /// - Throws: `RecordFileError` with the file, the place and what to try.
  public static func read(
    _ path: String, options: Options = Options(), warn: (RecordFileError) -> Void = { _ in }
  ) throws(RecordFileError) -> Recording {
    switch fileExtension(path) {
    case "edf", "bdf":
      return try EDFRecord.read(path, unitsPerMillivolt: options.unitsPerMillivolt)
    case "csv":
      return try CSVFile.read(
        path, samplingRate: options.samplingRate, unitsPerMillivolt: options.unitsPerMillivolt)
    case "npy": return try npy(path, options)
    case "hea": return try wfdb(String(path.dropLast(4)), options, warn)
    case "dat", "mat", "atr":
      throw RecordFileError(
        .notSupported, file: path, "is a part of a WFDB record",
        advice: "name the record without ending: \(path.dropLast(4))")
    default:
      return try wfdb(path, options, warn)
    }
  }

  private static func wfdb(
    _ path: String, _ options: Options, _ warn: (RecordFileError) -> Void
  ) throws(RecordFileError) -> Recording {
    try checkName(path)
    let record = try WFDBRecord.read(path, verifyingChecksums: options.verifiesChecksums)
    let file = path + "." + (options.annotator ?? "atr")
    var annotations: [Annotation] = []
    if options.annotator != nil || FileBytes.exists(file) {
      annotations = try AnnotationFile.read(file)
        .aligned(to: record.header.samplingRate, sampleCount: record.sampleCount, file, warn)
    }
    return try record.recording(
      unitsPerMillivolt: options.unitsPerMillivolt, annotations: annotations)
  }

  /// Says of a path that is no record what it is.
  private static func checkName(_ path: String) throws(RecordFileError) {
    let advice = "name a WFDB record without ending, or an .edf, .csv or .npy file"
    guard !path.isEmpty else {
      throw RecordFileError(.cannotRead, file: "''", "is no name of a record", advice: advice)
    }
    guard !FileBytes.exists(path + ".hea") else { return }
    if FileBytes.isFolder(path) {
      throw RecordFileError(
        .cannotRead, file: path, "is a folder", advice: "name one of the records in it")
    }
    if FileBytes.exists(path) {
      throw RecordFileError(
        .notSupported, file: path, "is no kind of file that is read here", advice: advice)
    }
  }

  private static func npy(
    _ path: String, _ options: Options
  ) throws(RecordFileError) -> Recording {
    let array = try NPYArray.read(path)
    guard let samplingRate = options.samplingRate else {
      throw RecordFileError(
        .incomplete, file: path, "an NPY file does not hold its sampling rate",
        advice: "give the sampling rate in hertz", remedy: .samplingRate)
    }
    let (_, name) = WholeFiles.split(path)
    return try array.recording(
      name: String(name.dropLast(4)), samplingRate: samplingRate, leadNames: options.leadNames,
      layout: options.layout, unitsPerMillivolt: options.unitsPerMillivolt ?? 1, file: path)
  }

  /// The ending in lower case.
  private static func fileExtension(_ path: String) -> String {
    let name = path.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return "" }
    return name[name.index(after: dot)...].lowercased()
  }
}

extension AnnotationFile {
  /// The annotations at the record's own samples, ascending.
  ///
  /// Times in another resolution are converted and rounded to the nearest sample. Annotations past
  /// the last sample stay: published ones lie one sample past the end.
  func aligned(
    to samplingRate: Double, sampleCount: Int, _ file: String, _ warn: (RecordFileError) -> Void
  ) throws(RecordFileError) -> [Annotation] {
    var result = annotations
    if let timeResolution, timeResolution != samplingRate {
      for index in result.indices {
        let sample = (Double(result[index].sample) * samplingRate / timeResolution).rounded()
        guard let sample = Int(exactly: sample) else {
          throw RecordFileError(
            .malformed, file: file,
            "sample \(result[index].sample) at \(timeResolution) Hz has none at \(samplingRate) Hz",
            advice: "correct the file's time resolution")
        }
        result[index].sample = sample
      }
    }
    // Stable: marks at one sample keep the file's order.
    let order = result.indices.sorted { (result[$0].sample, $0) < (result[$1].sample, $1) }
    result = order.map { result[$0] }
    for annotation in result.reversed() where annotation.sample >= sampleCount {
      warn(
        RecordFileError(
          .annotationPastEnd, file: file,
          "annotation '\(annotation.symbol)' at sample \(annotation.sample) lies past the last of "
            + "\(sampleCount) samples", advice: "it is kept; leave it out where samples are read"))
    }
    return result
  }
}
