import Conduction
import Electrocardiogram
import Foundation
import RecordFiles
import RhythmLibrary
import TestSupport
import Testing

@testable import RhythmChecks

/// Records of all presets under two rulers that share no code with this package.
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

  /// What NeuroKit2 reads, per minute and in milliseconds.
  struct NeuroKitReport: Decodable {
    var rateII: Double
    var rateV5: Double
    var PR: Double?
    var QRS: Double?
    var QT: Double?
  }

  /// Instants for the ruler.
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

  static func script(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: name).path
  }

  /// Writes a record of a rhythm without annotations, the default one or a drawn one, and hands its
  /// path over.
  func withRecord<Result>(
    _ rhythm: Rhythm, seed: UInt64? = nil, samplingRate: Double = 500, duration: Double = 10,
    _ use: (String, SimulatedRecord, String) throws -> Result
  ) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let draw = seed.map { RhythmDraw(rhythm, seed: $0) } ?? RhythmDraw(default: rhythm)
    let record = SimulatedRecord(
      rhythm, draw: draw, samplingRate: samplingRate, duration: duration)
    let path = folder.appending(path: "record").path
    try RecordWriter.write(record.recording, to: path, as: .wfdb)
    let instants = folder.appending(path: "instants.json")
    try JSONEncoder().encode(
      Instants(
        record.truth, rrInterval: 60 / draw.heartRatePerMinute,
        dissociated: Self.isDissociated(rhythm))
    ).write(to: instants)
    return try use(path, record, instants.path)
  }

  /// Whether nothing links the ventricles to P waves.
  static func isDissociated(_ rhythm: Rhythm) -> Bool {
    if let cycle = try? SteadyCycle(rhythm, ratePerMinute: rhythm.rate.defaultPerMinute) {
      if case .linked = cycle.atria { return false }
      return true
    }
    guard case .system(let system) = rhythm.conduction else { return false }
    return system.sinus == nil || !system.node.conducts
  }

  func ruler(
    _ rhythm: Rhythm, seed: UInt64? = nil, samplingRate: Double = 500, duration: Double = 10
  ) throws -> Ruler {
    try withRecord(
      rhythm, seed: seed, samplingRate: samplingRate, duration: duration
    ) { path, _, instants in
      let printed = try OraclePython.run(Self.script("ruler.py"), [path, instants])
      return Ruler(report: try JSONDecoder().decode(RulerReport.self, from: Data(printed.utf8)))
    }
  }

  /// Criteria that the NumPy ruler cannot decide: it looks only where it is told to.
  static let undecided: Set<String> = [
    "all P waves of one shape", "no delta wave", "no delta wave in the median QRS", "delta wave",
    "U lower than 0.1 mV", "no f waves",
  ]

  @Test(arguments: try RhythmCatalogue().names)
  func theNumPyRulerFindsEveryCriterionMet(name: String) throws {
    let seed: UInt64 = 1
    let rhythm = try catalogue.rhythm(named: name)
    let judge = Judge(record: try ruler(rhythm, seed: seed))
    for criterion in rhythm.criteria where !Self.undecided.contains(criterion.name) {
      let verdict = judge.verdict(on: criterion.claim)
      #expect(
        verdict.truth == .met,
        "\(name), seed \(seed): \(criterion.name): \(verdict.decisive?.valueText ?? "") \(verdict.truth)"
      )
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
    let report = try withRecord(rhythm) { path, record, instants in
      var still = record.recording
      for wave in record.truth.pWaves {
        let ends = [wave.onset ?? wave.peak, wave.offset ?? wave.peak].map { Int($0 * 500) }
        let (a, b) = (max(ends[0] - 5, 0), min(ends[1] + 5, still.sampleCount - 1))
        for channel in still.channels.indices where a < b {
          let level = still.channels[channel].millivolts[a]
          for k in a...b { still.channels[channel].millivolts[k] = level }
        }
      }
      let other = path + "-still"
      try RecordWriter.write(still, to: other, as: .wfdb)
      let printed = try OraclePython.run(Self.script("ruler.py"), [other, instants])
      return try JSONDecoder().decode(RulerReport.self, from: Data(printed.utf8))
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

  @Test(arguments: ["sinus-rhythm", "first-degree-av-block", "stemi-anterior"])
  func neuroKitReadsRateAndIntervals(name: String) throws {
    let rhythm = try catalogue.rhythm(named: name)
    try withRecord(rhythm) { path, record, _ in
      let printed = try OraclePython.run(Self.script("neurokit_ruler.py"), [path])
      let read = try JSONDecoder().decode(NeuroKitReport.self, from: Data(printed.utf8))
      let beat = record.truth.beats[2]
      let p = try #require(record.truth.pWaves.last { $0.peak < beat.rPeak })
      let onset = try #require(beat.qrs.onset)
      // 20 ms is what this delineator is good for on lead V5.
      #expect(abs(try #require(read.PR) - 1000 * (onset - (try #require(p.onset)))) < 20)
      #expect(abs(try #require(read.QRS) - 1000 * (try #require(beat.qrs.offset) - onset)) < 20)
      #expect(abs(try #require(read.QT) - 1000 * (try #require(beat.tWave?.offset) - onset)) < 20)
      #expect(abs(read.rateV5 - rhythm.rate.defaultPerMinute) < 1)
    }
  }

  /// One of each family: it takes seconds to start.
  @Test(arguments: [
    "sinus-rhythm", "sinus-pause", "mobitz-1", "complete-av-block-ventricular-escape", "rbbb",
    "lbbb",
    "stemi-anterior", "ventricular-pacing",
  ])
  func neuroKitFindsEveryBeat(name: String) throws {
    let rhythm = try catalogue.rhythm(named: name)
    try withRecord(rhythm) { path, record, _ in
      let printed = try OraclePython.run(Self.script("neurokit_ruler.py"), [path])
      let read = try JSONDecoder().decode(NeuroKitReport.self, from: Data(printed.utf8))
      let peaks = record.truth.beats.map(\.rPeak).filter { (0..<10).contains($0) }
      // NeuroKit's rate is that of the median interval.
      let intervals = zip(peaks.dropFirst(), peaks).map(-).sorted()
      let middle = intervals.count / 2
      let rate = 120 / (intervals[middle] + intervals[(intervals.count - 1) / 2])
      // One sample in a beat is 0.2/min at 75/min.
      #expect(abs(read.rateII - rate) < 1)
      #expect(abs(read.rateV5 - rate) < 1)
    }
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
