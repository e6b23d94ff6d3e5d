import ArgumentParser
import Electrocardiogram
import Figures
import RandomNumbers
import RecordFiles
import Simulator

/// `ecgsim beat`: single cycles of rhythms and of fitted hearts.
struct BeatCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "beat", abstract: "Simulate single beats of rhythms or of fits.",
    discussion: """
      A beat lasts one RR interval and begins 0.4 RR before its R peak. Beats of a rhythm scatter as \
      the rhythm's variation says; --no-variation gives the rhythm's own beat. Several beats go to \
      one .npy [beat, lead, sample] (with FILE.truth.json beside it), one .json, or one .csv each \
      (FILE-1.csv ...). Ground truth goes with every waveform: onset, peak and offset of P, QRS and \
      T, the J point, beat type, pacing pulses. --plot draws the first beat.
      """)

  @Argument(help: "Names of rhythms, or fit files (.json).")
  var sources: [String]
  @Option(help: "Leads, such as II,V1; or all.")
  var leads = LeadSelection.all
  @Option(parsing: .unconditional, help: "Beats a minute; the rhythm's own rate by default.")
  var heartRate: Double?
  @Option(parsing: .unconditional, help: "Samples a second.")
  var samplingRate = 500.0
  @Option(parsing: .unconditional, help: "Beats of each source.")
  var count = 1
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

  func validate() throws {
    guard (50...100_000).contains(samplingRate) else {
      throw ValidationError("--sampling-rate is \(samplingRate) Hz; give 50 to 100000")
    }
    guard (1...1_000_000).contains(count) else {
      throw ValidationError("--count is \(count); give 1 to 1000000")
    }
    if let heartRate, !(10...400).contains(heartRate) {
      throw ValidationError("--heart-rate is \(heartRate)/min; give 10 to 400")
    }
    if let output { _ = try BeatFile(path: output) }
  }

  func run() throws {
    let files = try OutputFiles([("--output", output)] + picture.paths)
    let seed = seed.resolved()
    let catalogue = try rhythms.catalogue()
    var beats: [SimulatedBeat] = []
    for name in sources {
      let source = try BeatSource(name, catalogue: catalogue)
      if case .fit = source, variation, count > 1 {
        throw Failure(
          .badUse,
          "--count \(count): \(name) is the fit of one beat and has no variation, so that all would "
            + "be the same; leave --count out, or give --no-variation to have copies")
      }
      for _ in 0..<count {
        let random = variation ? Philox(seed: seed, record: UInt32(beats.count)) : nil
        let beat = try source.beat(
          heartRatePerMinute: heartRate, samplingRate: samplingRate, varying: random)
        beats.append(
          try SimulatedBeat(beat, of: source, leads: leads, solver: solver, seed: seed))
      }
    }
    try picture.draw({ try beats[0].figure() }, into: files)
    let written = try output.map { try BeatFile(path: $0).write(beats, into: files) } ?? []
    try files.publish()
    report(beats, seed: seed, written: written + picture.paths.compactMap(\.path))
    try talk.finish(beats)
  }

  private func report(_ beats: [SimulatedBeat], seed: UInt64, written: [String]) {
    var table = Table(["beat", "rate /min", "PR ms", "QRS ms", "QT ms", "R in II mV", "leads"])
    for beat in beats.prefix(20) { table.add(beat.summary) }
    for line in table.lines { talk.say(line) }
    if beats.count > 20 { talk.say("... and \(beats.count - 20) more") }
    talk.say(
      "seed \(seed), \(solver == .cvodes ? "CVODES" : beats[0].integrator), \(Version.notice)")
    for path in written { talk.say("wrote \(path)") }
  }
}
