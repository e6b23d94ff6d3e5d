import Foundation
import TestSupport
import Testing

@Suite struct BeatErrorTests {
  static let cases = [
    Mistake("beat", 64, "<sources>", "see 'ecgsim beat --help'"),
    Mistake("beat nosuch", 64, "no rhythm 'nosuch'", "sinus-rhythm"),
    Mistake("beat ventricular-fibrillation-coarse", 64, "no single beat", "rhythms check"),
    Mistake("beat sinus-rhythm atrial-fibrillation", 64, "atrial-fibrillation", "never rest"),
    Mistake("beat sinus-rhythm --leads X9", 64, "'X9'", "--leads", "II,V1"),
    Mistake("beat sinus-rhythm --leads II,II", 64, "'II,II'", "--leads"),
    Mistake("beat sinus-rhythm --leads II,", 64, "'II,'", "--leads"),
    Mistake("beat sinus-rhythm --heart-rate 300", 64, "60 to 100", "300", "range"),
    Mistake("beat sinus-rhythm --heart-rate 0", 64, "--heart-rate", "10 to 400"),
    Mistake("beat sinus-rhythm --heart-rate fast", 64, "'fast'", "--heart-rate"),
    Mistake("beat sinus-rhythm --heart-rate nan", 64, "--heart-rate", "nan", "10 to 400"),
    Mistake("beat sinus-rhythm --sampling-rate -5", 64, "--sampling-rate", "-5", "50 to 100000"),
    Mistake("beat sinus-rhythm --sampling-rate 1e9", 64, "--sampling-rate", "50 to 100000"),
    Mistake("beat sinus-rhythm --sampling-rate inf", 64, "--sampling-rate", "50 to 100000"),
    Mistake("beat sinus-rhythm --sampling-rate 5OO", 64, "'5OO'", "--sampling-rate"),
    Mistake("beat sinus-rhythm --count 0", 64, "--count", "1 to 1000000"),
    Mistake("beat sinus-rhythm --count 2.5", 64, "'2.5'", "--count"),
    Mistake("beat sinus-rhythm --seed -1", 64, "'-1'", "--seed"),
    Mistake("beat sinus-rhythm --seed 18446744073709551616", 64, "--seed"),
    Mistake("beat sinus-rhythm --solver euler", 64, "'euler'", "cvodes", "batch"),
    Mistake("beat sinus-rhythm --bogus", 64, "--bogus", "see 'ecgsim beat --help'"),
    Mistake("beat sinus-rhythm --output a.txt", 64, "a.txt", ".csv, .npy or .json"),
    Mistake("beat sinus-rhythm --output a", 64, "--output a", ".csv, .npy or .json"),
    Mistake("beat sinus-rhythm --plot a.bmp", 64, "a.bmp", ".png, .svg or .pdf"),
    Mistake("beat sinus-rhythm --plot-data a.dat", 64, "--plot-data", "--plot FILE"),
    Mistake(
      "beat sinus-rhythm --plot a.svg --plot-data ./a.svg", 64, "--plot-data", "another option"),
    Mistake("beat sinus-rhythm --output no/a.csv", 74, "no/a.csv", "folder"),
    Mistake("beat sinus-rhythm --output /proc/a.csv", 74, "/proc/a.csv", "write"),
    Mistake("beat sinus-rhythm --output a.csv --plot no/a.png", 74, "no/a.png", "folder"),
    Mistake("beat sinus-rhythm --output a.csv --plot a.png --plot-data no/a", 74, "no/a", "folder"),
    Mistake("beat sinus-rhythm --rhythms no", 74, "no", "folder of rhythms"),
    Mistake("beat sinus-rhythm --rhythms /dev/null", 74, "/dev/null", "is a file", "folder"),
    Mistake("beat nosuch.json", 74, "nosuch.json", "read"),
    Mistake(
      "beat sinus-rhythm ventricular-pacing --output a.npy", 64, "ventricular-pacing",
      "--heart-rate"),
  ]

  @Test(arguments: cases)
  func mistakesAreToldInOneLine(mistake: Mistake) throws {
    try mistake.provoke()
  }

  @Test func withoutGnuplotNothingIsWritten() throws {
    try Program.inFolder { program in
      try program.fails(
        ["beat", "sinus-rhythm", "--output", "a.csv", "--plot", "a.png", "--plot-data", "a.dat"],
        74,
        saying: ["gnuplot", "install"], environment: ["PATH": program.folder.path])
    }
  }

  @Test func aFolderIsNotReplacedByAFile() throws {
    try Program.inFolder { program in
      try FileManager.default.createDirectory(
        atPath: program.path("a.csv"), withIntermediateDirectories: false)
      try program.fails(
        ["beat", "sinus-rhythm", "--output", "a.csv"], 74, saying: ["a.csv", "is a folder"])
    }
  }

  /// A fit file that is not one, key by key.
  @Test func brokenFitFilesAreExplained() throws {
    try Program.inFolder { program in
      try program.write("{", to: "broken.json")
      try program.fails(
        ["beat", "broken.json"], 65, saying: ["broken.json", "not JSON", "ecgsim fit"])
      try program.write("{}", to: "empty.json")
      try program.fails(
        ["beat", "empty.json"], 65, saying: ["empty.json", "missing", "ecgsim fit"])
      try FileManager.default.createDirectory(
        atPath: program.path("folder.json"), withIntermediateDirectories: false)
      try program.fails(["beat", "folder.json"], 74, saying: ["folder.json", "is a folder"])
    }
  }

  /// Numbers that would take all memory, or all time, or no JSON could hold.
  @Test func fitFilesWithAbsurdNumbersAreExplained() throws {
    try Program.inFolder { program in
      try program.write(SampleRecords.start(4), to: "record")
      try program.run("fit", "record", "--leads", "II", "--kernels", "2", "--output", "fit.json")
      let fit = try program.text("fit.json")
      for (key, value, words) in [
        ("samplingRateHertz", "1e12", ["samplingRateHertz", "1000000000000"]),
        ("rrIntervalSeconds", "1e9", ["rrIntervalSeconds", "1000000000"]),
        ("timeSeconds", "1e300", ["leads.II.kernels[0]", "timeSeconds", "1e+300"]),
        ("widthSeconds", "1e300", ["leads.II.kernels[0]", "widthSeconds", "1e+300"]),
        ("amplitudeMillivolts", "1e308", ["leads.II.kernels[0]", "amplitudeMillivolts", "1e+308"]),
      ] {
        let kernels = try #require(fit.range(of: "\"kernels\""))
        let start =
          key.hasSuffix("Hertz") || key.hasPrefix("rr") ? fit.startIndex : kernels.upperBound
        // A standard error has its kernel's key, and more digits before it.
        let pattern = try Regex("\n {10}\"\(key)\" : [-0-9.e]+|\n  \"\(key)\" : [-0-9.e]+")
        let range = try #require(fit[start...].firstRange(of: pattern), "\(key)")
        try program.write(
          fit.replacingCharacters(in: range, with: "\n\"\(key)\" : \(value)"), to: "edited.json")
        for option in [["--quiet"], ["--json"], ["--output", "beat.npy"]] {
          try program.fails(
            ["beat", "edited.json"] + option, 65, saying: ["edited.json", "ecgsim fit"] + words)
        }
      }
    }
  }
}
