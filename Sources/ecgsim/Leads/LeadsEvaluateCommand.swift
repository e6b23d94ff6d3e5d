import ArgumentParser
import Electrocardiogram
import Fitting
import Foundation
import Populations
import Synchronization

/// `ecgsim leads evaluate DIR`: errors of all reconstructions over many records.
struct LeadsEvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate", abstract: "Judge reconstructed leads against recorded ones.",
    discussion: """
      Each record is judged on its second half, all methods on the same samples; baseline wander below \
      0.5 Hz is removed from both. own-dipole and own-linear learn from the record's first half, linear \
      and delays were learned from PTB-XL's folds 1 to 7. Records without Frank's axes are judged on \
      those that Kors's matrix reads from their twelve leads. Intervals hold the mean over records with \
      95 % probability (bootstrap).
      """)

  @Argument(help: "Folder of WFDB records; PTB-XL's table gives folds and patients.")
  var folder: String
  @Option(help: "Folds to judge, such as 9 or 1-8; all by default.")
  var folds = FoldRange.all
  @Option(parsing: .unconditional, help: "Threads over records.")
  var jobs: Int?
  @Option(help: "JSON file to write, with a row for each lead and method.")
  var output: String?
  @OptionGroup var seed: SeedOptions
  @OptionGroup var reading: RecordOptions
  @OptionGroup var talk: TalkOptions

  func run() throws {
    let files = try OutputFiles([("--output", output)])
    let cohort = try Cohort(folder: folder).folds(folds.range)
    let seed = seed.resolved()
    let study = Mutex([LeadStudy.Judgement?](repeating: nil, count: cohort.members.count))
    let progress = Progress(total: cohort.members.count, quiet: talk.quiet)
    let members = Array(cohort.members.enumerated())
    try RecordThreads.run(members, jobs: try threads(jobs)) { [reading] item in
      (try? reading.read(item.element.path)).flatMap(SteadyLeads.init).map {
        LeadStudy.judge($0, record: item.element.record)
      }
    } collect: { item, judgement in
      study.withLock { $0[item.offset] = judgement }
      progress.step(of: "records")
    }
    var result = LeadStudy()
    for judgement in study.withLock({ $0 }) { judgement.map { result.add($0) } }
    guard result.judged > 0 else {
      throw Failure(
        .badInput,
        "\(folder): none of \(cohort.members.count.of("record")) of folds \(folds.text) has I, II and V1 "
          + "to V6 without gaps for four seconds")
    }
    let report = Report(
      folds: folds.text, records: result.judged,
      leftOut: cohort.members.count - result.judged, failures: result.failures, seed: seed,
      rows: result.rows(seed: seed))
    for line in report.lines { talk.say(line) }
    if let output {
      try files.write(output) { try JSON.write(report, to: $0) }
    }
    try files.publish()
    if let output { talk.say("wrote \(output)") }
    try talk.finish(report)
  }

  /// What the command prints.
  struct Report: Encodable {
    let folds: String
    let records: Int
    let leftOut: Int
    let failures: [String]
    let seed: UInt64
    let rows: [LeadStudy.Row]

    var lines: [String] {
      var table = Table(["from", "method", "lead", "records", "RMSE mV", "95 %", "r", "95 %"])
      for row in rows {
        table.add([
          row.given.rawValue, row.method.rawValue, row.lead?.rawValue ?? "mean",
          "\(row.recordings)",
          row.rmse.value.formatted(4), Self.interval(row.rmse, 4), row.r.value.formatted(3),
          Self.interval(row.r, 3),
        ])
      }
      return table.lines
        + ["\(records.of("record")) of folds \(folds), \(leftOut) left out, seed \(seed)"]
        + failures.map { "failed: \($0)" }
    }

    private static func interval(_ estimate: IntervalEstimate, _ decimals: Int) -> String {
      "\(estimate.low.formatted(decimals))-\(estimate.high.formatted(decimals))"
    }
  }
}

/// The number of threads that an option asks for.
func threads(_ jobs: Int?) throws -> Int {
  if let jobs, !(1...256).contains(jobs) {
    throw ValidationError("--jobs is \(jobs); give 1 to 256")
  }
  return jobs ?? max(1, ProcessInfo.processInfo.activeProcessorCount)
}

/// Folds of a data set, as an option.
struct FoldRange: ExpressibleByArgument {
  let range: ClosedRange<Int>
  static let all = FoldRange(range: 1...1000)

  init(range: ClosedRange<Int>) { self.range = range }

  init?(argument: String) {
    let ends = argument.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard let first = ends.first, let first, let last = ends.last, let last, ends.count <= 2,
      first >= 1, first <= last
    else { return nil }
    range = first...last
  }

  var text: String {
    if range == Self.all.range { return "all" }
    return range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound)-\(range.upperBound)"
  }
  var defaultValueDescription: String { text }
}
