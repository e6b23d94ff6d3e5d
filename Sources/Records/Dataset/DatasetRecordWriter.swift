import Electrocardiogram
import Foundation
import Noise
import RecordFiles

/// Writes the files of a data set's records, one record after the other on one thread.
struct DatasetRecordWriter {
  private let folder: DatasetFolder
  private let version, notice: String
  private let maker = RecordMaker()
  private let decimation: Decimation?

  init(
    _ specification: DatasetSpecification, _ folder: DatasetFolder, version: String, notice: String
  ) {
    self.folder = folder
    (self.version, self.notice) = (version, notice)
    decimation =
      specification.hasLowRateCopies
      ? Decimation(factor: Int(specification.samplingRate / DatasetSpecification.lowRate)) : nil
  }

  /// Makes a record and writes its files, the header of the record last.
  ///
  /// - Returns: Paths and hashes.
  /// - Throws: `RecordError`, `RecordFileError`, `NoiseError`.
  func write(
    _ plan: PlannedRecord, _ files: DatasetFiles
  ) throws -> [(path: String, hash: String)] {
    let made = try maker.make(plan)
    var recording = made.recording
    recording.comments =
      plan.comments(generator: "ECGWorkbench \(version)", notice: notice)
      + made.noise.flatMap(\.comments)
    var written: [(path: String, bytes: [UInt8])] = []
    if let decimation, let path = files.lowRate {
      let low = decimation(recording)
      written += try record(
        low, path,
        made.truth.annotations(samplingRate: low.samplingRate, sampleCount: low.sampleCount))
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let document = RecordDocument(
      plan, truth: made.truth, noise: made.noise, version: version, notice: notice)
    written.append(
      (files.highRate + ".truth.json", [UInt8](try encoder.encode(document)) + [10]))
    written += try record(recording, files.highRate, recording.annotations)
    return try written.map { path, bytes in
      try folder.write(bytes, path)
      return (path, SHA256.digest(of: bytes))
    }
  }

  private func record(
    _ recording: Recording, _ path: String, _ annotations: [Annotation]
  ) throws -> [(path: String, bytes: [UInt8])] {
    try WFDBRecord(quantising: recording)
      .encoded(as: path, format: .format16, annotations: ["atr": annotations])
  }
}
