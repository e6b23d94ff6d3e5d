import ArgumentParser
import Foundation
import RhythmChecks
import RhythmLibrary

/// `ecgsim rhythms check`: every rhythm's own records against its own criteria.
struct RhythmsCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Measure the records of rhythms against their criteria.",
    discussion: """
      Each record is simulated with a patient and a breath as the rhythm's variation draws them, written to a WFDB file without annotations, read back and measured. \
      Every rhythm is checked as it is stated, at its default rate, and with --seeds random draws. A criterion is met \
      or not; its margin is the distance to the limit in units of the ruler's error. Limits marked \
      guideline-secondary are not checked against the primary text. Exit code 1 if one is not met.
      """)

  @Argument(help: "Names of rhythms; all of them by default.")
  var names: [String] = []
  @Option(parsing: .unconditional, help: "Random draws of each rhythm beside the default one.")
  var seeds = 3
  @Option(parsing: .unconditional, help: "Length of the records in seconds, at least 10.")
  var duration = 10.0
  @Flag(help: "Show every criterion, not only those that fail.")
  var all = false
  @OptionGroup var seed: SeedOptions
  @OptionGroup var source: RhythmOptions
  @OptionGroup var talk: TalkOptions

  func validate() throws {
    guard (0...100_000).contains(seeds) else {
      throw ValidationError("--seeds is \(seeds); give 0 to 100000")
    }
    let shortest = RhythmChecker.shortestDuration
    guard (shortest...3600).contains(duration) else {
      throw ValidationError(
        "--duration is \(duration) s; criteria speak of \(shortest.formatted(0)) s and of means over "
          + "as many beats: give \(shortest.formatted(0)) to 3600")
    }
  }

  func run() throws {
    let catalogue = try source.catalogue()
    let first = seed.resolved()
    let checker = RhythmChecker(catalogue: catalogue, duration: duration)
    let progress = Progress(
      total: names.isEmpty ? catalogue.names.count : names.count, quiet: talk.quiet)
    var checks: [RecordCheck] = []
    for (index, name) in (names.isEmpty ? catalogue.names : names).enumerated() {
      let drawn = (0..<UInt64(seeds)).map { first &+ $0 }
      let own = try checker.check(name, seeds: drawn)
      let table = CheckTable(own)
      let failed = own.count { !$0.passed }
      talk.say(
        "\(failed == 0 ? "pass" : "FAIL")  \(name): \(own[0].results.count) criteria, "
          + "\(own.count.of("record")), \(failed) failed")
      for line in CheckTable.remarks(own) { talk.say("  " + line) }
      for line in Self.lines(table, all: all) { talk.say("  " + line) }
      checks += own
      progress.report(index + 1, of: name)
    }
    talk.say("seeds from \(first)")
    try talk.finish(CheckReport(firstSeed: first, checks: checks))
    if let failed = checks.first(where: { !$0.passed }) {
      throw Failure(
        .checkFailed,
        "\(checks.count { !$0.passed }) of \(checks.count) records miss a criterion, first "
          + "\(failed.rhythm)\(failed.seed.map { " with seed \($0)" } ?? "")")
    }
  }

  /// The rows of the table that are shown.
  private static func lines(_ table: CheckTable, all: Bool) -> [String] {
    var shown = Table(CheckTable.columns)
    for row in table.rows where all || row.last != "met" { shown.add(row) }
    return shown.rows.isEmpty ? [] : shown.lines
  }
}

/// What `rhythms check --json` prints.
private struct CheckReport: Encodable {
  let firstSeed: UInt64
  let checks: [RecordCheck]
}
