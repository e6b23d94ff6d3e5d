import Electrocardiogram
import Foundation
import RecordFiles
import TestSupport
import Testing

@Suite("Record reader")
struct RecordReaderTests {
  @Test("the path's ending chooses the format")
  func dispatch() throws {
    try withTemporaryFolder { folder in
      func path(_ name: String) -> String { folder.appending(path: name).path }
      let recording = madeRecording(samples: 50)
      try RecordWriter.write(recording, to: path("made.hea"), as: .wfdb)
      #expect(try RecordReader.read(path("made")) == RecordReader.read(path("made.hea")))
      #expect(try RecordReader.read(path("made")).annotations.count == 4)
      for name in ["made.edf", "MADE.EDF"] {
        try RecordWriter.write(recording, to: path(name), as: .edf)
        #expect(try RecordReader.read(path(name)).channels.map(\.lead) == Lead.allCases)
      }
      expectError(.notSupported, ["without ending", path("made")]) {
        _ = try RecordReader.read(path("made.dat"))
      }
      try RecordWriter.write(recording, to: path("made.npy"), as: .npy)
      expectError(.incomplete, ["made.npy", "sampling rate"]) {
        _ = try RecordReader.read(path("made.npy"))
      }
      expectError(.cannotRead, ["absent.hea", "No such file"]) {
        _ = try RecordReader.read(path("absent"))
      }
      expectError(.cannotRead, ["''", "no name of a record"]) { _ = try RecordReader.read("") }
      expectError(.cannotRead, ["is a folder", "records in it"]) {
        _ = try RecordReader.read(folder.path)
      }
      try Data().write(to: URL(fileURLWithPath: path("notes.txt")))
      expectError(.notSupported, ["notes.txt", "no kind of file", ".csv or .npy"]) {
        _ = try RecordReader.read(path("notes.txt"))
      }
      for (text, words) in [("time,I\n", "0 samples,"), ("time,I\n0,1\n", "1 sample,")] {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path("short.csv")))
        expectError(.incomplete, ["short.csv", words, "too few for a rate"]) {
          _ = try RecordReader.read(path("short.csv"))
        }
      }
      try FileManager.default.createDirectory(
        atPath: path("folder.hea"), withIntermediateDirectories: true)
      expectError(.cannotRead, ["folder.hea", "not a regular file"]) {
        _ = try RecordReader.read(path("folder"))
      }
    }
  }

  @Test("annotations past the end are kept and reported")
  func pastEnd() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "made").path
      try RecordWriter.write(madeRecording(samples: 50), to: path, as: .wfdb)
      var warnings: [RecordFileError] = []
      let recording = try RecordReader.read(path) { warnings.append($0) }
      #expect(recording.annotations.map(\.sample) == [3, 10, 20, 50])
      #expect(warnings.map(\.code) == [.annotationPastEnd])
      #expect(warnings[0].description.contains("'+' at sample 50 lies past the last of 50"))
    }
  }

  @Test("another annotator is read by its suffix, in its own time resolution")
  func annotators() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "made").path
      try RecordWriter.write(madeRecording(samples: 50), to: path, as: .wfdb)
      let marks = [Annotation(sample: 21, symbol: "N"), Annotation(sample: 99, symbol: "V")]
      try AnnotationFile(annotations: marks, timeResolution: 1000).write(to: path + ".q1c")
      var options = RecordReader.Options()
      options.annotator = "q1c"
      #expect(
        try RecordReader.read(path, options: options).annotations.map(\.sample) == [11, 50],
        "at 500 Hz: 10.5 and 49.5 are rounded")
      options.annotator = "qt1"
      expectError(.cannotRead, ["made.qt1"]) { _ = try RecordReader.read(path, options: options) }
    }
  }

  @Test("a gain given replaces the file's in every format")
  func unitsPerMillivolt() throws {
    try withTemporaryFolder { folder in
      var recording = madeRecording(samples: 50)
      for index in recording.channels.indices {
        recording.channels[index].millivolts = (0..<50).map { Double(($0 * (index + 3)) % 31) }
      }
      var options = RecordReader.Options()
      options.samplingRate = 500
      options.unitsPerMillivolt = 8
      for (name, format) in [("a", .wfdb), ("b.csv", .csv), ("c.npy", .npy)]
        as [(String, RecordWriter.FileFormat)]
      {
        let path = folder.appending(path: name).path
        try RecordWriter.write(recording, to: path, as: format)
        let stored = format == .wfdb ? 1000.0 : 1
        let back = try RecordReader.read(path, options: options)
        for (read, written) in zip(back.channels, recording.channels) {
          #expect(read.millivolts == written.millivolts.map { $0 * stored / 8 })
        }
      }
    }
  }

  @Test("changed samples are noticed, and read if that is asked for")
  func checksum() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "made").path
      try RecordWriter.write(madeRecording(samples: 50), to: path, as: .wfdb)
      var bytes = try Data(contentsOf: URL(fileURLWithPath: path + ".dat"))
      bytes[24] ^= 1
      try bytes.write(to: URL(fileURLWithPath: path + ".dat"))
      expectError(.checksumMismatch, ["made.hea", "'I'"]) { _ = try RecordReader.read(path) }
      var options = RecordReader.Options()
      options.verifiesChecksums = false
      #expect(try RecordReader.read(path, options: options).sampleCount == 50)
    }
  }

  @Test("a failed write leaves the old files and nothing else")
  func wholeOrNot() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "made").path
      try RecordWriter.write(madeRecording(samples: 50), to: path, as: .wfdb)
      let old = try RecordReader.read(path)
      // The table cannot take its place: a folder that is not empty has that name.
      let blocked = folder.appending(path: "blocked.csv")
      try FileManager.default.createDirectory(
        at: blocked.appending(path: "x"), withIntermediateDirectories: true)
      expectError(.cannotWrite, ["blocked.csv", "put in its place"]) {
        try RecordWriter.write(madeRecording(samples: 30), to: blocked.path, as: .csv)
      }
      expectError(.cannotWrite, ["none/made.dat", "No such file"]) {
        try RecordWriter.write(
          madeRecording(samples: 30), to: folder.appending(path: "none/made").path, as: .wfdb)
      }
      expectError(.outOfRange, []) {
        try RecordWriter.write(madeRecording(samples: 30, amplitude: 40), to: path, as: .wfdb)
      }
      #expect(try RecordReader.read(path) == old)
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      #expect(names == ["blocked.csv", "made.atr", "made.dat", "made.hea"])
    }
  }
}
