import ArgumentParser
import Electrocardiogram
import Foundation
import RecordFiles

/// The file that `beat` writes, and what lies beside it.
struct BeatFile {
  enum Format: String {
    case csv, npy, json
  }

  let path: String
  let format: Format

  /// - Throws: `ValidationError` for a path with another ending.
  init(path: String) throws {
    guard let format = Format(rawValue: URL(fileURLWithPath: path).pathExtension.lowercased())
    else {
      throw ValidationError("--output \(path): the ending must be .csv, .npy or .json")
    }
    self.path = path
    self.format = format
  }

  /// Writes beats with their truth.
  ///
  /// - Returns: The paths written.
  func write(_ beats: [SimulatedBeat], into files: borrowing OutputFiles) throws -> [String] {
    switch format {
    case .json:
      try files.write(path) { try JSON.write(beats, to: $0) }
      return [path]
    case .csv:
      var written: [String] = []
      for (index, beat) in beats.enumerated() {
        let file = beats.count == 1 ? path : stem + "-\(index + 1).csv"
        try files.write(file) { try RecordWriter.write(beat.recording, to: $0, as: .csv) }
        let truth = "\(file.dropLast(4)).truth.json"
        try files.write(truth) {
          try JSON.write(TruthFile([beat], layout: "a column a lead, mV"), to: $0)
        }
        written += [file, truth]
      }
      return written
    case .npy:
      let array = try Self.array(of: beats)
      try files.write(path) { try array.write(to: $0, as: .float32) }
      let truth = stem + ".truth.json"
      try files.write(truth) {
        try JSON.write(TruthFile(beats, layout: "[beat, lead, sample], float32, mV"), to: $0)
      }
      return [path, truth]
    }
  }

  /// `[beat, lead, sample]`.
  private static func array(of beats: [SimulatedBeat]) throws -> NPYArray {
    let first = beats[0]
    let shape = [first.leads.count, first.millivolts.first?.count ?? 0]
    for beat in beats where beat.leads != first.leads || beat.millivolts.first?.count != shape[1] {
      throw Failure(
        .badUse,
        "\(beat.rhythm) has other leads or another length than \(first.rhythm); give one "
          + "--heart-rate and the same --leads, or write .json")
    }
    return NPYArray(
      shape: [beats.count] + shape, values: beats.flatMap { $0.millivolts.joined() })
  }

  /// The path without its ending.
  private var stem: String { String(path.dropLast(format.rawValue.count + 1)) }
}

/// What a table or an array of beats does not hold: their truth, and how to make them again.
private struct TruthFile: Encodable {
  let layout: String
  let leads: [Lead]
  let samplingRate: Double
  let seed: UInt64
  let beats: [GroundTruth]
  let version = Version.current
  let notice = Version.notice

  /// - Precondition: there is a beat, and all have the leads and the rate of the first.
  init(_ beats: [SimulatedBeat], layout: String) {
    self.layout = layout
    leads = beats[0].leads
    samplingRate = beats[0].samplingRate
    seed = beats[0].seed
    self.beats = beats.map(\.truth)
  }
}
