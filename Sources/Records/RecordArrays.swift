public import Electrocardiogram
import Foundation
public import RecordFiles

/// A record as named arrays: samples, names, times of waves.
public enum RecordArrays {
  /// The file of a record.
  ///
  /// - Parameters:
  ///   - recording: The samples: `millivolts` is `[lead, sample]`, float32.
  ///   - document: What is true of it: times in seconds, NaN where a wave lacks that boundary;
  ///     `document` holds all of it as JSON.
  /// - Returns: Arrays for `numpy.load`.
  /// - Throws: What the encoder of JSON throws.
  public static func file(_ recording: Recording, _ document: RecordDocument) throws -> NPZFile {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let text = String(decoding: try encoder.encode(document), as: UTF8.self)
    let truth = document.truth
    func times(_ name: String, _ waves: [TimedWave?]) -> [NPZFile.Member] {
      [("onset", \TimedWave.onset), ("offset", \.offset)].map { part, path in
        NPZFile.Member(
          "\(name)_\(part)", NumPyArray(.float64(waves.map { $0?[keyPath: path] ?? .nan })))
      } + [
        NPZFile.Member(
          "\(name)_peak", NumPyArray(.float64(waves.map { $0?.peak ?? .nan })))
      ]
    }
    let samples = recording.channels.flatMap { $0.millivolts.map { Float($0) } }
    var members = [
      NPZFile.Member(
        "millivolts",
        NumPyArray(
          shape: [recording.channels.count, recording.sampleCount], .float32(samples))),
      NPZFile.Member("leads", NumPyArray(.text(recording.channels.map(\.name)))),
      NPZFile.Member("sampling_rate", NumPyArray(.float64([recording.samplingRate]))),
      NPZFile.Member("r_peak", NumPyArray(.float64(truth.beats.map(\.rPeak)))),
      NPZFile.Member("beat_type", NumPyArray(.text(truth.beats.map(\.symbol)))),
    ]
    members += times("p", truth.pWaves)
    members += times("qrs", truth.beats.map(\.qrs))
    members += times("t", truth.beats.map(\.tWave))
    members += [
      NPZFile.Member("pulse", NumPyArray(.float64(truth.pacingPulses.map(\.time)))),
      NPZFile.Member("document", NumPyArray(.text([text]))),
    ]
    return NPZFile(members)
  }
}
