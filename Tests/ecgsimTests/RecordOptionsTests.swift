import Electrocardiogram
import Foundation
import RecordFiles
import TestSupport
import Testing

/// The options that say how a record is read act in every command that reads one.
@Suite struct RecordOptionsTests {
  /// A command, and where it shows the names of leads.
  struct Command: CustomTestStringConvertible {
    let name: String
    let options: [String]
    /// A file that it writes; `nil` for standard output.
    let shown: String?
    var testDescription: String { name }
  }

  static let commands = [
    Command(name: "measure", options: ["--json"], shown: nil),
    Command(name: "fit", options: ["--kernels", "1", "--output", "fit.json"], shown: "fit.json"),
    Command(
      name: "plot", options: ["--output", "a.svg", "--plot-data", "a.dat"], shown: "a.dat"),
    Command(name: "demo", options: ["--output", "made"], shown: "made/fit.json"),
  ]

  @Test(arguments: commands) func readingGoesByThem(command: Command) throws {
    try Program.inFolder { program in
      let recording = SampleRecords.start(4)
      func run(_ record: String, _ options: String...) throws -> String {
        let result = try Shell.run(
          Program.path, [command.name, record] + options + command.options, in: program.folder)
        #expect(result.status == 0, "\(record) \(options): \(result.standardError)")
        return try command.shown.map { try program.text($0) } ?? result.standardOutput
      }
      func fails(_ record: String, _ options: [String], _ status: Int32, _ words: String...) throws
      {
        try program.fails(
          [command.name, record] + options + command.options, status, saying: words)
      }

      try program.write(recording, to: "broken")
      var bytes = try program.bytes("broken.dat")
      bytes[100] ^= 1
      try bytes.write(to: program.folder.appending(path: "broken.dat"))
      try fails("broken", [], 65, "checksum", "--ignore-checksums")
      _ = try run("broken", "--ignore-checksums")

      try program.write(recording, to: "a.npy", as: .npy)
      let names = recording.channels.indices.map { "X\($0)" }.joined(separator: ",")
      let rate = ["--record-sampling-rate", "500"]
      let said = try run("a.npy", rate[0], rate[1], "--record-leads", names)
      #expect(said.contains("X11"))
      // The other order makes a lead of every sample.
      let wrong = rate + ["--record-leads", names, "--record-layout", "samples-by-leads"]
      try fails("a.npy", wrong, 65, "12 names for the 2000 leads")
      let right = try run(
        "a.npy", rate[0], rate[1], "--record-leads", names, "--record-layout", "leads-by-samples")
      #expect(right.contains("X11"))

      var marked = recording
      marked.annotations = [Annotation(sample: 100, symbol: "N")]
      try program.write(marked, to: "marked")
      try FileManager.default.moveItem(
        atPath: program.path("marked.atr"), toPath: program.path("marked.q1c"))
      _ = try run("marked", "--annotator", "q1c")
      try fails("marked", ["--annotator", "qrs"], 74, "marked.qrs")
    }
  }
}
