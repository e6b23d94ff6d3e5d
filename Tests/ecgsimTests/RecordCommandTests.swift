import Electrocardiogram
import Foundation
import RecordFiles
import TestSupport
import Testing

@Suite struct RecordCommandTests {
  /// Times in the truth that a record prints.
  private func truth(_ document: [String: Any]) throws -> (r: [Double], p: [Double]) {
    let truth = try #require(document["truth"] as? [String: Any])
    let beats = try #require(truth["beats"] as? [[String: Any]])
    let waves = try #require(truth["pWaves"] as? [[String: Any]])
    return (beats.compactMap { $0["rPeak"] as? Double }, waves.compactMap { $0["peak"] as? Double })
  }

  @Test func everyFormatHoldsTheSameRecord() throws {
    try Program.inFolder { program in
      for name in ["r", "r.edf", "r.csv", "r.npy", "r.npz", "r.json"] {
        try program.run("record", "sinus-rhythm", "--seed", "7", "--output", name)
      }
      let wfdb = try RecordReader.read(program.path("r"))
      #expect(wfdb.samplingRate == 500 && wfdb.sampleCount == 5000 && wfdb.channels.count == 12)
      var options = RecordReader.Options()
      options.samplingRate = 500
      for name in ["r.edf", "r.csv", "r.npy"] {
        let other = try RecordReader.read(program.path(name), options: options)
        for (a, b) in zip(wfdb.channels, other.channels) {
          #expect(a.lead == b.lead)
          // Whole microvolts in WFDB and EDF; III is within one.
          #expect(zip(a.millivolts, b.millivolts).allSatisfy { abs($0 - $1) < 1.001e-3 })
        }
      }
      let edf = try RecordReader.read(program.path("r.edf"))
      #expect(edf.annotations == wfdb.annotations && wfdb.annotations.count > 90)
      #expect(edf.comments == wfdb.comments)
      let json = try #require(
        try JSONSerialization.jsonObject(with: try program.bytes("r.json")) as? [String: Any])
      let rows = try #require(json["millivolts"] as? [[Double]])
      #expect(rows.count == 12 && rows[1].count == 5000)
      let arrays = try NPZFile.read(program.path("r.npz"))
      #expect(arrays["millivolts"]?.shape == [12, 5000])
      let peaks = try truth(json).r
      guard case .float64(let own)? = arrays["r_peak"]?.values else {
        throw TestFailure("r_peak is no array of float64")
      }
      // Decimal text may lose the last digit.
      #expect(own.count == peaks.count && zip(own, peaks).allSatisfy { abs($0 - $1) < 1e-12 })
      #expect(arrays["leads"]?.values == .text(Lead.allCases.map(\.rawValue)))
      // The truth beside a file is that of JSON.
      for name in ["r.truth.json"] {
        let beside = try #require(
          try JSONSerialization.jsonObject(with: try program.bytes(name)) as? [String: Any])
        #expect(try truth(beside).r == truth(json).r && truth(beside).p == truth(json).p)
      }
    }
  }

  @Test func formatSaysWhatAPathWithoutEndingIs() throws {
    try Program.inFolder { program in
      for format in ["edf", "csv", "npy", "npz", "json"] {
        try program.run(
          "record", "sinus-rhythm", "--duration", "2", "--output", "x", "--format", format)
        #expect(FileManager.default.fileExists(atPath: program.path("x.\(format)")))
      }
      try program.run(
        "record", "sinus-rhythm", "--duration", "2", "--output", "y", "--format", "wfdb")
      #expect(try RecordReader.read(program.path("y")).sampleCount == 1000)
      try program.run("record", "sinus-rhythm", "--duration", "2", "--output", "z.hea")
      #expect(try RecordReader.read(program.path("z")).sampleCount == 1000)
    }
  }

  @Test func headersSayWhatTheRecordIs() throws {
    try Program.inFolder { program in
      try program.run(
        "record", "first-degree-av-block", "--seed", "9", "--age", "61", "--sex", "female",
        "--noise", "white=10uV", "--output", "r")
      let comments = try RecordReader.read(program.path("r")).comments
      for line in [
        "Age: 61", "Sex: Female", "Dx: 270492004", "seed: 9, record 0",
        "synthetic, not for diagnosis",
      ] {
        #expect(comments.contains(line), "\(line) in \(comments)")
      }
      for start in ["rhythm: first-degree-av-block, ", "ECGWorkbench ", "noise white: rms 0.01 mV"]
      {
        #expect(comments.contains { $0.hasPrefix(start) }, "\(start) in \(comments)")
      }
    }
  }

  @Test func durationSamplingRateAndHeartRateAreDelivered() throws {
    try Program.inFolder { program in
      try program.run(
        "record", "sinus-rhythm", "--duration", "61.5", "--sampling-rate", "360", "--heart-rate",
        "90", "--seed", "1", "--output", "r")
      let recording = try RecordReader.read(program.path("r"))
      #expect(recording.sampleCount == 22_140 && recording.samplingRate == 360)
      let document = try program.json(
        "record", "sinus-rhythm", "--duration", "61.5", "--heart-rate", "90", "--seed", "1")
      let peaks = try truth(document).r.filter { (0..<61.5).contains($0) }
      let rate = 60 * Double(peaks.count - 1) / (peaks[peaks.count - 1] - peaks[0])
      // Breathing moves the mean of 90 beats by less than a beat a minute.
      #expect(abs(rate - 90) < 1)
    }
  }

  @Test func seedAndVariationChangeWhatTheySay() throws {
    try Program.inFolder { program in
      func bytes(_ name: String, _ options: String...) throws -> Data {
        try program.run2(["record", "sinus-rhythm", "--output", name + ".npy"] + options)
        return try program.bytes(name + ".npy")
      }
      let one = try bytes("a", "--seed", "1")
      #expect(try bytes("b", "--seed", "1") == one)
      #expect(try bytes("c", "--seed", "2") != one)
      #expect(try bytes("d", "--no-variation", "--seed", "1") != one)
      #expect(
        try bytes("e", "--no-variation", "--seed", "1")
          == bytes("f", "--no-variation", "--seed", "2"))
      // Without a seed one is drawn and told.
      let told = try program.run("record", "sinus-rhythm", "--output", "g.npy")
      let seed = try #require(told.firstMatch(of: /seed (\d+),/)?.output.1)
      #expect(try bytes("h", "--seed", String(seed)) == program.bytes("g.npy"))
      // Age and sex are drawn and told, and do not change the numbers of the others.
      #expect(try bytes("i", "--seed", "1", "--age", "33", "--sex", "male") == one)
    }
  }

  @Test func noiseIsAddedAtItsLevelAndFromClips() throws {
    try Program.inFolder { program in
      func rows(_ name: String, _ options: String...) throws -> [[Double]] {
        try program.run2(
          ["record", "sinus-rhythm", "--seed", "3", "--output", name + ".csv"] + options)
        return try RecordReader.read(program.path(name + ".csv")).channels.map(\.millivolts)
      }
      func rms(_ a: [[Double]], _ b: [[Double]]) -> Double {
        var sum = 0.0
        for (x, y) in zip(a, b) {
          let difference = zip(x, y).map(-)
          let mean = difference.reduce(0, +) / Double(difference.count)
          sum += difference.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(difference.count)
        }
        return (sum / 12).squareRoot()
      }
      let clean = try rows("clean")
      for kind in ["baseline", "muscle", "electrode-motion", "powerline", "white", "pink"] {
        let noisy = try rows("n", "--noise", "\(kind)=0.05mV")
        // Six decimals in the files.
        #expect(abs(rms(noisy, clean) - 0.05) < 1e-5, "\(kind)")
      }
      #expect(try rows("off", "--noise", "lead-off=2s") != clean)
      let clipped = try rows("rail", "--noise", "saturation=0.5mV")
      #expect(clipped.joined().allSatisfy { abs($0) <= 0.5 })
      try program.write(SampleRecords.sinus, to: "clip")
      let clip = try rows("clip1", "--noise", "muscle=0.05mV", "--noise-clip", "muscle=clip")
      #expect(abs(rms(clip, clean) - 0.05) < 1e-5)
      #expect(try rows("clip2", "--noise", "muscle=0.05mV") != clip)
    }
  }

  @Test func rhythmsFollowEachOther() throws {
    try Program.inFolder { program in
      try program.run(
        "record", "sinus-rhythm", "--duration", "40", "--seed", "3", "--then",
        "15=atrial-fibrillation", "--then", "30=sinus-rhythm@100", "--output", "r")
      let marks = try RecordReader.read(program.path("r")).annotations
      let rhythms = marks.filter { $0.symbol == "+" }
      #expect(rhythms.map(\.text) == ["(N", "(AFIB", "(N"])
      #expect(rhythms.map(\.sample) == [0, 7500, 15_000])
      let late = marks.filter { $0.symbol == "N" && $0.sample > 16_000 }.map(\.sample)
      let mean = Double(late[late.count - 1] - late[0]) / Double(late.count - 1)
      #expect(abs(mean - 300) < 10)
    }
  }

  @Test func intervalsVaryAsAsked() throws {
    try Program.inFolder { program in
      let document = try program.json(
        "record", "sinus-rhythm", "--duration", "300", "--rr-deviation", "0.06", "--lf-hf", "2",
        "--respiration", "12", "--seed", "3", "--heart-rate", "60")
      let peaks = try truth(document).r.filter { (0..<300).contains($0) }
      let intervals = zip(peaks.dropFirst(), peaks).map(-)
      let mean = intervals.reduce(0, +) / Double(intervals.count)
      let squares = intervals.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      let deviation = (squares / Double(intervals.count)).squareRoot()
      // The limits that this package has set itself.
      #expect(abs(mean - 1) < 0.05 && abs(deviation / 0.06 - 1) < 0.05)
      // The breath alone: its turns are those asked for.
      let breath = try program.json(
        "record", "sinus-rhythm", "--duration", "300", "--rr-deviation", "0.06", "--lf-hf", "0.01",
        "--respiration", "12", "--seed", "3", "--heart-rate", "60")
      let breaths = try truth(breath).r.filter { (0..<300).contains($0) }
      let turns = zip(breaths.dropFirst(), breaths).map(-).map { $0 > 1 }
      let rises = zip(turns, turns.dropFirst()).count { !$0 && $1 }
      #expect((57...63).contains(rises), "\(rises) breaths in five minutes")
    }
  }

  @Test func picturesAndReportsAreMadeAsAsked() throws {
    try Program.inFolder { program in
      for kind in PictureKind.allCases {
        let name = "sheet.\(kind.rawValue)"
        try program.run(
          "record", "sinus-rhythm", "--seed", "1", "--plot", name, "--plot-data", "sheet.dat")
        #expect(kind.holds(try program.bytes(name)))
      }
      var sizes: Set<Int> = []
      for layout in ["3x4+1", "6x2", "12x1"] {
        try program.run(
          "record", "sinus-rhythm", "--seed", "1", "--plot", "l.svg", "--layout", layout)
        sizes.insert(try program.bytes("l.svg").count)
      }
      #expect(sizes.count == 3)
      let told = try program.run("record", "mobitz-1", "--seed", "1", "--noise", "white=10uV")
      for word in ["mobitz-1", "seed 1", "synthetic", "noise white: 10.0 µV", "Mobitz"] {
        #expect(told.contains(word), "\(word) in \(told)")
      }
      #expect(try program.run("record", "sinus-rhythm", "--quiet", "--output", "q").isEmpty)
    }
  }

  @Test func rhythmsOfOnesOwnAreFound() throws {
    try Program.inFolder { program in
      let folder = program.folder.appending(path: "own")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let text = try String(
        contentsOfFile: PackageRoot.path("Rhythms/sinus-rhythm.yaml"), encoding: .utf8)
      try text.write(to: folder.appending(path: "mine.yaml"), atomically: true, encoding: .utf8)
      let document = try program.json("record", "mine", "--seed", "1", "--rhythms", "own")
      #expect(document["name"] as? String == "mine")
    }
  }

  @Test(
    .enabled(if: OraclePython.isPresent, Comment(rawValue: OraclePython.hint)))
  func wfdbPythonReadsBeatsWavesAndRhythms() throws {
    try Program.inFolder { program in
      try program.run(
        "record", "dual-chamber-pacing", "--seed", "1", "--duration", "20", "--then",
        "10=sinus-rhythm", "--output", "r")
      let printed = try OraclePython.run(
        """
        import wfdb, sys
        r, a = wfdb.rdrecord(sys.argv[1]), wfdb.rdann(sys.argv[1], 'atr')
        d = wfdb.rdrecord(sys.argv[1], physical=False).d_signal
        print(r.fs, r.sig_len, ','.join(r.sig_name))
        print(int(abs(d[:, 2] - (d[:, 1] - d[:, 0])).max()))
        print(a.symbol.count('/') > 5, a.symbol.count('N') > 5, a.symbol.count('p') > 10)
        print([x for x, s in zip(a.aux_note, a.symbol) if s == '+'])
        print(sum(x.startswith('pulse') for x in a.aux_note) > 10)
        print('synthetic, not for diagnosis' in r.comments)
        """, [program.path("r")])
      #expect(
        printed == """
          500 10000 I,II,III,aVR,aVL,aVF,V1,V2,V3,V4,V5,V6
          0
          True True True
          ['(P', '(N']
          True
          True

          """)
    }
  }
}

/// What a test cannot go on without.
struct TestFailure: Error {
  let message: String
  init(_ message: String) { self.message = message }
}

extension Program {
  /// Runs the command with a list of arguments, which must succeed.
  func run2(_ arguments: [String], at location: SourceLocation = #_sourceLocation) throws {
    let result = try Shell.run(Self.path, arguments, in: folder)
    #expect(result.status == 0, "\(arguments): \(result.standardError)", sourceLocation: location)
  }
}
