import Electrocardiogram
import Foundation
import RecordFiles
import RhythmLibrary
import TestSupport
import Testing

@testable import RhythmChecks

/// Records of all presets under a ruler that shares no code with this package.
@Suite(.enabled(if: OraclePython.isPresent, "\(OraclePython.hint)"))
struct IndependentRulerTests {
  let catalogue: RhythmCatalogue

  init() throws { catalogue = try RhythmCatalogue() }

  /// What the NumPy ruler prints.
  struct RulerReport: Decodable {
    var record: [String: Double]
    var beats: [String: [Double]]
    var leads: [String: [String: [Double]]]
    var kinds: [String]
  }

  /// The ruler's values as a judge takes them.
  struct Ruler: MeasureSource {
    let report: RulerReport
    func values(_ measure: CriterionMeasure, lead: Lead?) -> [MeasuredValue] {
      let name = measure.rawValue
      let values =
        lead.map { report.leads[name]?[$0.rawValue] ?? [] }
        ?? report.record[name].map { [$0] } ?? report.beats[name] ?? []
      // A value for each beat, in their order, or others.
      return values.enumerated().map {
        MeasuredValue(value: $1, beat: values.count == report.kinds.count ? $0 : nil)
      }
    }
    func kind(ofBeat beat: Int) -> BeatKind { BeatKind(rawValue: report.kinds[beat]) ?? .narrow }
    func time(ofBeat beat: Int) -> Double? { nil }
  }

  /// The NumPy ruler's reading of records, in their order; Python starts once for all.
  static func rulers(_ records: [WrittenRecord]) throws -> [Ruler] {
    try read(records.map { [$0.path, $0.instants] })
  }

  static func read(_ paths: [[String]]) throws -> [Ruler] {
    let list = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).json")
    defer { try? FileManager.default.removeItem(at: list) }
    try JSONEncoder().encode(paths).write(to: list)
    let script = PackageRoot.path("Tests/RhythmChecksTests/ruler.py")
    let printed = try OraclePython.run(script, [list.path])
    return try JSONDecoder().decode([RulerReport].self, from: Data(printed.utf8))
      .map(Ruler.init)
  }

  func ruler(
    _ rhythm: Rhythm, seed: UInt64? = nil, samplingRate: Double = 500, duration: Double = 10
  ) throws -> Ruler {
    try WrittenRecord.with(
      [rhythm], seed: seed, samplingRate: samplingRate, duration: duration
    ) { try #require(Self.rulers($0).first) }
  }

  @Test(arguments: [nil, 1, 2] as [UInt64?])
  func theNumPyRulerFindsEveryCriterionMet(seed: UInt64?) throws {
    try WrittenRecord.with(catalogue.rhythms(), seed: seed) { records in
      for (record, ruler) in zip(records, try Self.rulers(records)) {
        let judge = Judge(record: ruler)
        for criterion in try catalogue.criteria(of: record.rhythm) {
          let verdict = judge.verdict(on: criterion.claim)
          #expect(
            verdict.truth == .met,
            "\(record.title): \(criterion.name): \(verdict.decisive?.valueText ?? "") \(verdict.truth)"
          )
        }
      }
    }
  }

  /// Dissociated P waves are there at their own instants, and not locked to QRS.
  @Test func dissociatedPWavesAreSeenInTheSamples() throws {
    let report = try ruler(catalogue.rhythm(named: "ventricular-pacing")).report
    // The mean of P waves is at least 0.05 mV in lead II; noise or nothing leaves less.
    #expect(try #require(report.record["meanPAmplitude"]) >= 0.05)
  }

  /// The instants say where P waves should be; whether they are is for the samples to say.
  @Test func annotatedPWavesThatAreNotThereAreMissed() throws {
    let rhythm = try catalogue.rhythm(named: "sinus-rhythm")
    let report = try WrittenRecord.with([rhythm]) { records in
      let record = try #require(records.first)
      var still = record.simulated.recording
      for wave in record.simulated.truth.pWaves {
        let ends = [wave.onset ?? wave.peak, wave.offset ?? wave.peak].map { Int($0 * 500) }
        let (a, b) = (max(ends[0] - 5, 0), min(ends[1] + 5, still.sampleCount - 1))
        for channel in still.channels.indices where a < b {
          let level = still.channels[channel].millivolts[a]
          for k in a...b { still.channels[channel].millivolts[k] = level }
        }
      }
      let other = record.path + "-still"
      try RecordWriter.write(still, to: other, as: .wfdb)
      return try #require(Self.read([[other, record.instants]]).first).report
    }
    #expect(try #require(report.beats["pWavesPerBeat"]).allSatisfy { $0 == 0 })
    #expect(report.beats["prInterval"] == nil)
  }

  @Test func theNumPyRulerIsNotEasilyPleased() throws {
    var rhythm = try catalogue.rhythm(named: "sinus-rhythm")
    let criteria = rhythm.criteria
    rhythm.conduction = .conducted(delay: 0.25)
    let judge = Judge(record: try ruler(rhythm))
    let pr = try #require(criteria.first { $0.name == "PR 120 to 200 ms" })
    #expect(judge.verdict(on: pr.claim).truth == .notMet)
    let infarct = try catalogue.rhythm(named: "stemi-anterior")
    let elevated = try #require(infarct.criteria.first { $0.name.contains("at J (woman)") })
    #expect(judge.verdict(on: elevated.claim).truth == .notMet)
  }

  @Test func pulsesKeepTheirAreaAtEverySamplingRate() throws {
    let rhythm = try catalogue.rhythm(named: "ventricular-pacing")
    let stimulus = try #require(rhythm.pacing?.stimuli.first)
    // Lead V3 sees the pulse largest: Dower's row (0.882, 0.098, -1.277).
    let height = zip([0.882, 0.098, -1.277], stimulus.amplitudes).reduce(0) { $0 + $1.0 * $1.1 }
    for rate in [250.0, 500, 1000, 5000] {
      let area = try #require(
        ruler(rhythm, samplingRate: rate, duration: 4).report.record["pulseArea"])
      // Samples are stored to 1 µV: up to 5 of them a millisecond stand in a pulse's 10 ms.
      #expect(
        abs(area - height * 1000 * stimulus.width) < 0.01 * abs(height * stimulus.width * 1000))
    }
  }

  @Test func pulsesHaveTheirTrueWidth() throws {
    let rhythm = try catalogue.rhythm(named: "ventricular-pacing")
    let stimulus = try #require(rhythm.pacing?.stimuli.first)
    let rate = 50_000.0
    let width = try #require(
      ruler(rhythm, samplingRate: rate, duration: 3).report.record["pulseWidth"])
    // One sample at either edge.
    #expect(abs(width - 1000 * stimulus.width) <= 2 * 1000 / rate)
  }
}
