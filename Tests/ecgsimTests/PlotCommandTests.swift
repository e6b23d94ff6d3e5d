import Electrocardiogram
import Foundation
import RecordFiles
import TestSupport
import Testing

@Suite struct PlotCommandTests {
  @Test(arguments: PictureKind.allCases)
  func sheetsAreOfTheKindThatTheirEndingSays(kind: PictureKind) throws {
    try FitCommandTests.withRecord { program in
      let said = try program.run("plot", "record", "--output", "sheet.\(kind)")
      #expect(said == "wrote sheet.\(kind)\n")
      #expect(kind.holds(try program.bytes("sheet.\(kind)")))
    }
  }

  @Test func withoutOutputTheSheetIsNamedAfterTheRecord() throws {
    try FitCommandTests.withRecord { program in
      let said = try program.run("plot", "record")
      #expect(said == "wrote record.png\n")
      #expect(PictureKind.png.holds(try program.bytes("record.png")))
    }
  }

  /// Lead names as they stand in the sheet's data, in order.
  func labels(_ program: Program, _ layout: String) throws -> [String] {
    try program.run(
      "plot", "record", "--layout", layout, "--output", "a.svg", "--plot-data", "\(layout).dat")
    return try program.text("\(layout).dat").split(separator: "\n").compactMap { line in
      line.split(separator: "\t").last.map { $0.filter { $0 != "\"" } }
    }.filter {
      ["I", "II", "III", "aVR", "aVL", "aVF"].contains($0) || $0.first == "V" && $0.count == 2
    }
  }

  @Test func layoutsArrangeTheLeads() throws {
    try FitCommandTests.withRecord { program in
      let (three, six, twelve) = (
        try labels(program, "3x4+1"), try labels(program, "6x2"), try labels(program, "12x1")
      )
      #expect(
        three.count == 13 && three.last == "II" && three.prefix(4) == ["I", "aVR", "V1", "V4"])
      #expect(six.count == 12 && six.prefix(4) == ["I", "V1", "II", "V2"])
      #expect(twelve.count == 12 && twelve.prefix(4) == ["I", "II", "III", "aVR"])
    }
  }

  @Test func fewerThanTwelveLeadsAreDrawnOneBelowTheOther() throws {
    try Program.inFolder { program in
      var recording = SampleRecords.start(4)
      recording.channels.removeLast(10)
      recording.channels[0].name = "ECG1"
      try program.write(recording, to: "two.csv", as: .csv)
      for (name, layout) in [("own", []), ("stated", ["--layout", "12x1"])] {
        let result = try Shell.run(
          Program.path,
          ["plot", "two.csv", "--output", "a.svg", "--plot-data", "\(name).dat"] + layout,
          in: program.folder)
        #expect(result.status == 0 && result.standardError.isEmpty)
      }
      let (own, stated) = (try program.text("own.dat"), try program.text("stated.dat"))
      #expect(own == stated && own.contains("ECG1"))
    }
  }

  @Test func aStartLaterOnShowsTheRest() throws {
    try FitCommandTests.withRecord { program in
      func seconds(_ start: String) throws -> Double {
        try program.run(
          "plot", "record", "--layout", "12x1", "--start", start, "--output", "a.svg",
          "--plot-data",
          "a.dat")
        let text = try program.text("a.svg")
        let heading = try #require(text.firstMatch(of: /([0-9.]+) to ([0-9.]+) s/))
        #expect(Double(heading.output.1) == Double(start))
        return try #require(Double(heading.output.2))
      }
      let (whole, rest) = (try seconds("0"), try seconds("7.5"))
      #expect(whole == 10 && rest == 10)
    }
  }

  @Test func theGainInPlaceOfTheFilesOwnEnlargesTheTraces() throws {
    try FitCommandTests.withRecord { program in
      func data(_ gain: String) throws -> String {
        try program.run(
          "plot", "record", "--units-per-millivolt", gain, "--output", "a.svg", "--plot-data",
          "\(gain).dat")
        return try program.text("\(gain).dat")
      }
      let (own, given, half) = (try data("1000"), try data("1000.0"), try data("500"))
      #expect(own == given && own != half)
    }
  }

  @Test func theDataOfASheetIsDrawnAgainByHand() throws {
    try FitCommandTests.withRecord { program in
      try program.run("plot", "record", "--output", "sheet.svg", "--plot-data", "sheet.dat")
      try program.drawsByHand("sheet.dat", with: "record.gp", to: .pdf)
    }
  }

  @Test func jsonNamesTheFileAndQuietSaysNothing() throws {
    try FitCommandTests.withRecord { program in
      let written = try program.json(
        "plot", "record", "--output", "a.svg", as: [String: String].self)
      #expect(written == ["wrote": "a.svg"])
      let quiet = try program.run("plot", "record", "--output", "a.svg", "--quiet")
      #expect(quiet.isEmpty)
    }
  }

  @Test func arraysAndTablesAreDrawnToo() throws {
    try Program.inFolder { program in
      try program.write(SampleRecords.start(3), to: "r.csv", as: .csv)
      try program.write(SampleRecords.start(3), to: "r.npy", as: .npy)
      try program.run("plot", "r.csv", "--output", "csv.svg")
      try program.run("plot", "r.npy", "--record-sampling-rate", "500", "--output", "npy.svg")
      #expect(PictureKind.svg.holds(try program.bytes("csv.svg")))
      #expect(PictureKind.svg.holds(try program.bytes("npy.svg")))
    }
  }

  static let mistakes = [
    Mistake("plot", 64, "<record>", "see 'ecgsim plot --help'"),
    Mistake("plot record --layout 4x3", 64, "'4x3'", "3x4+1"),
    Mistake("plot record --start -1", 64, "--start", "-1"),
    Mistake("plot record --start nan", 64, "--start", "nan"),
    Mistake("plot record --start soon", 64, "'soon'", "--start"),
    Mistake("plot record --start 10", 65, "10.0 s", "earlier"),
    Mistake("plot record --output sheet", 64, "sheet", ".png, .svg or .pdf"),
    Mistake("plot record --output no/sheet.png", 74, "no/sheet.png", "folder"),
    Mistake("plot record --output a.png --plot-data a.png", 64, "--plot-data", "another option"),
    Mistake("plot record --output a.png --plot-data no/a", 74, "no/a", "folder"),
    Mistake("plot two --layout 3x4+1", 65, "twelve leads", "--layout 12x1"),
    Mistake("plot two --layout 6x2", 65, "twelve leads", "--layout 12x1"),
    Mistake("plot raw.csv", 65, "'II'", "4000.0 mV", "--units-per-millivolt"),
  ]

  @Test func mistakesAreToldInOneLine() throws {
    try FitCommandTests.withRecord { program in
      var two = SampleRecords.sinus
      two.channels.removeLast(11)
      try program.write(two, to: "two")
      try program.write("time,II\n0.000,1\n0.002,4000\n0.004,1\n", to: "raw.csv")
      for mistake in Self.mistakes {
        try program.fails(mistake.arguments, mistake.status, saying: mistake.words)
      }
      try program.fails(
        ["plot", "record"], 74, saying: ["gnuplot", "install"],
        environment: ["PATH": program.folder.path])
    }
  }
}
