import ArgumentParser
import Electrocardiogram
import Foundation
import Measurement
import RandomNumbers
import RecordFiles
import RhythmChecks
import RhythmLibrary

/// The measurements at work on sinus rhythm with noise: one long record of two leads, and ten-second
/// records of twelve.
struct MeasurementBench {
  /// Sampling rate of the long record in hertz, that of the MIT-BIH recordings.
  static let longRate = 360.0
  /// Sampling rate of the short records in hertz, that of PTB-XL.
  static let shortRate = 500.0
  /// Standard deviation of the noise in millivolts.
  private static let noise = 0.02
  /// How many short records there are.
  private static let shortCount = 16

  /// Length of the long record in minutes.
  let minutes: Double
  /// The long record, leads II and V1.
  let long: Recording
  /// The short records, twelve leads.
  let short: [Recording]

  /// Simulates the records.
  init(minutes: Double) throws {
    let rhythm = try RhythmCatalogue().rhythm(named: "sinus-rhythm")
    func record(_ number: Int, seconds: Double, rate: Double, leads: [Lead]) -> Recording {
      var draw = RhythmDraw(default: rhythm)
      draw.heartRatePerMinute = 60 + 2 * Double(number)
      var recording = SimulatedRecord(rhythm, draw: draw, samplingRate: rate, duration: seconds)
        .recording
      recording.name = "record\(number)"
      recording.channels = leads.compactMap { recording.channel($0) }
      var random = Philox(seed: 1, record: UInt32(number))
      for channel in recording.channels.indices {
        for i in recording.channels[channel].millivolts.indices {
          recording.channels[channel].millivolts[i] += Self.noise * random.normal()
        }
      }
      return recording
    }
    self.minutes = minutes
    long = record(0, seconds: 60 * minutes, rate: Self.longRate, leads: [.II, .V1])
    short = (1...Self.shortCount).map {
      record($0, seconds: 10, rate: Self.shortRate, leads: Lead.allCases)
    }
  }

  /// Times everything, this package's part for some seconds a row.
  func rows(seconds: Double) throws -> MeasurementReport {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "ecgsim-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let records = try short.map { recording in
      let path = folder.appending(path: recording.name).path
      try RecordWriter.write(recording, to: path, as: .wfdb)
      return (path: path, name: recording.name)
    }
    let run = MeasureRun(table: .csv, reading: try RecordOptions.parse([]), jobs: 1, quiet: true)
    let length = "\(minutes.formatted(0)) min, 2 leads"
    var report = MeasurementReport(
      peers: MeasurementPeers.measure(long, records: records.map(\.path), in: folder))
    report.add(
      "R peaks, \(length)", peers: [.xqrs, .neuroKitPeaks],
      secondsPerRecord: try Self.time(seconds) { _ = try RPeakDetector().rPeaks(in: long) })
    report.add(
      "all measures, \(length)", peers: [.neuroKitWaves],
      secondsPerRecord: try Self.time(seconds) { _ = try RecordMeasures(long) })
    report.add(
      "all measures, 10 s, 12 leads", peers: [.neuroKitShortWaves],
      secondsPerRecord: try Self.time(seconds) {
        for recording in short { _ = try RecordMeasures(recording) }
      } / Double(short.count))
    report.add(
      "the same from file to table", peers: [.neuroKitFile],
      secondsPerRecord: try Self.time(seconds) { _ = try run.measure(records) { _ in } }
        / Double(records.count))
    return report
  }

  /// The processor time in seconds of one call, the mean over as many as fit.
  private static func time(_ seconds: Double, _ body: () throws -> Void) rethrows -> Double {
    let start = ProcessorTime.now
    var (calls, elapsed) = (0, 0.0)
    repeat {
      try body()
      calls += 1
      elapsed = ProcessorTime.now - start
    } while elapsed < seconds
    return elapsed / Double(calls)
  }
}
