import ArgumentParser
import Foundation
import RhythmLibrary
import Simulator

/// `ecgsim bench`: how fast, beside its peers, in one run.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Time the simulators beside their peers, in one run.",
    discussion: """
      Only ratios of one run mean anything on a shared machine. A beat is one second at 60 bpm: 500 \
      samples of twelve leads in memory. The peer is NeuroKit2 in the Python that \
      ECGWORKBENCH_PYTHON names, or .build/oracles/bin/python, or python3; without it the peer's rows \
      say 'absent'.
      """)
  @Option(parsing: .unconditional, help: "Seconds spent on each row.") var seconds = 1.0
  @OptionGroup var talk: TalkOptions

  func validate() throws {
    guard seconds > 0 && seconds <= 60 else {
      throw ValidationError("--seconds is \(seconds); give more than 0 and at most 60")
    }
  }

  func run() throws {
    var report = BenchReport(
      instructions: BatchSimulator.instructions, neuroKit: NeuroKitPeer.measure())
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
      report.add(
        SimulatorBench.batch(
          "batch, \(name)", SimulatorBench.trains(of: rhythm), seconds: seconds / 4))
    }
    report.add(
      try SimulatorBench.reference(
        "CVODES, dipole, rtol 1e-10", SimulatorBench.dipoleTrains()[0], seconds: seconds))
    for line in report.lines { talk.say(line) }
    try talk.finish(report)
  }
}
