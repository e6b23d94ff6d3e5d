import ArgumentParser
import Foundation
import Records

/// `ecgsim dataset`: thousands of records with labels.
struct DatasetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dataset", abstract: "Simulate a data set, join its shards, verify it.",
    subcommands: [Make.self, Merge.self, Verify.self], defaultSubcommand: Make.self)

  /// How many threads work.
  struct Jobs: ParsableArguments {
    @Option(
      parsing: .unconditional, help: "Threads; as many as there are processors by default.")
    var jobs: Int?

    private static let limit = 256

    func validate() throws {
      if let jobs, !(1...Self.limit).contains(jobs) {
        throw ValidationError("--jobs is \(jobs); give 1 to \(Self.limit)")
      }
    }

    var threads: Int { jobs ?? max(1, ProcessInfo.processInfo.activeProcessorCount) }
  }

  struct Make: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "make", abstract: "Simulate a data set.",
      discussion: """
        SPEC.yaml names rhythms with weights; all other keys are optional:

          rhythms: {sinus-rhythm: 5, atrial-fibrillation: 1}     (or a list)
          count: 1000
          durationSeconds: 10
          samplingRateHertz: 500
          lowRateCopies: true
          noise: {baseline: {snrDecibels: 20}, powerline: {rmsMillivolts: 0.01}}
          patients: {ageYears: [20, 90], femaleFraction: 0.5}
          variability: {rrDeviationSeconds: 0.04, lowToHighRatio: 1}
          respirationPerMinute: 15

        Each record is WFDB with beats, waves and rhythm annotated, its truth as JSON, and a row of \
        ptbxl_database.csv with the columns of PTB-XL; copies of 100 Hz as there. Any number of \
        shards and threads gives the same bytes. A run that was stopped goes on when it is given \
        again. Without --shard the data set is joined at its end; 'dataset merge' joins shards.
        """)

    @Argument(help: "The specification.")
    var specification: String
    @Option(help: "The data set's folder.")
    var output: String
    @Option(
      parsing: .unconditional,
      help: "Records, 1 to 100000000; by default what the specification says, else 1000.")
    var count: Int?
    @Option(help: "Make one shard of several: I/N, from 1/N to N/N; needs --seed.")
    var shard: Shard?
    @OptionGroup var jobs: Jobs
    @OptionGroup var seed: SeedOptions
    @OptionGroup var rhythms: RhythmOptions
    @OptionGroup var talk: TalkOptions

    /// `I/N`.
    struct Shard: ExpressibleByArgument {
      let number, total: Int

      init?(argument: String) {
        let parts = argument.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let number = Int(parts[0]), let total = Int(parts[1]),
          (1...99_999).contains(total), (1...total).contains(number)
        else { return nil }
        (self.number, self.total) = (number, total)
      }
    }

    /// What is told of the work.
    private struct Report: Encodable {
      let output: String
      let records, alreadyThere: Int
      let seed: UInt64
      let shard: String?
      let isMerged: Bool
      let notice = Version.notice
    }

    func validate() throws {
      if let count, !(1...DatasetSpecification.largestCount).contains(count) {
        throw ValidationError(
          "--count is \(count); give 1 to \(DatasetSpecification.largestCount)")
      }
      if output.isEmpty { throw ValidationError("--output is empty; name a folder") }
    }

    func run() throws {
      guard let data = FileManager.default.contents(atPath: specification) else {
        throw Failure(
          .cannotReadOrWrite, "\(specification): cannot be read; check the path and its permissions"
        )
      }
      let wanted = try DatasetSpecification(
        parsing: String(decoding: data, as: UTF8.self), file: specification)
      let seed = try chosenSeed()
      let plan = try DatasetPlan(
        wanted, count: count ?? wanted.count, seed: seed, try rhythms.catalogue())
      let work = DatasetShard(
        plan, number: shard?.number ?? 1, total: shard?.total ?? 1, output: output,
        version: Version.current, notice: Version.notice)
      let total = plan.indices(ofShard: work.number, of: work.total).count
      let progress = Progress(total: total, quiet: talk.quiet)
      let outcome = try work.make(jobs: jobs.threads) { progress.report($0, of: "records") }
      let isWhole = shard == nil || work.total == 1
      if isWhole { _ = try DatasetMerge.merge([output]) }
      talk.say(
        "\(outcome.records.of("record")) in \(output), \(outcome.present) of them there before")
      talk.say("seed \(seed), \(Version.notice)")
      try talk.finish(
        Report(
          output: output, records: outcome.records, alreadyThere: outcome.present, seed: seed,
          shard: shard.map { "\($0.number)/\($0.total)" }, isMerged: isWhole))
    }

    /// The seed given, that of the data set which is there, or one drawn now.
    private func chosenSeed() throws -> UInt64 {
      if let given = seed.seed { return given }
      if let other = try DatasetShard.seed(in: output) { return other }
      guard shard == nil else {
        throw Failure(
          .badUse, "--shard: shards of one data set need one seed; give --seed S to each of them")
      }
      return seed.resolved()
    }
  }

  struct Merge: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "merge",
      abstract: "Join the shards of a data set.",
      discussion: """
        The first folder receives the records of the others and, at its end, ptbxl_database.csv and \
        SHA256SUMS (which 'sha256sum -c' reads too) over all of them.
        """)

    @Argument(help: "Folders with the shards of one data set; one if all went there.")
    var folders: [String]
    @OptionGroup var talk: TalkOptions

    private struct Report: Encodable {
      let output: String
      let records: Int
    }

    func run() throws {
      let records = try DatasetMerge.merge(folders)
      talk.say("\(records.of("record")) in \(folders[0])")
      try talk.finish(Report(output: folders[0], records: records))
    }
  }

  struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "verify", abstract: "Hold every file of a data set against its hash.")

    @Argument(help: "The data set's folder.")
    var folder: String
    @OptionGroup var jobs: Jobs
    @OptionGroup var talk: TalkOptions

    private struct Report: Encodable {
      let files, records: Int
      let isMerged: Bool
      let missing, changed: [String]
    }

    func run() throws {
      let found = try DatasetMerge.verify(folder, jobs: jobs.threads)
      try talk.finish(
        Report(
          files: found.files, records: found.records, isMerged: found.isMerged,
          missing: found.missing, changed: found.changed))
      guard found.areNone else {
        let first =
          (found.missing.prefix(3).map { "\($0) is missing" }
          + found.changed.prefix(3).map { "\($0) is changed" }).joined(separator: ", ")
        throw Failure(
          .checkFailed,
          "\(folder): \(found.missing.count) files are missing, \(found.changed.count) changed "
            + "(\(first)); remove the headers (.hea) of their records and SHA256SUMS, and make the data "
            + "set again")
      }
      talk.say(
        "\(found.files.of("file")) of \(found.records.of("record")) as they were made"
          + (found.isMerged ? "" : "; shards are not joined yet"))
    }
  }
}
