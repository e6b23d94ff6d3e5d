import ArgumentParser
import Foundation
import RhythmLibrary
import Simulator

/// What `ecgsim bench` times.
enum BenchPart: String, CaseIterable, ExpressibleByArgument {
  case simulation, records, measurement
}

/// `ecgsim bench`: how fast, beside its peers, in one run.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Time simulators and measurements, or fits of beats, beside their peers, in one run.",
    discussion: """
      Only ratios of one run mean anything on a shared machine. A beat is one second at 60 bpm: 500 \
      samples of twelve leads in memory; a record is ten seconds, drawn, simulated, with truth and annotations. The row 'end to end' is what 'beat --count' does on one \
      thread: a patient drawn, simulated, with truth, in a .npy file and its .truth.json. The limits are \
      what one core does with nothing else to do: exponentials of the waves' formula in registers, and \
      writing to the same memory. Measured are \
      sinus rhythms with noise: one long record of two leads at 360 Hz, and ten-second records of \
      twelve leads at 500 Hz; peers measure one lead. Peers are NeuroKit2 and wfdb's XQRS in the \
      Python that ECGWORKBENCH_PYTHON names, or .build/oracles/bin/python, or python3; without it the \
      peers' rows say 'absent'.

      With --fit, fits instead: one lead of each of so many records of a folder, the leads in turn, is \
      fitted with 7 and 12 kernels and rising effort; an effort is how often the search may compute \
      the model. The peer is SciPy's least_squares on the same beats: kernels put in one by one, and \
      the best of so many such fits with widths drawn anew. Times are processor time of one thread.
      """)
  @Option(
    name: .customLong("seconds"), parsing: .unconditional,
    help: "Seconds spent on each row. (default: 1)")
  var secondsGiven: Double?
  @Option(help: "Time only simulation, records or measurement.") var only: BenchPart?
  @Option(
    name: .customLong("minutes"), parsing: .unconditional,
    help: "Minutes of the long record that is measured. (default: 30)")
  var minutesGiven: Double?
  @OptionGroup var fits: FitBenchOptions
  @OptionGroup var reading: RecordOptions
  @OptionGroup var talk: TalkOptions

  private var seconds: Double { secondsGiven ?? 1 }
  private var minutes: Double { minutesGiven ?? 30 }

  func validate() throws {
    guard minutes >= 1 && minutes <= 1440 else {
      throw ValidationError("--minutes is \(minutes); give 1 to 1440")
    }
    guard seconds > 0 && seconds <= 60 else {
      throw ValidationError("--seconds is \(seconds); give more than 0 and at most 60")
    }
    if fits.fit == nil, let option = reading.given {
      throw ValidationError("\(option) says how records are read; give --fit DIR too")
    }
    let given: [(String, Bool)] = [
      ("--only", only != nil), ("--seconds", secondsGiven != nil),
      ("--minutes", minutesGiven != nil),
    ]
    if fits.fit != nil, let option = given.first(where: \.1)?.0 {
      throw ValidationError("\(option) has no effect on fits; leave it or --fit out")
    }
    if let only, only != .measurement, minutesGiven != nil {
      throw ValidationError("--minutes has no effect on \(only.rawValue); leave it out")
    }
  }

  /// What is printed as JSON: the simulators' rows beside the measurements.
  private struct Result: Encodable {
    let simulation: BenchReport?
    let records: RecordBenchReport?
    let measurement: MeasurementReport?

    private enum Keys: CodingKey { case measurement, records }

    func encode(to encoder: any Encoder) throws {
      try simulation?.encode(to: encoder)
      var container = encoder.container(keyedBy: Keys.self)
      try container.encodeIfPresent(measurement, forKey: .measurement)
      try container.encodeIfPresent(records, forKey: .records)
    }
  }

  func run() throws {
    if let folder = fits.fit {
      let bench = try FitBench(folder: folder, count: fits.records, reading: reading)
      let report = try bench.report(fits, quiet: talk.quiet)
      for line in report.lines { talk.say(line) }
      return try talk.finish(report)
    }
    let simulation = only == nil || only == .simulation ? try simulation() : nil
    let records =
      only == nil || only == .records
      ? try RecordBench.report(
        seconds: seconds, neuroKit: simulation?.neuroKit ?? NeuroKitPeer.measure()) : nil
    let result = Result(
      simulation: simulation, records: records,
      measurement: only == nil || only == .measurement
        ? try MeasurementBench(minutes: minutes).rows(seconds: seconds) : nil)
    let parts = [result.simulation?.lines, result.records?.lines, result.measurement?.lines]
      .compactMap { $0 }
    for line in parts.joined(separator: [""]) { talk.say(line) }
    try talk.finish(result)
  }

  private func simulation() throws -> BenchReport {
    var report = BenchReport(
      instructions: BatchSimulator.instructions, neuroKit: NeuroKitPeer.measure(),
      limits: .measure(seconds: seconds / 2))
    let catalogue = try RhythmCatalogue()
    report.add(
      SimulatorBench.batch(
        "batch, eight leads, 7 kernels each", SimulatorBench.eightLeadTrains(), seconds: seconds))
    report.add(
      SimulatorBench.batch(
        "batch, dipole, \(SimulatorBench.adultKernelCount) kernels", SimulatorBench.dipoleTrains(),
        seconds: seconds))
    for name in catalogue.names {
      let rhythm = try catalogue.rhythm(named: name)
      // A row is about beats that are all alike.
      guard let trains = try? SimulatorBench.trains(of: rhythm) else { continue }
      report.add(SimulatorBench.batch("batch, \(name)", trains, seconds: seconds / 4))
    }
    report.add(
      try SimulatorBench.endToEnd(
        "end to end: drawn, simulated, with truth, written",
        try catalogue.rhythm(named: "sinus-rhythm"), seconds: seconds))
    report.add(
      try SimulatorBench.reference(
        "CVODES, dipole, rtol 1e-10", SimulatorBench.dipoleTrains()[0], seconds: seconds))
    return report
  }
}
