import Electrocardiogram
import Foundation
import RecordFiles
import TestSupport
import Testing

/// Records that are none, and options that do not fit a record, whatever the command.
@Suite struct RecordErrorTests {
  static let commands = [["measure"], ["fit"], ["plot", "--output", "a.svg"], ["demo"]]

  static let mistakes = [
    Mistake("nosuch", 74, "nosuch.hea", "check the path"),
    Mistake("notes.txt", 65, "notes.txt", "no kind of file", ".csv or .npy"),
    Mistake("empty.csv", 65, "empty.csv", "begin with"),
    Mistake("names.csv", 65, "names.csv", "0 samples", "--record-sampling-rate"),
    Mistake("twice.csv", 65, "twice.csv:4", "stands twice", "--record-sampling-rate"),
    Mistake("back.csv", 65, "back.csv:5", "after the later 0.02", "--record-sampling-rate"),
    Mistake("cut.csv", 65, "cut.csv:3", "1 fields where 2"),
    Mistake("fast.hea", 65, "fast", "1000000000.0 samples a second", "100000"),
    Mistake("a.npy --record-sampling-rate 1e9", 64, "--record-sampling-rate", "up to 100000"),
    Mistake("r.csv --record-leads a,b", 64, "--record-leads", "r.csv", "leave"),
    Mistake("r.csv --record-layout leads-by-samples", 64, "--record-layout", "r.csv"),
    Mistake("r.csv --annotator q1c", 64, "--annotator", "r.csv", "no annotation files"),
    Mistake("r.csv --ignore-checksums", 64, "--ignore-checksums", "r.csv"),
    Mistake("a.npy --annotator q1c", 64, "--annotator", "a.npy"),
    Mistake("record --record-sampling-rate 250", 64, "--record-sampling-rate", "record"),
    Mistake("record --record-leads a,b", 64, "--record-leads", "record"),
  ]

  @Test(arguments: commands) func mistakesAreToldInOneLine(command: [String]) throws {
    try Program.inFolder { program in
      try program.write(SampleRecords.start(2), to: "record")
      try program.write(SampleRecords.start(2), to: "r.csv", as: .csv)
      try program.write(SampleRecords.start(2), to: "a.npy", as: .npy)
      try program.write("some notes", to: "notes.txt")
      try program.write("", to: "empty.csv")
      try program.write("time,I\n", to: "names.csv")
      try program.write("time,I\n0.00,1\n0.01,1\n0.01,1\n0.03,1\n0.04,1\n", to: "twice.csv")
      try program.write("time,I\n0.00,1\n0.01,1\n0.02,1\n0.01,1\n0.04,1\n", to: "back.csv")
      try program.write("time,I\n0,1\n0", to: "cut.csv")
      try program.write("fast 1 1000000000 4\nfast.dat 16 200 16 0\n", to: "fast.hea")
      try Data(repeating: 0, count: 8).write(to: program.folder.appending(path: "fast.dat"))
      for mistake in Self.mistakes {
        try program.fails(
          [command[0]] + mistake.arguments + command.dropFirst(), mistake.status,
          saying: mistake.words)
      }
      // `fit` and `measure` take folders.
      try FileManager.default.createDirectory(
        atPath: program.path("folder"), withIntermediateDirectories: false)
      if !["fit", "measure"].contains(command[0]) {
        try program.fails(
          [command[0], "folder"] + command.dropFirst(), 74, saying: ["folder", "records in it"])
      }
    }
  }

  @Test func moreChannelsThanASheetHoldsAreFittedAndTheFirstAreDrawn() throws {
    try Program.inFolder { program in
      var recording = SampleRecords.start(4)
      for name in ["vx", "vy", "vz"] {
        recording.channels.append(
          Channel(name: name, millivolts: recording.channels[1].millivolts))
      }
      try program.write(recording, to: "wide.csv", as: .csv)
      let said = try program.run(
        "fit", "wide.csv", "--kernels", "2", "--plot", "a.svg", "--output", "f.json")
      #expect(said.contains("first 12 of 15 channels") && said.contains("--leads"))
      #expect((try program.document("f.json")["leads"] as? [Any])?.count == 15)
      let chosen = try program.run(
        "fit", "wide.csv", "--kernels", "2", "--leads", "II,vz", "--plot", "b.svg")
      #expect(!chosen.contains("channels"))
      #expect(try program.text("b.svg").contains("vz") && !program.text("a.svg").contains("vz"))
    }
  }

  @Test func whatCannotBePrintedIsTold() throws {
    try Program.inFolder { program in
      let result = try Shell.run(
        "/bin/sh", ["-c", "\(Program.path) rhythms --json > /dev/full"], in: program.folder)
      #expect(result.status == 74)
      #expect(
        result.standardError.contains("standard output") && result.standardError.contains("room"))
    }
  }

  /// Results that nobody gets are a failure; words that nobody hears are not.
  @Test func fullAndClosedStreamsEndInOrder() throws {
    try Program.inFolder { program in
      try program.write(SampleRecords.sinus, to: "record")
      for (command, status) in [
        ("measure . > /dev/full", 74), ("measure . --json > /dev/full", 74),
        ("measure nowhere 2> /dev/full", 74), ("measure nowhere 2>&-", 74),
        ("measure . --output a.csv 2>&-", 0), ("measure . --output a.csv 2> /dev/full", 0),
      ] {
        let result = try Shell.run(
          "/bin/sh", ["-c", "\(Program.path) \(command)"], in: program.folder)
        #expect(Int(result.status) == status, "\(command): \(result.standardError)")
      }
    }
  }
}
