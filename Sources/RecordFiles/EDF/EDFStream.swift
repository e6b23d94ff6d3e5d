import EDFFile
public import Electrocardiogram

/// An EDF+ file with annotations, written a stretch at a time.
///
/// One microvolt a digital unit, so that limb leads obey their laws in integers as `LimbLeadQuantisation`
/// says; 16 bits hold 32 mV to either side. Data records last about a second; where the
/// last cannot be filled its end is told by `Recording ends`, as EDFlib's own format for events does.
public final class EDFStream: RecordStream {
  private let path: String
  private let frame: RecordFrame
  private let writer: EDFWriter
  private let timing: EDFTiming
  /// Digital samples that fill no data record yet, `[channel][sample]`.
  private var waiting: [[Int16]]
  private var comments: [String]

  private static let unitsPerMillivolt = 1000.0
  /// Seconds and annotations that comments take at most, counted in pieces.
  private static let limit = EDFWriter.longestText

  /// Creates the file.
  ///
  /// - Parameters:
  ///   - path: Where; what is there is replaced.
  ///   - frame: What is known of the record.
  /// - Throws: `outOfRange` for a length that no data records hold, or too many annotations;
  ///   `cannotWrite`.
  public convenience init(path: String, _ frame: RecordFrame) throws(RecordFileError) {
    try self.init(path: path, frame, named: path)
  }

  /// Creates a file that errors call by another name.
  init(path: String, _ frame: RecordFrame, named: String) throws(RecordFileError) {
    self.path = named
    self.frame = frame
    comments = frame.comments
    waiting = frame.channels.map { _ in [] }
    let pieces = frame.comments.reduce(0) {
      $0 + EDFAnnotationText.pieces(EDFAnnotationText.comment + $1, limit: Self.limit).count
    }
    // One more tells where a recording ends that fills no whole data record.
    let annotationLimit = frame.annotationLimit + pieces + 1
    guard
      let timing = EDFTiming(
        samplingRate: frame.samplingRate, count: frame.sampleCount,
        annotationLimit: annotationLimit)
    else {
      throw RecordFileError(
        .outOfRange, file: named,
        "no data record of EDF has whole samples at \(frame.samplingRate) Hz",
        advice: "choose a sampling rate of whole hertz, or write WFDB")
    }
    self.timing = timing
    let range = Int(Int16.min)...Int(Int16.max)
    var header = EDFHeader()
    header.isFemale = frame.comments.contains("Sex: Female") ? true : nil
    if frame.comments.contains("Sex: Male") { header.isFemale = false }
    header.equipment = "ECGWorkbench"
    header.recording = "synthetic"
    if !frame.comments.contains(where: { $0.contains("synthetic") }) { header.recording = "" }
    writer = try Self.translated(named) { () throws(EDFError) in
      try EDFWriter(
        path: path,
        signals: frame.channels.map {
          EDFSignal(
            label: Lead(name: $0) == nil ? $0 : "ECG \($0)", unit: "uV",
            physical: Double(range.lowerBound)...Double(range.upperBound), digital: range)
        }, timing: timing, annotationLimit: annotationLimit, header: header)
    }
  }

  /// Appends the next stretch.
  ///
  /// - Throws: `outOfRange` for missing samples and values beyond 16 bits; `cannotWrite`.
  public func append(_ stretch: Recording) throws(RecordFileError) {
    let record = try WFDBRecord(quantising: stretch, unitsPerMillivolt: Self.unitsPerMillivolt)
    for (index, samples) in record.samples.enumerated() {
      if let missing = samples.firstIndex(of: WFDBFormat.format16.missing) {
        throw RecordFileError(
          .outOfRange, file: path,
          "sample \(missing) of '\(frame.channels[index])' is missing, which EDF cannot tell",
          advice: "write WFDB or CSV")
      }
      waiting[index] += samples.map { Int16(truncatingIfNeeded: $0) }
    }
    let whole = (waiting.first?.count ?? 0) / timing.samples
    for record in 0..<whole {
      let part = record * timing.samples..<(record + 1) * timing.samples
      let samples = Array(waiting.map { $0[part] }.joined())
      try Self.translated(path) { () throws(EDFError) in try writer.append(samples) }
    }
    for index in waiting.indices { waiting[index].removeFirst(whole * timing.samples) }
  }

  /// Writes annotations and completes the file.
  public func finish(
    annotations: [Annotation], comments: [String]
  ) throws(RecordFileError) {
    try fillLastRecord()
    for comment in self.comments {
      try annotate(EDFAnnotationText.comment + comment, at: 0)
    }
    for mark in annotations {
      try annotate(EDFAnnotationText.text(mark), at: Double(mark.sample) / frame.samplingRate)
    }
    try Self.translated(path) { () throws(EDFError) in try writer.finish() }
  }

  /// Fills a data record that the recording leaves unfinished with its last values, and says so.
  private func fillLastRecord() throws(RecordFileError) {
    guard let rest = waiting.first?.count, rest > 0 else { return }
    let samples = waiting.flatMap { row in
      row + [Int16](repeating: row[rest - 1], count: timing.samples - rest)
    }
    try Self.translated(path) { () throws(EDFError) in try writer.append(samples) }
    try annotate(
      EDFAnnotationText.end, at: Double(frame.sampleCount) / frame.samplingRate)
  }

  private func annotate(_ text: String, at time: Double) throws(RecordFileError) {
    for piece in EDFAnnotationText.pieces(text, limit: Self.limit) {
      try Self.translated(path) { () throws(EDFError) in
        try writer.annotate(EDFAnnotation(onset: time, text: piece))
      }
    }
  }

  private static func translated<Result>(
    _ path: String, _ body: () throws(EDFError) -> Result
  ) throws(RecordFileError) -> Result {
    do {
      return try body()
    } catch {
      throw RecordFileError(
        error.code == .outOfRange ? .outOfRange : .cannotWrite, file: path, error.description,
        advice: "check that its folder exists and has room, or write WFDB")
    }
  }
}
