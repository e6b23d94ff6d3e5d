import ArgumentParser
import Electrocardiogram
import Foundation
import RecordFiles

/// How a record is read.
struct RecordOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: "The gain in place of the file's own, in units per millivolt (LUDB: 1000).")
  var unitsPerMillivolt: Double?
  @Option(parsing: .unconditional, help: "Samples a second of a file that does not say (.npy).")
  var recordSamplingRate: Double?
  @Option(help: "Suffix of the annotation file to read, such as q1c.")
  var annotator: String?

  func validate() throws {
    if let unitsPerMillivolt, !(unitsPerMillivolt > 0 && unitsPerMillivolt.isFinite) {
      throw ValidationError("--units-per-millivolt is \(unitsPerMillivolt); give more than 0")
    }
    if let recordSamplingRate, !(recordSamplingRate > 0 && recordSamplingRate.isFinite) {
      throw ValidationError("--record-sampling-rate is \(recordSamplingRate); give more than 0")
    }
  }

  /// Reads a record; oddities that do not stop it are told on standard error.
  func read(_ path: String) throws -> Recording {
    var options = RecordReader.Options()
    options.unitsPerMillivolt = unitsPerMillivolt
    options.samplingRate = recordSamplingRate
    options.annotator = annotator
    do {
      return try RecordReader.read(path, options: options) { warning in
        FileHandle.standardError.write(Data("ecgsim: \(warning.description)\n".utf8))
      }
    } catch {
      guard error.code == .incomplete, recordSamplingRate == nil else { throw error }
      throw Failure(.badInput, error.description + ": --record-sampling-rate HZ")
    }
  }

  /// Whether a recording says that it was simulated.
  static func isSynthetic(_ recording: Recording) -> Bool {
    recording.comments.contains { $0.contains("synthetic") }
  }
}
