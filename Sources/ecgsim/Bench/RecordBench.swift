import Foundation
import Noise
import Records
import RhythmLibrary

/// Whole records at work: ten seconds of twelve leads at 500 Hz with truth and annotations in memory.
enum RecordBench {
  /// Every kind of noise, each at a usual level.
  static let allKinds = [
    "baseline=20dB", "muscle=20uV", "electrode-motion=20dB", "powerline=10uV", "white=5uV",
    "pink=5uV", "lead-off=1s", "saturation=5mV",
  ]
  /// Records of the data set that is written.
  static let datasetCount = 400

  static func report(seconds: Double, neuroKit: NeuroKitPeer.Outcome) throws -> RecordBenchReport {
    let catalogue = try RhythmCatalogue()
    var report = RecordBenchReport(neuroKit: neuroKit)
    for (name, noise) in [
      ("sinus-rhythm", []), ("atrial-fibrillation", []), ("dual-chamber-pacing", []),
      ("sinus-rhythm", allKinds),
    ] {
      var order = RecordOrder(
        [.init(rhythm: try catalogue.rhythm(named: name))], duration: 10, samplingRate: 500)
      order.rates = .drawn
      order.noise = try NoiseSpecification(parsing: noise)
      report.add(
        noise.isEmpty ? name : "\(name), all kinds of noise",
        recordsPerSecond: try inMemory(order, seconds: seconds))
    }
    let (one, two) = (try dataset(catalogue, jobs: 1), try dataset(catalogue, jobs: 2))
    report.add("dataset, with noise, written, 1 thread", recordsPerSecond: one)
    report.add("dataset, with noise, written, 2 threads", recordsPerSecond: two)
    report.twoThreadsOverOne = two / one
    return report
  }

  /// Records a second of one thread: drawn, simulated, with truth and annotations.
  private static func inMemory(_ order: RecordOrder, seconds: Double) throws -> Double {
    let maker = RecordMaker()
    var record = try maker.make(PlannedRecord(order, seed: 1))
    var records: UInt32 = 0
    let start = ProcessorTime.now
    var elapsed = 0.0
    while elapsed < seconds {
      for _ in 0..<16 {
        try maker.make(PlannedRecord(order, seed: 1, index: records), into: &record)
        records += 1
      }
      elapsed = ProcessorTime.now - start
    }
    return Double(records) / elapsed
  }

  /// Records a second by the clock of a data set that is written to the folder for temporary files.
  private static func dataset(_ catalogue: RhythmCatalogue, jobs: Int) throws -> Double {
    let specification = try DatasetSpecification(
      parsing: "rhythms: [sinus-rhythm]\nnoise: {baseline: {snrDecibels: 20}}", file: "bench")
    let plan = try DatasetPlan(specification, count: datasetCount, seed: 1, catalogue)
    let folder =
      FileManager.default.temporaryDirectory.path + "/ecgsim-bench-\(getpid())-\(jobs)"
    var rate = 0.0
    try WholeFile.withFolder(folder) {
      let shard = DatasetShard(
        plan, number: 1, total: 1, output: folder, version: Version.current,
        notice: Version.notice)
      let start = ContinuousClock.now
      _ = try shard.make(jobs: jobs)
      rate = Double(datasetCount) / ((ContinuousClock.now - start) / .seconds(1))
    }
    return rate
  }
}

/// The rows about whole records.
struct RecordBenchReport: Encodable {
  /// One timed thing.
  struct Row: Encodable {
    let name: String
    let recordsPerSecond: Double
    /// Times as fast as NeuroKit2's twelve-lead call; `nil` where that is absent.
    let timesNeuroKitTwelveLeads: Double?
  }

  private let neuroKit: NeuroKitPeer.Outcome
  private(set) var rows: [Row] = []
  /// A data set's records a second on two threads over those on one.
  var twoThreadsOverOne = 0.0

  init(neuroKit: NeuroKitPeer.Outcome) { self.neuroKit = neuroKit }

  /// NeuroKit2's records of ten seconds a second: they have ten beats.
  private var peer: Double? { neuroKit.figures.map { $0.twelveLeadBeatsPerSecond / 10 } }

  mutating func add(_ name: String, recordsPerSecond: Double) {
    rows.append(
      Row(
        name: name, recordsPerSecond: recordsPerSecond,
        timesNeuroKitTwelveLeads: peer.map { recordsPerSecond / $0 }))
  }

  /// The report for people.
  var lines: [String] {
    var table = Table(["records of 10 s, 12 leads, 500 Hz", "records/s", "x NeuroKit2 12 leads"])
    table.add([
      "NeuroKit2, 12 leads, no truth",
      peer?.formatted(2) ?? "absent: \(neuroKit.reason ?? "")", peer == nil ? "-" : "1",
    ])
    for row in rows {
      table.add([
        row.name, row.recordsPerSecond.formatted(0),
        row.timesNeuroKitTwelveLeads?.formatted(0) ?? "-",
      ])
    }
    return table.lines + [
      "two threads make \(twoThreadsOverOne.formatted(2)) times the records of one"
    ]
  }
}
