import Electrocardiogram
import Foundation
import RhythmLibrary
import TestSupport
import Testing

@testable import RhythmChecks

/// Default records of all presets as NeuroKit2 reads them.
@Suite(.enabled(if: OraclePython.isPresent, "\(OraclePython.hint)"))
struct NeuroKitTests {
  /// What NeuroKit2 reads, per minute and in milliseconds.
  struct Report: Decodable {
    var rateII: Double?
    var rateV5: Double?
    var PR: Double?
    var QRS: Double?
    var QT: Double?
    var error: String?
  }

  /// All reports and the truth, by rhythm: NeuroKit2 takes seconds to start, and starts once.
  static let reports = Result<[String: (Report, GroundTruth)], any Error> {
    try WrittenRecord.with(RhythmCatalogue().rhythms()) { records in
      let script = PackageRoot.path("Tests/RhythmChecksTests/neurokit_ruler.py")
      let printed = try OraclePython.run(script, records.map(\.path))
      let read = try JSONDecoder().decode([Report].self, from: Data(printed.utf8))
      return Dictionary(
        uniqueKeysWithValues: zip(records, read).map { ($0.rhythm.name, ($1, $0.simulated.truth)) })
    }
  }

  func report(_ name: String) throws -> (Report, GroundTruth) {
    try #require(Self.reports.get()[name])
  }

  /// The rate of the median interval, which is NeuroKit's.
  static func rate(_ truth: GroundTruth) -> Double? {
    let peaks = truth.beats.map(\.rPeak).filter { (0..<10).contains($0) }
    let intervals = zip(peaks.dropFirst(), peaks).map(-).sorted()
    let middle = intervals.count / 2
    return intervals.isEmpty
      ? nil : 120 / (intervals[middle] + intervals[(intervals.count - 1) / 2])
  }

  /// What NeuroKit2 0.2.13 cannot count, and why.
  static let beyondNeuroKit = [
    "ventricular-fibrillation-coarse": "there are no beats to find",
    "ventricular-fibrillation-fine": "there are no beats to find",
  ]

  @Test(arguments: try RhythmCatalogue().names)
  func itFindsEveryBeat(name: String) throws {
    let (read, truth) = try report(name)
    let errors = [read.rateII, read.rateV5].map { found -> Double in
      guard let found, let rate = Self.rate(truth) else { return .infinity }
      return abs(found - rate)
    }
    // One sample in a beat is 0.2/min at 75/min.
    let finds = errors.allSatisfy { $0 < 1 }
    if let reason = Self.beyondNeuroKit[name] {
      #expect(!finds, "\(name) is no longer beyond NeuroKit2: \(reason)")
    } else {
      #expect(finds, "\(name): off by \(errors) a minute \(read.error ?? "")")
    }
  }

  @Test(arguments: ["sinus-rhythm", "first-degree-av-block", "stemi-anterior"])
  func itReadsRateAndIntervals(name: String) throws {
    let (read, truth) = try report(name)
    let beat = truth.beats[2]
    let p = try #require(truth.pWaves.last { $0.peak < beat.rPeak })
    let onset = try #require(beat.qrs.onset)
    // 20 ms is what this delineator is good for on lead V5.
    #expect(abs(try #require(read.PR) - 1000 * (onset - (try #require(p.onset)))) < 20)
    #expect(abs(try #require(read.QRS) - 1000 * (try #require(beat.qrs.offset) - onset)) < 20)
    #expect(abs(try #require(read.QT) - 1000 * (try #require(beat.tWave?.offset) - onset)) < 20)
  }
}
