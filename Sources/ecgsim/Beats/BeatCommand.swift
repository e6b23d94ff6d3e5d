import ArgumentParser
import Figures
import Foundation
import RhythmLibrary
import Simulator

/// `ecgsim beat`: single cycles of rhythms and of fitted hearts.
struct BeatCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "beat", abstract: "Simulate single beats of rhythms or of fits.",
    discussion: """
      A beat lasts one RR interval and begins 0.4 RR before its R peak. Beats of a rhythm scatter as \
      the rhythm's variation says, those learned from patients as these, each with a rate of its own \
      unless --heart-rate is given; --no-variation gives the rhythm's own beat. Several beats go to \
      one .npy [beat, lead, sample] (with FILE.truth.json beside it), one .json, or one .csv each \
      (FILE-1.csv ...); they are written as they are made, so that memory holds any number of them. Ground truth goes with every waveform: onset, peak and offset of P, QRS and \
      T, the J point, beat type, pacing pulses. --plot draws the first beat.
      """)

  @Argument(help: "Names of rhythms, or fit files (.json).")
  var sources: [String]
  @Option(help: "Leads, such as II,V1; or all.")
  var leads = LeadSelection.all
  @Option(
    parsing: .unconditional, help: "Beats a minute; the rhythm's or patient's own rate by default.")
  var heartRate: Double?
  @Option(parsing: .unconditional, help: "Samples a second.")
  var samplingRate = 500.0
  @Option(parsing: .unconditional, help: "Beats of each source.")
  var count = 1
  @Option(
    parsing: .unconditional,
    help: "Threads over beats; as many as there are processors by default.")
  var jobs: Int?
  @Option(help: "What integrates the beat: cvodes or batch.")
  var solver = SingleBeat.Solver.batch
  @Flag(inversion: .prefixedNo, help: "Scatter the beats of a rhythm as it says.")
  var variation = true
  @Option(help: "File to write: .csv, .npy or .json.")
  var output: String?
  @OptionGroup var picture: PlotOptions
  @OptionGroup var seed: SeedOptions
  @OptionGroup var rhythms: RhythmOptions
  @OptionGroup var talk: TalkOptions

  /// The most threads.
  private static let jobsLimit = 256
  /// Beats that are described one by one.
  private static let described = 20

  func validate() throws {
    guard (50...100_000).contains(samplingRate) else {
      throw ValidationError("--sampling-rate is \(samplingRate) Hz; give 50 to 100000")
    }
    guard (1...1_000_000).contains(count) else {
      throw ValidationError("--count is \(count); give 1 to 1000000")
    }
    if let jobs, !(1...Self.jobsLimit).contains(jobs) {
      throw ValidationError("--jobs is \(jobs); give 1 to \(Self.jobsLimit)")
    }
    if let heartRate, !(10...400).contains(heartRate) {
      throw ValidationError("--heart-rate is \(heartRate)/min; give 10 to 400")
    }
    if let output { _ = try BeatFile(path: output) }
  }

  func run() throws {
    let file = try output.map { try BeatFile(path: $0) }
    let written = file?.places(of: sources.count * count) ?? []
    let files = try OutputFiles(written.map { ("--output", $0) } + picture.paths)
    let seed = seed.resolved()
    let catalogue = try rhythms.catalogue()
    let run = BeatRun(
      makers: try sources.map { try maker($0, catalogue) }, count: count, leads: leads,
      solver: solver, varies: variation, seed: seed)
    try file?.check(run.makers, leads, varies: variation)
    let first = try run.beats(0..<1)[0]
    try picture.draw({ try first.figure() }, into: files)
    let rows = try make(run, first, file, into: files)
    try files.publish()
    report(run, first, rows, written: file?.paths(of: run.total) ?? [])
  }

  private var threads: Int { jobs ?? max(1, ProcessInfo.processInfo.activeProcessorCount) }

  private func maker(_ name: String, _ catalogue: RhythmCatalogue) throws -> BeatMaker {
    let source = try BeatSource(name, catalogue: catalogue)
    if case .fit = source, variation, count > 1 {
      throw Failure(
        .badUse,
        "--count \(count): \(name) is the fit of one beat and has no variation, so that all would "
          + "be the same; leave --count out, or give --no-variation to have copies")
    }
    return try BeatMaker(source, heartRatePerMinute: heartRate, samplingRate: samplingRate)
  }

  /// Makes all beats and writes them.
  ///
  /// - Returns: Rows of the report about the first ones.
  private func make(
    _ run: BeatRun, _ first: SimulatedBeat, _ file: BeatFile?, into files: borrowing OutputFiles
  ) throws -> [[String]] {
    guard let file else { return try make(run, writing: nil, into: files) }
    return try files.write(file.path) { staged in
      guard file.format == .npy else {
        return try make(
          run, writing: BeatWriter(file, total: run.total, first: first, staged: (staged, staged)),
          into: files)
      }
      return try files.write(file.truthPath) { truth in
        try make(
          run, writing: BeatWriter(file, total: run.total, first: first, staged: (staged, truth)),
          into: files)
      }
    }
  }

  private func make(
    _ run: BeatRun, writing writer: consuming BeatWriter?, into files: borrowing OutputFiles
  ) throws -> [[String]] {
    var writer = writer
    var printed = talk.json ? JSONOutput() : nil
    let progress = Progress(total: run.total, quiet: talk.quiet)
    var rows: [[String]] = []
    try run.forEachBlock(jobs: threads) { [format = writer?.format, json = talk.json] numbers in
      let beats = try run.beats(numbers)
      let described = numbers.prefix { $0 < Self.described }
      return (
        try BeatPiece(beats, as: format, printsJSON: json),
        zip(described, beats).map { $1.summary(isConducted: run.maker(of: $0).isConducted) }
      )
    } take: { product, done in
      try writer?.write(product.0, into: files)
      printed?.append(product.0.json)
      rows += product.1
      progress.report(done, of: "beats")
    }
    try writer?.finish()
    printed?.finish()
    return rows
  }

  private func report(
    _ run: BeatRun, _ first: SimulatedBeat, _ rows: [[String]], written: [String]
  ) {
    var table = Table(["beat", "rate /min", "PR ms", "QRS ms", "QT ms", "R in II mV", "leads"])
    for row in rows { table.add(row) }
    for line in table.lines { talk.say(line) }
    if run.total > rows.count { talk.say("... and \(run.total - rows.count) more") }
    talk.say(
      "seed \(run.seed), \(solver == .cvodes ? "CVODES" : first.integrator), \(Version.notice)")
    for path in written + picture.paths.compactMap(\.path) { talk.say("wrote \(path)") }
  }
}
