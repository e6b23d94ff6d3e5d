import ArgumentParser
import Electrocardiogram
import Measurement
import RhythmChecks
import RhythmLibrary

/// `ecgsim rhythms ruler`: how well the ruler reads records whose truth is known.
struct RhythmsRulerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ruler", abstract: "Measure simulated records and compare with their truth.",
    discussion: """
      Records are drawn as by check, noise enters at the electrodes, every beat but the first and last \
      is measured. Intervals and marks are held against the simulator's truth, voltages of all leads \
      against the samples without noise, read at the true marks. Errors are measured less true.
      """)

  @Argument(help: "Names of rhythms; all of them by default.")
  var names: [String] = []
  @Option(parsing: .unconditional, help: "Records of each rhythm.")
  var seeds = 20
  @Option(
    name: .customLong("snr"), parsing: .unconditional,
    help: "Signal-to-noise ratio in dB over all leads.")
  var decibels = 20.0
  @OptionGroup var seed: SeedOptions
  @OptionGroup var source: RhythmOptions
  @OptionGroup var talk: TalkOptions

  func validate() throws {
    guard (1...100_000).contains(seeds) else {
      throw ValidationError("--seeds is \(seeds); give 1 to 100000")
    }
    guard decibels.isFinite else { throw ValidationError("--snr is \(decibels) dB; give a number") }
  }

  func run() throws {
    let catalogue = try source.catalogue()
    let first = seed.resolved()
    let wanted = names.isEmpty ? catalogue.names : names
    let progress = Progress(total: wanted.count, quiet: talk.quiet)
    var reports: [RulerReport] = []
    for (index, name) in wanted.enumerated() {
      let accuracy = try RulerAccuracy(
        try catalogue.rhythm(named: name), seeds: (0..<UInt64(seeds)).map { first &+ $0 },
        decibels: decibels)
      let report = RulerReport(accuracy)
      for line in report.lines { talk.say(line) }
      reports.append(report)
      progress.report(index + 1, of: name)
    }
    talk.say("white noise at \(decibels.formatted(1)) dB, seeds from \(first)")
    try talk.finish(
      RulerReports(firstSeed: first, signalToNoiseDecibels: decibels, rhythms: reports))
  }
}

/// What `rhythms ruler --json` prints.
private struct RulerReports: Encodable {
  let firstSeed: UInt64
  let signalToNoiseDecibels: Double
  let rhythms: [RulerReport]
}

/// The errors of one rhythm.
private struct RulerReport: Encodable {
  struct Errors: Encodable {
    let name: String
    let unit: String
    let count: Int
    let median: Double
    let medianAbsolute: Double
    let ninetyFifthAbsolute: Double

    init?(_ name: String, _ unit: String, _ errors: [Double]) {
      guard !errors.isEmpty else { return nil }
      let sorted = errors.sorted()
      let sizes = errors.map { abs($0) }.sorted()
      self.name = name
      self.unit = unit
      count = errors.count
      median = sorted[sorted.count / 2]
      medianAbsolute = sizes[sizes.count / 2]
      ninetyFifthAbsolute = sizes[min(sizes.count - 1, sizes.count * 95 / 100)]
    }
  }

  let rhythm: String
  let records: Int
  let beats: Int
  let beatsFound: Int
  let errors: [Errors]

  init(_ accuracy: RulerAccuracy) {
    rhythm = accuracy.rhythm
    records = accuracy.records
    beats = accuracy.beats.all
    beatsFound = accuracy.beats.found
    errors =
      MarkKind.all.compactMap { kind in
        Errors(
          "\(kind.wave.rawValue) \(kind.point.rawValue)", "s",
          accuracy.markErrors[kind]?.differences ?? [])
      }
      + (RulerAccuracy.intervals + RulerAccuracy.voltages).compactMap { quantity in
        Errors(
          quantity.rawValue, quantity.unit,
          accuracy.intervalErrors[quantity] ?? accuracy.voltageErrors[quantity] ?? [])
      }
  }

  var lines: [String] {
    var table = Table(["error of", "count", "median", "median size", "95 %", "unit"])
    for one in errors {
      let (scale, unit, digits) = one.unit == "s" ? (1000.0, "ms", 1) : (1.0, one.unit, 3)
      table.add([
        one.name, "\(one.count)", (scale * one.median).formatted(digits),
        (scale * one.medianAbsolute).formatted(digits),
        (scale * one.ninetyFifthAbsolute).formatted(digits), unit,
      ])
    }
    return ["\(rhythm): \(records.of("record")), \(beatsFound) of \(beats.of("beat")) found"]
      + table.lines
  }
}
