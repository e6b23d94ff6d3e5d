import Electrocardiogram
import Foundation

/// Prepared recordings, read in pieces from mapped shards.
public struct PreparedFolder: Sendable {
  private struct Arrays: Sendable {
    let signals, beats, kernels: MappedFloats
  }

  /// What the folder holds.
  public let manifest: Manifest
  /// Labels of all recordings, shard by shard.
  public let labels: [RecordLabel]
  private let arrays: [Arrays]
  /// Shard and row of each recording.
  private let places: [(shard: Int, row: Int)]

  /// Opens a folder that `Preparation` filled.
  ///
  /// - Throws: `DatasetError` naming the file that is missing or not whole.
  public init(path: String) throws(DatasetError) {
    let manifest = try JSONFile.read(Manifest.self, from: "\(path)/manifest.json")
    guard manifest.version == Manifest.version else {
      throw DatasetError(
        .mismatch, "\(path) has version \(manifest.version); this program reads \(Manifest.version)"
      )
    }
    var (labels, arrays, places): ([RecordLabel], [Arrays], [(shard: Int, row: Int)]) = ([], [], [])
    let settings = manifest.settings
    for shard in manifest.shards where shard.records > 0 {
      let files = ShardFiles(folder: path, name: shard.name)
      let here = try files.readLabels().labels
      guard here.count == shard.records else {
        throw DatasetError(
          .malformed, "\(files.path(".json")) has \(here.count) labels, not \(shard.records)")
      }
      let (rows, leads) = (shard.records, Lead.independent.count)
      arrays.append(
        Arrays(
          signals: try MappedFloats(
            path: files.path("-signals.npy"), shape: [rows, leads, settings.sampleCount]),
          beats: try MappedFloats(
            path: files.path("-beats.npy"), shape: [rows, leads, settings.beatSampleCount]),
          kernels: try MappedFloats(
            path: files.path("-kernels.npy"), shape: [rows, leads, 3 * settings.kernelCount])))
      labels += here
      places += here.indices.map { (arrays.count - 1, $0) }
    }
    (self.manifest, self.labels, self.arrays, self.places) = (manifest, labels, arrays, places)
  }

  /// A stretch of a recording's leads in mV, `[lead · sample]`.
  ///
  /// - Precondition: The samples are there.
  public func signal(_ record: Int, samples: Range<Int>) -> [Float] {
    let (shard, row) = places[record]
    let count = manifest.settings.sampleCount
    precondition(
      samples.lowerBound >= 0 && samples.upperBound <= count, "samples \(samples) of \(count)")
    var values: [Float] = []
    for lead in Lead.independent.indices {
      let start = (row * Lead.independent.count + lead) * count
      values += arrays[shard].signals.elements(
        start + samples.lowerBound..<start + samples.upperBound)
    }
    return values
  }

  /// A recording's average beat in mV, `[lead · sample]`.
  public func beat(_ record: Int) -> [Float] { row(record, \.beats) }

  /// A recording's kernels, `[lead · kernel · 3]`: height, centre, width.
  public func kernels(_ record: Int) -> [Float] { row(record, \.kernels) }

  private func row(_ record: Int, _ array: KeyPath<Arrays, MappedFloats>) -> [Float] {
    let (shard, row) = places[record]
    let mapped = arrays[shard][keyPath: array]
    let size = mapped.shape[1] * mapped.shape[2]
    return mapped.elements(row * size..<(row + 1) * size)
  }

  /// Recordings whose fold is one of these.
  public func records(inFolds folds: some Sequence<Int>) -> [Int] {
    let wanted = Set(folds)
    return labels.indices.filter { wanted.contains(labels[$0].fold) }
  }
}
