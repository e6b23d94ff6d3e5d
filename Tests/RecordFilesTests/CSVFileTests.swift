import Electrocardiogram
import Foundation
import RecordFiles
import TestSupport
import Testing

@Suite("CSV file")
struct CSVFileTests {
  private func parse(
    _ text: String, samplingRate: Double? = nil, unitsPerMillivolt: Double? = nil
  ) throws -> Recording {
    try CSVFile.parse(
      Array(text.utf8), file: "folder/r.csv", samplingRate: samplingRate,
      unitsPerMillivolt: unitsPerMillivolt)
  }

  @Test("a recording read back differs by half a step; rate, names and comments are the same")
  func roundTrip() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "r.csv").path
      for rate in [500.0, 360, 128, 257.03, 1e6, 0.5] {
        var recording = madeRecording(samples: 300, samplingRate: rate)
        recording.channels[6].millivolts[5] = .nan
        recording.channels[7].name = "V2, \"upper\""
        recording.channels[7].lead = nil
        try RecordWriter.write(recording, to: path, as: .csv)
        let back = try RecordReader.read(path)
        #expect(back.name == recording.name)
        #expect(back.samplingRate == rate)
        #expect(back.comments == recording.comments)
        #expect(back.channels.map(\.name) == recording.channels.map(\.name))
        for (read, written) in zip(back.channels, recording.channels) {
          for (a, b) in zip(read.millivolts, written.millivolts) {
            #expect(a.isNaN == b.isNaN)
            // One step of 1e-6 mV for III, as in `WritingTests`.
            if !b.isNaN { #expect(abs(a - b) <= 1.001e-6) }
          }
        }
        // In the text's own digits III = II − I exactly.
        for n in 0..<300 {
          let (I, II) = (back.channels[0].millivolts[n], back.channels[1].millivolts[n])
          #expect(((II - I) * 1e6).rounded() == (back.channels[2].millivolts[n] * 1e6).rounded())
        }
      }
    }
  }

  @Test(
    "the time column tells the sampling rate however coarsely it is written",
    arguments: [360.0, 500, 1000, 250, 257.5, 128])
  func samplingRate(rate: Double) throws {
    for decimals in [3, 4, 6, 9] {
      let rows = (0..<5000).map { String(format: "%.\(decimals)f,0", Double($0) / rate) }
      let recording = try parse("time,II\n" + rows.joined(separator: "\n"))
      #expect(recording.samplingRate == rate, "\(decimals) decimals")
      let single = (0..<5000).map { "\(Float(Double($0) / rate)),0" }
      #expect(try parse("time,II\n" + single.joined(separator: "\n")).samplingRate == rate)
    }
  }

  @Test("other people's tables are read")
  func variants() throws {
    let expected = [[0.001, 0.002, .nan], [-1.5, 0.25, 3e-7]]
    for text in [
      "time,I,II\n0,0.001,-1.5\n0.002,0.002,0.25\n0.004,,3e-7\n",
      "\u{FEFF}# made\r\nTime (s); I (uV) ;II [mV]\r\n0;1;-1.5\r\n.002;2.;+.25\r\n.004;nan;3E-7",
      "t_ms\tI_V\tII\n0\t1e-6\t-1.5\n2\t2e-6\t\"0.25\"\n\n# in between\n4\tNaN\t0.0000003\n",
    ] {
      let recording = try parse(text)
      #expect(recording.samplingRate == 500)
      #expect(recording.channels.map(\.name) == ["I", "II"])
      #expect(recording.name == "r")
      for (channel, values) in zip(recording.channels, expected) {
        for (a, b) in zip(channel.millivolts, values) {
          // A division by the unit's factor rounds once.
          #expect(a.isNaN && b.isNaN || abs(a - b) <= abs(b) * 0x1p-52)
        }
      }
    }
    let bare = try parse("II\n1\n2\n", samplingRate: 250, unitsPerMillivolt: 4)
    #expect(bare.channels[0].millivolts == [0.25, 0.5])
    #expect(bare.samplingRate == 250)
    #expect(try parse("# sampling rate: 125 Hz\nII\n1\n").samplingRate == 125)
  }

  @Test("numbers are read as the standard library reads them")
  func numbers() throws {
    let texts = [
      "0", "-0", "1", "-1.25", "0.1", "123456.789012", "999999999999999", "1234567890123456",
      "0.000001", "1e5", "1e-320", "4.9406564584124654e-324", "0.1000000000000000055511151231257",
      "3.14159265358979", "-2.718281828459045", "00012.50", "1.7976931348623157e308", ".5", "5.",
      "0.0000000000000000000000000000000000001",
    ]
    let values = try parse("II\n" + texts.joined(separator: "\n"), samplingRate: 1)
    for (text, value) in zip(texts, values.channels[0].millivolts) {
      #expect(value.bitPattern == Double(text)?.bitPattern, "\(text)")
    }
  }

  @Test(
    "a malformed table says where and what",
    arguments: [
      ("", 0, "no line that names"), ("0,1\n0.1,2\n", 1, "column 1 is named '0'"),
      ("time,\n", 1, "column 2 is named ''"), ("time\n0\n", 1, "names no lead"),
      ("I,time\n1,0\n", 1, "times is not the first"), ("time,\"I\n0,1\n", 1, "quote"),
      ("time,I\n0,1\n1\n", 3, "1 fields where 2"), ("time,I\n0,1,2\n", 2, "3 fields where 2"),
      ("time,I\n0,1,\n", 2, "3 fields where 2"), ("time,I\n0,x\n", 2, "'I' holds 'x'"),
      ("time,I\n,1\n", 2, "'time' holds ''"), ("time,I\nnan,1\n", 2, "'time' holds 'nan'"),
      ("time,I\n0,inf\n", 2, "'inf'"), ("time,I\n0,0x10\n", 2, "'0x10'"),
      ("time,I\n0,1e999\n", 2, "'1e999'"), ("time,I\n0,--1\n", 2, "'--1'"),
      ("time,I\n0,.\n", 2, "'.'"), ("time,I\n0,1.2.3\n", 2, "'1.2.3'"), ("time,I\n0,-\n", 2, "'-'"),
      ("time,I\n0.000,1\n0.010,1\n0.030,1\n", 3, "time 0.01 stands where even sampling has 0.015"),
      ("time,I\n0.000,1\n0.010,1\n0.010,1\n0.030,1\n0.040,1\n", 4, "time 0.01 stands twice"),
      ("time,I\n0.000,1\n0.020,1\n0.010,1\n0.030,1\n0.040,1\n", 4, "after the later 0.02"),
      // Two tables in one: what is wrong is where the second begins, though no time fits.
      ("time,I\n0,1\n1,1\n2,1\n3,1\n0,1\n1,1\n2,1\n3,1\n", 6, "after the later 3.0"),
      ("time,I\n0.00,1\n0.01,1\n0.02,1\n0.01,1\n0.04,1\n", 5, "comes after the later 0.02"),
      ("time,I\n0.00,1\n0.01,1\n0.01,1\n0.03,1\n0.04,1\n", 4, "time 0.01 stands twice"),
      // Lines without a sample count too.
      ("# a\ntime,I\n0.000,1\n\n# b\n0.010,1\n0.010,1\n0.030,1\n", 7, "time 0.01 stands twice"),
      ("time,I\n0.000,1\n0.000,1\n", 2, "times run from 0.0 to 0.0"),
      ("time,I\n1,1\n0,1\n", 2, "from 1.0 to 0.0"), ("time,I\n1,1\n1,1\n", 2, "from 1.0 to 1.0"),
      ("# sampling rate: 360 Hz\ntime,I\n0,1\n0.002,1\n0.004,1\n", 3, "states 360.0 Hz"),
    ])
  func malformed(text: String, line: Int, words: String) {
    expectError(.malformed, ["folder/r.csv:\(line)", words]) { _ = try parse(text) }
  }

  @Test("times that are rounded to less than a step may stand twice")
  func coarseTimes() throws {
    let rows = (0..<500).map { "\(Double(Int(Double($0) / 5)) / 100),1" }
    let rate = try parse("time,I\n" + rows.joined(separator: "\n")).samplingRate
    // A hundredth of a second at either end of one second.
    #expect(abs(rate - 500) < 10)
  }

  @Test("an error that quotes the file stays one readable line")
  func quoting() throws {
    let hostile = String(repeating: "\u{1B}[31mx", count: 10_000)
    do {
      _ = try parse("I\n\(hostile)\n")
      Issue.record("no error")
    } catch let error as RecordFileError {
      #expect(error.description.utf8.count < 5000)
      #expect(!error.description.contains("\u{1B}"))
      #expect(error.description.contains("…"))
      #expect(error.description.hasPrefix("folder/r.csv:2: column 'I' holds '"))
    }
  }

  @Test("a table that does not tell its rate asks for it")
  func incomplete() {
    for text in ["I\n1\n", "time,I\n0,1\n", "time,I\n", "# sampling rate: x\nI\n1\n"] {
      expectError(.incomplete, ["sampling rate"]) { _ = try parse(text) }
    }
  }

  @Test("what a table cannot hold is not written")
  func unwritable() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "r.csv").path
      func write(_ name: String, _ value: Double, _ comment: String = "") throws {
        try CSVFile.write(
          Recording(
            name: "r", samplingRate: 500, channels: [Channel(name: name, millivolts: [value])],
            comments: [comment]), to: path)
      }
      expectError(.outOfRange, ["lead V1, sample 0", "inf"]) { try write("V1", .infinity) }
      expectError(.outOfRange, ["lead V1", "1e+300"]) { try write("V1", 1e300) }
      for name in ["V\n1", "", " V1", "time", "T", "V1 (uV)", "V1_mV", "1.5", "nan"] {
        expectError(.cannotWrite, ["cannot name a column"]) { try write(name, 1) }
      }
      for comment in ["a\nb", "# a", "a "] {
        expectError(.cannotWrite, ["cannot stand as a comment"]) { try write("V1", 1, comment) }
      }
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(names.isEmpty)
    }
  }
}
