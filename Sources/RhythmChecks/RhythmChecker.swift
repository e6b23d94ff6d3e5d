import Electrocardiogram
import Foundation
import Measurement
import RecordFiles
public import RhythmLibrary

/// Judges rhythms by what their records show.
///
/// A record is simulated, written to a WFDB file without annotations, read back, measured, and held
/// against every criterion of its rhythm and of all that the rhythm is.
public struct RhythmChecker: Sendable {
  /// Where criteria are looked up.
  public var catalogue: RhythmCatalogue
  /// Samples a second of the records.
  public var samplingRate: Double
  /// Length of the records in seconds, at least `shortestDuration`.
  public var duration: Double
  /// The least length in seconds of a record that can be judged: regularity is a matter of any 10 s,
  /// and at 50 beats a minute 10 s hold the 8 beats that dissociated P waves need to vanish in a mean.
  public static let shortestDuration = 10.0

  /// Whose record it is; `nil` asks that the limits of all patients are kept.
  public var patient: Patient?

  /// Creates a checker.
  public init(
    catalogue: RhythmCatalogue, samplingRate: Double = 500, duration: Double = 10,
    patient: Patient? = nil
  ) {
    precondition(duration >= Self.shortestDuration, "\(duration) s are too short to be judged")
    self.catalogue = catalogue
    self.samplingRate = samplingRate
    self.duration = duration
    self.patient = patient
  }

  /// Checks the default draw of a rhythm and as many random ones as there are seeds.
  ///
  /// - Throws: `RhythmError` for a rhythm that cannot be read, `RhythmCheckError` for a record that
  ///   cannot be written, read or measured.
  public func check(_ name: String, seeds: [UInt64]) throws -> [RecordCheck] {
    let rhythm = try catalogue.rhythm(named: name)
    var checks = [try check(rhythm, draw: RhythmDraw(default: rhythm), seed: nil)]
    for seed in seeds {
      checks.append(try check(rhythm, draw: RhythmDraw(rhythm, seed: seed), seed: seed))
    }
    return checks
  }

  /// Checks one record of a rhythm against the rhythm's own criteria.
  public func check(
    _ rhythm: Rhythm, draw: RhythmDraw, seed: UInt64? = nil
  ) throws -> RecordCheck {
    try check(rhythm, draw: draw, seed: seed, against: catalogue.criteria(of: rhythm))
  }

  /// Checks one record of a rhythm against any criteria.
  public func check(
    _ rhythm: Rhythm, draw: RhythmDraw, seed: UInt64? = nil, against criteria: [Criterion]
  ) throws -> RecordCheck {
    let judge = try judge(rhythm, draw: draw)
    return RecordCheck(
      rhythm: rhythm.name, seed: seed, heartRatePerMinute: draw.heartRatePerMinute,
      durationSeconds: duration,
      results: criteria.filter { criterion in
        patient.map { criterion.patients.contains($0) } ?? true
      }.map { CriterionResult($0, judge.verdict(on: $0.claim)) })
  }

  /// The measures of one record, read from a file, to hold against any criteria.
  func judge(_ rhythm: Rhythm, draw: RhythmDraw) throws -> Judge {
    let simulated = SimulatedRecord(
      rhythm, draw: draw, samplingRate: samplingRate, duration: duration)
    do {
      let written = try throughFile(simulated.recording)
      return Judge(
        record: try MeasuredRecord(written, programmedInterval: 60 / draw.heartRatePerMinute))
    } catch {
      throw RhythmCheckError(rhythm: rhythm.name, underlying: error)
    }
  }

  /// The recording as a file holds it: quantised, without annotations.
  private func throughFile(_ recording: Recording) throws -> Recording {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "record").path
    try RecordWriter.write(recording, to: path, as: .wfdb)
    return try RecordReader.read(path)
  }
}

/// Why a record of a rhythm could not be judged.
public struct RhythmCheckError: Error, CustomStringConvertible {
  /// The rhythm.
  public let rhythm: String
  /// What went wrong with its record.
  public let underlying: any Error

  /// One line.
  public var description: String { "the record of '\(rhythm)' could not be judged: \(underlying)" }
}
