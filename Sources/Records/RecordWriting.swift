import Conduction
public import Electrocardiogram
public import Noise
import RecordFiles
import Simulator

/// Makes a record and writes it, however long it is.
public struct RecordWriting {
  /// The record.
  public let plan: PlannedRecord
  /// What is written.
  public let format: RecordFormat
  /// What headers say.
  public let comments: [String]

  /// What came of it.
  public struct Outcome {
    /// The record's first stretch, for pictures.
    public let beginning: Recording
    /// The waves of the whole record.
    public let truth: GroundTruth
    /// What noise each stretch got.
    public let noise: [NoiseReport]
  }

  /// Prepares to write a record.
  public init(_ plan: PlannedRecord, as format: RecordFormat, comments: [String]) {
    self.plan = plan
    self.format = format
    self.comments = comments
  }

  /// Marks of a beat: onset, peak and offset of QRS and of T.
  private static let marksOfBeat = 6
  /// Marks of a P wave.
  private static let marksOfP = 3
  /// Marks of a rhythm: its begin, and begin and end of a fibrillation.
  private static let marksOfRhythm = 3

  /// The largest number of annotations that the record may get; a pulse's text may need two places.
  private var annotationLimit: Int {
    let (course, reach) = (plan.course, -1..<plan.order.duration + 1)
    return Self.marksOfBeat * course.activity.ventricles.count { reach.contains($0.time) }
      + Self.marksOfP * course.activity.atria.count { reach.contains($0.time) }
      + 2 * course.activity.pulses.count + Self.marksOfRhythm * course.stages.count
  }

  /// Makes the record and writes its samples.
  ///
  /// - Parameters:
  ///   - maker: Makes it.
  ///   - path: Where: without ending for WFDB. Formats that are made in memory are not written here.
  ///   - progress: Is told the samples that are done.
  /// - Returns: What there is to know of it; with formats made in memory, all samples.
  /// - Throws: `RecordFileError`, `NoiseError`.
  public func write(
    with maker: RecordMaker, to path: String, progress: (Int) -> Void = { _ in }
  ) throws -> Outcome {
    guard format.streams else {
      let record = try maker.make(plan)
      return Outcome(beginning: record.recording, truth: record.truth, noise: record.noise)
    }
    var stream: (any RecordStream)?
    var beginning: Recording?
    var reports: [NoiseReport] = []
    var done = 0
    let truth = try maker.forEachStretch(of: plan) { stretch, report in
      if let report { reports.append(report) }
      if beginning == nil {
        beginning = stretch
        stream = try format.stream(
          to: path,
          RecordFrame(
            name: plan.name, samplingRate: plan.order.samplingRate,
            channels: stretch.channels.map(\.name), sampleCount: plan.order.sampleCount,
            comments: comments + noiseComments(reports), annotationLimit: annotationLimit))
      }
      try stream?.append(stretch)
      done += stretch.sampleCount
      progress(done)
    }
    try stream?.finish(
      annotations: truth.annotations(
        samplingRate: plan.order.samplingRate, sampleCount: plan.order.sampleCount),
      comments: comments + noiseComments(reports))
    guard let beginning else { preconditionFailure("a record without stretches") }
    return Outcome(beginning: beginning, truth: truth, noise: reports)
  }

  /// What a header says of the noise: what was delivered, of a long record in its first stretch.
  func noiseComments(_ reports: [NoiseReport]) -> [String] {
    guard let first = reports.first else { return [] }
    let isLong = plan.order.duration > RecordMaker.longestStretch
    return first.comments
      + (isLong ? ["noise: each stretch of two minutes has that asked; these are the first's"] : [])
  }
}
