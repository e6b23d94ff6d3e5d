import Electrocardiogram
import Foundation
import RecordFiles

/// The file that `beat` writes.
struct BeatFile {
  enum Format: String, CaseIterable {
    case csv, npy, json

    init(path: String) throws {
      guard let format = Format(rawValue: URL(fileURLWithPath: path).pathExtension) else {
        throw Failure(.badUse, "--output \(path): the ending must be .csv, .npy or .json")
      }
      self = format
    }
  }

  let path: String
  let format: Format

  init(path: String) throws {
    self.path = path
    format = try Format(path: path)
  }

  /// Writes beats with their truth.
  ///
  /// - Returns: The paths written.
  func write(_ beats: [SimulatedBeat]) throws -> [String] {
    switch format {
    case .json:
      try JSON.write(beats, to: path)
      return [path]
    case .csv:
      return try beats.enumerated().flatMap { index, beat in
        let file = beats.count == 1 ? path : stem + "-\(index + 1).csv"
        try RecordWriter.write(beat.recording, to: file, as: .csv)
        let truth = file.dropLast(4) + ".truth.json"
        try JSON.write(beat.truth, to: String(truth))
        return [file, String(truth)]
      }
    case .npy:
      let shape = [beats[0].leads.count, beats[0].millivolts.first?.count ?? 0]
      for beat in beats
      where beat.leads != beats[0].leads || beat.millivolts.first?.count != shape[1] {
        throw Failure(
          .badUse,
          "\(beat.rhythm) has other leads or another length than \(beats[0].rhythm); give one "
            + "--heart-rate and the same --leads, or write .json")
      }
      let values = beats.flatMap { $0.millivolts.joined() }
      try NPYArray(shape: [beats.count] + shape, values: values).write(to: path, as: .float32)
      let truth = stem + ".truth.json"
      try JSON.write(
        NPYTruth(
          leads: beats[0].leads.map(\.rawValue), samplingRate: beats[0].samplingRate,
          beats: beats.map(\.truth)), to: truth)
      return [path, truth]
    }
  }

  /// The path without its ending.
  private var stem: String { String(path.dropLast(format.rawValue.count + 1)) }

  /// What an array does not hold.
  private struct NPYTruth: Encodable {
    let layout = "[beat, lead, sample], float32, mV"
    let leads: [String]
    let samplingRate: Double
    let beats: [GroundTruth]
    let notice = Version.notice
  }
}
