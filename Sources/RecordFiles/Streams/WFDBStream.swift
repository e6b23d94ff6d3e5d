public import Electrocardiogram

/// A WFDB record in format 16, written a stretch at a time: `PATH.dat`, then `PATH.atr` and `PATH.hea`.
public final class WFDBStream: RecordStream {
  private let path: String
  private let unitsPerMillivolt: Double
  private var header: WFDBHeader
  private let signals: FileStream
  private var count = 0
  private var sums: [Int64]

  /// Begins the signal file.
  ///
  /// - Parameters:
  ///   - path: Where to write, without ending.
  ///   - frame: What is known of the record; the path's last part names it.
  ///   - unitsPerMillivolt: Digital units in a millivolt.
  /// - Throws: `cannotWrite`.
  public init(
    path: String, _ frame: RecordFrame, unitsPerMillivolt: Double = 1000
  ) throws(RecordFileError) {
    self.path = path
    self.unitsPerMillivolt = unitsPerMillivolt
    let (_, name) = WholeFiles.split(path)
    header = WFDBHeader(
      name: name, samplingRate: frame.samplingRate, sampleCount: 0,
      signals: frame.channels.map {
        var signal = WFDBSignal(
          file: name + ".dat", format: .format16, gain: unitsPerMillivolt, description: $0)
        signal.resolution = WFDBFormat.format16.bits
        return signal
      })
    // Names that no header can hold are found before the work.
    _ = try header.text(file: path + ".hea")
    sums = frame.channels.map { _ in 0 }
    signals = try FileStream(path: path + ".dat")
  }

  /// Appends the next stretch.
  ///
  /// - Throws: `outOfRange` for values beyond 16 bits; `cannotWrite`.
  public func append(_ stretch: Recording) throws(RecordFileError) {
    let record = try WFDBRecord(quantising: stretch, unitsPerMillivolt: unitsPerMillivolt)
    for (index, samples) in record.samples.enumerated() {
      if count == 0 { header.signals[index].initialValue = samples.first.map(Int.init) ?? 0 }
      sums[index] = samples.reduce(sums[index]) { $0 &+ Int64($1) }
    }
    count += stretch.sampleCount
    let bytes = SampleCodec.encode(record.samples, .format16)
    try signals.append { $0 += bytes }
  }

  /// Writes annotations and header.
  public func finish(
    annotations: [Annotation], comments: [String]
  ) throws(RecordFileError) {
    try signals.finish()
    header.sampleCount = count
    header.comments = comments
    for index in sums.indices {
      header.signals[index].checksum = Int(Int16(truncatingIfNeeded: sums[index]))
    }
    if !annotations.isEmpty {
      let marks = try AnnotationFile(annotations: annotations).encoded(file: path + ".atr")
      try FileStream.write(marks, to: path + ".atr")
    }
    let text = try header.text(file: path + ".hea")
    try FileStream.write(Array(text.utf8), to: path + ".hea")
  }
}

extension FileStream {
  /// Writes a file that is in memory.
  static func write(_ bytes: [UInt8], to path: String) throws(RecordFileError) {
    let file = try FileStream(path: path)
    try file.append { $0 += bytes }
    try file.finish()
  }
}
