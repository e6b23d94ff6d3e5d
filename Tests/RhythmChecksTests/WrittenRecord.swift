import Conduction
import Electrocardiogram
import Foundation
import RecordFiles
import RhythmLibrary

@testable import RhythmChecks

/// A record of a rhythm in a file without annotations, with the instants of its waves in another.
struct WrittenRecord {
  let rhythm: Rhythm
  /// The seed that it was drawn with; `nil` for the default draw.
  let seed: UInt64?
  let simulated: SimulatedRecord
  /// The WFDB path without ending.
  let path: String
  /// The path of the instants.
  let instants: String

  /// What messages call it.
  var title: String { "\(rhythm.name), \(seed.map { "seed \($0)" } ?? "default draw")" }

  /// Simulates and writes a record of each rhythm, and removes them when they have been used.
  static func with<Result>(
    _ rhythms: [Rhythm], seed: UInt64? = nil, samplingRate: Double = 500, duration: Double = 10,
    _ use: ([WrittenRecord]) throws -> Result
  ) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try use(
      rhythms.map { rhythm in
        let draw = seed.map { RhythmDraw(rhythm, seed: $0) } ?? RhythmDraw(default: rhythm)
        let record = SimulatedRecord(
          rhythm, draw: draw, samplingRate: samplingRate, duration: duration)
        let path = folder.appending(path: rhythm.name).path
        try RecordWriter.write(record.recording, to: path, as: .wfdb)
        try JSONEncoder().encode(
          Instants(
            record.truth, rrInterval: 60 / draw.heartRatePerMinute,
            dissociated: isDissociated(rhythm))
        ).write(to: URL(fileURLWithPath: path + ".json"))
        return WrittenRecord(
          rhythm: rhythm, seed: seed, simulated: record, path: path, instants: path + ".json")
      })
  }

  /// Whether nothing links the ventricles to P waves.
  private static func isDissociated(_ rhythm: Rhythm) -> Bool {
    if let cycle = try? SteadyCycle(rhythm, ratePerMinute: rhythm.rate.defaultPerMinute) {
      if case .linked = cycle.atria { return false }
      return true
    }
    guard case .system(let system) = rhythm.conduction else { return false }
    return system.sinus == nil || !system.node.conducts
  }
}

/// Where a ruler may look, in seconds.
struct Instants: Encodable {
  var qrs: [[Double]]
  var p: [[Double]]
  var t: [[Double]]
  var pulses: [Double]
  var dissociated: Bool
  var rrInterval: Double

  init(_ truth: GroundTruth, rrInterval: Double, dissociated: Bool) {
    func ends(_ wave: TimedWave) -> [Double] {
      [wave.onset ?? wave.peak, wave.offset ?? wave.peak]
    }
    qrs = truth.beats.map { ends($0.qrs) }
    p = truth.pWaves.map(ends)
    t = truth.beats.compactMap { $0.tWave.map(ends) }
    pulses = truth.pacingPulses.map(\.time)
    self.dissociated = dissociated
    self.rrInterval = rrInterval
  }
}
