import Electrocardiogram
import Foundation
import RecordFiles
import TestSupport
import Testing

/// `fit` of one record: what its file, report and figure hold.
@Suite struct FitCommandTests {
  /// The leads of a fit file by name.
  static func leads(_ program: Program, _ name: String) throws -> [String: [String: Any]] {
    let leads = try #require(try program.document(name)["leads"] as? [[String: Any]])
    return try Dictionary(
      uniqueKeysWithValues: leads.map { (try #require($0["lead"] as? String), $0) })
  }

  /// Writes the sample record and runs a test beside it.
  static func withRecord<Result>(_ body: (Program) throws -> Result) throws -> Result {
    try Program.inFolder { program in
      try program.write(SampleRecords.sinus, to: "record")
      return try body(program)
    }
  }

  @Test func aFitFileHoldsTheContractsNames() throws {
    try Self.withRecord { program in
      let said = try program.run("fit", "record", "--leads", "II", "--output", "fit.json")
      #expect(said.contains("sinus-rhythm") || said.contains("record"))
      let leads = try Self.leads(program, "fit.json")
      #expect(Array(leads.keys) == ["II"])
      let two = try #require(leads["II"])
      let beat = try #require(two["beat"] as? [Double])
      let model = try #require(two["model"] as? [Double])
      #expect(beat.count == model.count && beat.count > 300)
      // The ruler of the contract, from the file alone.
      let mean = beat.reduce(0, +) / Double(beat.count)
      let error = zip(beat, model).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      let power = beat.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      let prd = try #require(two["prd"] as? Double)
      #expect(abs(100 * (error / power).squareRoot() - prd) < 1e-6 * prd)
      // The beat is itself a sum of a few kernels.
      #expect(prd < 5)
      #expect((try #require(two["r"] as? Double)) > 0.99)
      #expect((try #require(two["nrmse"] as? Double)) > 0)
      #expect((two["kernels"] as? [Any])?.count == 7)
    }
  }

  @Test func leadsAreThoseAskedFor() throws {
    try Self.withRecord { program in
      let summary = try program.json("fit", "record", "--leads", "V5,II", "--kernels", "3")
      let leads = try #require(summary["leads"] as? [String: Any])
      #expect(Set(leads.keys) == ["II", "V5"])
      let all = try program.json("fit", "record", "--leads", "all", "--kernels", "1")
      #expect((all["leads"] as? [String: Any])?.count == 12)
    }
  }

  @Test func moreKernelsFitBetter() throws {
    try Self.withRecord { program in
      func two(_ kernels: String...) throws -> [String: Any] {
        let file = "\(kernels.joined()).json"
        let arguments = kernels.flatMap { ["--kernels", $0] }
        let result = try Shell.run(
          Program.path, ["fit", "record", "--leads", "II", "--output", file] + arguments,
          in: program.folder)
        #expect(result.status == 0, "\(result.standardError)")
        return try #require(try Self.leads(program, file)["II"])
      }
      let (few, many, standard) = (try two("2"), try two("9"), try two())
      #expect((few["kernels"] as? [Any])?.count == 2)
      #expect((many["kernels"] as? [Any])?.count == 9)
      #expect((standard["kernels"] as? [Any])?.count == 7)
      let prds = [few, standard, many].compactMap { $0["prd"] as? Double }
      try #require(prds.count == 3)
      #expect(prds[0] > prds[1] && prds[1] > prds[2])
    }
  }

  @Test func aDipoleIsOneHeartForAllLeads() throws {
    try Self.withRecord { program in
      let said = try program.run(
        "fit", "record", "--model", "dipole", "--kernels", "4", "--output", "fit.json")
      #expect(said.contains("dipole: PRD") && said.contains("axis Z: 4 kernels"))
      let file = try program.document("fit.json")
      #expect(file["model"] as? String == "dipole")
      let dipole = try #require(file["dipole"] as? [String: Any])
      #expect((dipole["axes"] as? [Any])?.count == 3)
      #expect(try Self.leads(program, "fit.json").count == 12)
    }
  }

  @Test func aBeatsNumberChoosesThatBeat() throws {
    try Program.inFolder { program in
      // The third beat is twice as high as the others.
      var recording = SampleRecords.sinus
      for channel in recording.channels.indices {
        for sample in 1000..<1500 { recording.channels[channel].millivolts[sample] *= 2 }
      }
      try program.write(recording, to: "record")
      func height(_ beat: String) throws -> Double {
        try program.run(
          "fit", "record", "--leads", "II", "--kernels", "2", "--beat", beat, "--output",
          "\(beat).json")
        let two = try #require(try Self.leads(program, "\(beat).json")["II"])
        return try #require((two["beat"] as? [Double])?.max())
      }
      let (usual, high, mean) = (try height("1"), try height("2"), try height("average"))
      #expect(abs(high / usual - 2) < 0.05)
      // One of ten beats, of which those at the ends may be cut off.
      #expect(mean > 1.05 * usual && mean < 1.2 * usual)
      let counts = try ["1", "average"].map {
        try program.document("\($0).json")["beatCount"] as? Int
      }
      #expect(counts[0] == 1 && (counts[1] ?? 0) >= 8)
    }
  }

  @Test func theSameSeedGivesTheSameFitFile() throws {
    try Self.withRecord { program in
      func fit(_ seed: Int) throws -> Data {
        try program.run(
          "fit", "record", "--leads", "V2", "--seed", "\(seed)", "--output", "fit.json")
        return try program.bytes("fit.json")
      }
      let (first, again) = (try fit(3), try fit(3))
      #expect(first == again)
      // A seed decides where the search looks; most searches find the same minimum, not all by the
      // same way.
      let others = try (4..<10).map(fit)
      #expect(others.contains { $0 != first })
    }
  }

  @Test func aFlatLeadIsLeftOutAndNamed() throws {
    try Program.inFolder { program in
      var recording = SampleRecords.sinus
      recording.channels[7].millivolts = Array(repeating: 0.25, count: recording.sampleCount)
      try program.write(recording, to: "record")
      let said = try program.run(
        "fit", "record", "--leads", "II,V2", "--kernels", "2", "--output", "fit.json")
      #expect(said.contains("flat and left out: V2"))
      #expect(Array(try Self.leads(program, "fit.json").keys) == ["II"])
      try program.fails(["fit", "record", "--leads", "V2"], 65, saying: ["V2"])
    }
  }

  @Test func theGainInPlaceOfTheFilesOwnScalesTheBeat() throws {
    try Self.withRecord { program in
      for (name, gain) in [("as-it-is", "1000"), ("tenfold", "100")] {
        try program.run(
          "fit", "record", "--leads", "II", "--kernels", "2", "--units-per-millivolt", gain,
          "--output", "\(name).json")
      }
      let heights = try ["as-it-is", "tenfold"].map { name in
        (try Self.leads(program, "\(name).json")["II"]?["beat"] as? [Double])?.max() ?? 0
      }
      #expect(abs(heights[1] / heights[0] - 10) < 1e-9)
    }
  }

  @Test func theHeadingOfAFigureSaysWhatWasFitted() throws {
    try Self.withRecord { program in
      for (beat, heading) in [("3", "beat 3 (counted from 0) and"), ("average", "mean of ")] {
        try program.run(
          "fit", "record", "--leads", "II", "--kernels", "3", "--beat", beat, "--plot", "fit.svg",
          "--plot-data", "fit.dat")
        #expect(try program.text("fit.dat").contains(heading))
      }
    }
  }

  @Test func plotsAreDrawnOfWhatWasFitted() throws {
    try Self.withRecord { program in
      try program.run(
        "fit", "record", "--leads", "II", "--kernels", "3", "--plot", "fit.pdf", "--plot-data",
        "fit.dat")
      #expect(PictureKind.pdf.holds(try program.bytes("fit.pdf")))
      let data = try program.text("fit.dat")
      #expect(data.contains("II") && !data.contains("V2"))
      try program.drawsByHand("fit.dat", with: "fit.gp", to: .png)
    }
  }

  @Test func jsonHasSortedKeysAndQuietSaysNothing() throws {
    try Self.withRecord { program in
      let text = try program.run("fit", "record", "--leads", "II", "--kernels", "2", "--json")
      let keys = text.jsonKeys(behind: 2)
      #expect(keys == keys.sorted() && keys.contains("beatCount") && keys.contains("leads"))
      let quiet = try program.run("fit", "record", "--leads", "II", "--kernels", "2", "--quiet")
      #expect(quiet.isEmpty)
    }
  }

  @Test func moreEffortNeverFitsWorse() throws {
    try Self.withRecord { program in
      let errors = try ["0", "100", "1000"].map { effort in
        let report = try program.json(
          "fit", "record", "--leads", "II", "--kernels", "7", "--effort", effort)
        let lead = (report["leads"] as? [String: [String: Any]])?["II"]
        return try #require(lead?["prd"] as? Double)
      }
      // The last polish of each ends within 1e-7 of the cost.
      #expect(errors[1] <= errors[0] * (1 + 1e-6) && errors[2] <= errors[1] * (1 + 1e-6))
      #expect(errors[2] < errors[0], "\(errors)")
    }
  }

  @Test func perturbedStartsAreCounted() throws {
    try Self.withRecord { program in
      // Each start is a thorough search, so few of them.
      let report = try program.json(
        "fit", "record", "--leads", "II", "--kernels", "3", "--starts", "2")
      #expect(report["starts"] as? Int == 2 && report["beats"] as? Int == 1)
      #expect((0...2).contains(report["startsNearBest"] as? Int ?? -1))
    }
  }

  @Test(.enabled(if: RealData.isPresent, Comment(rawValue: RealData.hint)))
  func aRealBeatIsFitted() throws {
    try Program.inFolder { program in
      let record = RealData.path("ptb-xl/records500/00000/00001_hr")
      try program.run(
        "fit", record, "--leads", "II", "--kernels", "12", "--output", "fit.json", "--plot",
        "fit.png")
      // Far above the median of real beats, 2.6 % with 12 kernels.
      let prd = try #require(try Self.leads(program, "fit.json")["II"]?["prd"] as? Double)
      #expect(prd < 8)
      #expect(PictureKind.png.holds(try program.bytes("fit.png")))
    }
  }

  static let mistakes = [
    Mistake("fit", 64, "<record>", "see 'ecgsim fit --help'"),
    Mistake("fit record --kernels 0", 64, "--kernels", "1 to 30"),
    Mistake("fit record --kernels 31", 64, "--kernels", "1 to 30"),
    Mistake("fit record --kernels many", 64, "'many'", "--kernels", "auto"),
    Mistake("fit record --model dipole --kernels 11", 64, "--kernels", "1 to 10"),
    Mistake("fit record --model vcg", 64, "'vcg'", "lead", "dipole"),
    Mistake("fit record --beat -1", 64, "--beat"),
    Mistake("fit record --beat first", 64, "'first'", "average"),
    Mistake("fit record --beat 99", 65, "99", "0 to"),
    Mistake("fit record --leads Z", 65, "'Z'", "--leads", "0 I, 1 II"),
    Mistake("fit record --leads II,,V1", 64, "--leads"),
    Mistake("fit record --leads 12", 65, "'12'", "numbers"),
    Mistake("fit record --seed x", 64, "'x'", "--seed"),
    Mistake("fit record --effort -1", 64, "--effort", "0 to 10000000"),
    Mistake("fit record --effort much", 64, "'much'", "--effort"),
    Mistake("fit record --starts 1", 64, "--starts", "2 to 1000"),
    Mistake("fit record --starts some", 64, "'some'", "--starts"),
    Mistake("fit record --starts 3 --output fit.json", 64, "--starts", "--output"),
    Mistake("fit nosuch --starts 3", 74, "nosuch.hea"),
    Mistake("fit record --output fit.txt", 64, "fit.txt", ".json, .npz or .csv"),
    Mistake("fit record --plot fit.gif", 64, "fit.gif", ".png"),
    Mistake("fit record --plot-data fit.dat", 64, "--plot-data", "--plot"),
    Mistake("fit record --output no/fit.json", 74, "no/fit.json", "folder"),
    Mistake("fit record --leads II --plot no/fit.png", 74, "no/fit.png", "folder"),
    Mistake("fit record --units-per-millivolt 0", 64, "--units-per-millivolt"),
    Mistake("fit record --annotator q1c", 74, "record.q1c"),
    Mistake("fit two --leads V1", 65, "V1", "0 I, 1 II"),
    Mistake("fit two --model dipole", 65, "V1", "lead by lead"),
    Mistake("fit empty", 65, "empty", ".hea"),
  ]

  @Test func mistakesAreToldInOneLine() throws {
    try Self.withRecord { program in
      var two = SampleRecords.sinus
      two.channels.removeLast(10)
      try program.write(two, to: "two")
      try FileManager.default.createDirectory(
        atPath: program.path("empty"), withIntermediateDirectories: false)
      for mistake in Self.mistakes {
        try program.fails(mistake.arguments, mistake.status, saying: mistake.words)
      }
      try program.fails(
        [
          "fit", "record", "--leads", "II", "--kernels", "2", "--plot", "a.png", "--output",
          "a.json",
        ],
        74, saying: ["gnuplot", "install"], environment: ["PATH": program.path("empty")])
    }
  }
}
