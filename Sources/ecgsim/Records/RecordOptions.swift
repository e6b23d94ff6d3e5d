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
  @Option(help: "Names of the leads of a file that does not hold them (.npy), such as I,II,V1.")
  var recordLeads: String?
  @Option(
    help: "Order of the axes of an array (.npy); automatic: its shorter axis holds the leads.")
  var recordLayout = ArrayLayout.automatic
  @Flag(help: "Read a WFDB record although its samples do not add up to its checksums.")
  var ignoreChecksums = false
  @Option(help: "Suffix of the annotation file to read, such as q1c.")
  var annotator: String?

  /// The highest sampling rate that records are worked on at, in hertz.
  static let highestRate = 100_000.0

  func validate() throws {
    if let unitsPerMillivolt, !(unitsPerMillivolt > 0 && unitsPerMillivolt.isFinite) {
      throw ValidationError("--units-per-millivolt is \(unitsPerMillivolt); give more than 0")
    }
    if let recordSamplingRate, !(recordSamplingRate > 0 && recordSamplingRate <= Self.highestRate) {
      throw ValidationError(
        "--record-sampling-rate is \(recordSamplingRate); give more than 0, up to "
          + Self.highestRate.formatted(0))
    }
  }

  /// The first of these options that was given.
  var given: String? {
    let given: [(String, Bool)] = [
      ("--units-per-millivolt", unitsPerMillivolt != nil),
      ("--record-sampling-rate", recordSamplingRate != nil), ("--record-leads", recordLeads != nil),
      ("--record-layout", recordLayout != .automatic), ("--ignore-checksums", ignoreChecksums),
      ("--annotator", annotator != nil),
    ]
    return given.first(where: \.1)?.0
  }

  /// What reading depends on.
  struct Settings: Encodable {
    let unitsPerMillivolt: Double?
    let recordSamplingRate: Double?
    let recordLeads: String?
    let recordLayout: String
    let ignoresChecksums: Bool
  }

  var settings: Settings {
    Settings(
      unitsPerMillivolt: unitsPerMillivolt, recordSamplingRate: recordSamplingRate,
      recordLeads: recordLeads, recordLayout: recordLayout.rawValue,
      ignoresChecksums: ignoreChecksums)
  }

  /// Reads a record; oddities that do not stop it are told on standard error.
  func read(_ path: String) throws -> Recording {
    try refuseWhatDoesNothing(for: path)
    var options = RecordReader.Options()
    options.unitsPerMillivolt = unitsPerMillivolt
    options.samplingRate = recordSamplingRate
    options.annotator = annotator
    options.leadNames = recordLeads.map { $0.split(separator: ",").map(String.init) }
    options.layout = recordLayout
    options.verifiesChecksums = !ignoreChecksums
    do {
      let recording = try RecordReader.read(path, options: options) { warning in
        StandardError.say(warning.description)
      }
      guard recording.samplingRate <= Self.highestRate else {
        throw RecordFileError(
          .outOfRange, file: path, "has \(recording.samplingRate) samples a second",
          advice: "correct that, or resample it to \(Self.highestRate.formatted(0)) at most")
      }
      return recording
    } catch let error as RecordFileError {
      guard let option = Self.option(for: error) else { throw error }
      throw Failure(.badInput, "\(error.description): \(option)")
    }
  }

  /// Refuses options that say of a file what its kind states itself, or cannot have.
  func refuseWhatDoesNothing(for path: String) throws {
    let ending = path.lowercased().suffix(4)
    let (isArray, isTable) = (ending == ".npy", ending == ".csv")
    let isEDF = ending == ".edf" || ending == ".bdf"
    let refused: [(isGiven: Bool, isUseless: Bool, option: String, why: String)] = [
      (recordLeads != nil, !isArray, "--record-leads", "holds the names of its leads"),
      (recordLayout != .automatic, !isArray, "--record-layout", "is no array"),
      (
        recordSamplingRate != nil, !isArray && !isTable, "--record-sampling-rate",
        "states its sampling rate"
      ),
      (ignoreChecksums, isArray || isTable || isEDF, "--ignore-checksums", "has no checksums"),
      (annotator != nil, isArray || isTable || isEDF, "--annotator", "has no annotation files"),
    ]
    for option in refused where option.isGiven && option.isUseless {
      throw Failure(.badUse, "\(option.option): \(path) \(option.why); leave the option out")
    }
  }

  /// The option that does what an error's advice says.
  private static func option(for error: RecordFileError) -> String? {
    switch error.remedy {
    case .samplingRate: "--record-sampling-rate HZ"
    case .unitsPerMillivolt: "--units-per-millivolt U"
    case .layout: "--record-layout leads-by-samples"
    case .leadNames: "--record-leads I,II,..."
    case .ignoringChecksums: "--ignore-checksums"
    case nil: nil
    }
  }

  /// Whether a recording says that it was simulated.
  static func isSynthetic(_ recording: Recording) -> Bool {
    recording.comments.contains { $0.contains("synthetic") }
  }
}
