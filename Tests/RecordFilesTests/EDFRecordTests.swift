import Electrocardiogram
import Foundation
import RecordFiles
import TestSupport
import Testing

@Suite("EDF record")
struct EDFRecordTests {
  /// A made recording with marks of every sort.
  private func marked(samplingRate: Double = 500) -> Recording {
    var recording = madeRecording(samples: 1500, samplingRate: samplingRate)
    recording.comments = [
      "Sex: Female", "seed: 7", String(repeating: "longer than a text ", count: 5) + ".",
    ]
    recording.annotations = [
      Annotation(sample: 0, symbol: "+", text: "(AFIB"),
      Annotation(sample: 3, symbol: "(", number: 0), Annotation(sample: 4, symbol: "p"),
      Annotation(sample: 5, symbol: ")", number: 0),
      Annotation(
        sample: 100, symbol: "\"", text: "pulse V at 0.2000000000001 s, 0.40000000000000002 ms"),
      Annotation(sample: 110, symbol: "(", number: 1),
      Annotation(sample: 120, symbol: "V", number: 1),
      Annotation(sample: 130, symbol: ")", number: 1),
      Annotation(sample: 150, symbol: "(", number: 2),
      Annotation(sample: 160, symbol: "t", number: 2),
      Annotation(sample: 170, symbol: ")", number: 2),
      Annotation(sample: 900, symbol: "["), Annotation(sample: 1400, symbol: "]"),
    ]
    return recording
  }

  @Test("a recording read back is that of a WFDB record, marks and comments included")
  func roundTrip() throws {
    try withTemporaryFolder { folder in
      for rate in [500.0, 360, 250, 1000] {
        let recording = marked(samplingRate: rate)
        let path = folder.appending(path: "made.edf").path
        try RecordWriter.write(recording, to: path, as: .edf)
        try RecordWriter.write(recording, to: folder.appending(path: "made").path, as: .wfdb)
        let (edf, wfdb) = (
          try RecordReader.read(path), try RecordReader.read(folder.appending(path: "made").path)
        )
        #expect(edf.samplingRate == rate && edf.name == "made")
        #expect(edf.channels.map(\.name) == Lead.allCases.map(\.rawValue))
        for (a, b) in zip(edf.channels, wfdb.channels) {
          // Both hold the same whole microvolts.
          #expect(zip(a.millivolts, b.millivolts).allSatisfy { abs($0 - $1) < 1e-9 })
        }
        #expect(edf.annotations == recording.annotations)
        #expect(edf.comments == recording.comments)
      }
    }
  }

  @Test("written stretch by stretch it is the same file")
  func stretches() throws {
    try withTemporaryFolder { folder in
      let recording = marked()
      let (whole, parts) = (
        folder.appending(path: "whole.edf").path, folder.appending(path: "parts.edf").path
      )
      try RecordWriter.write(recording, to: whole, as: .edf)
      let stream = try EDFStream(
        path: parts,
        RecordFrame(
          name: "made", samplingRate: 500, channels: recording.channels.map(\.name),
          sampleCount: 1500, comments: recording.comments,
          annotationLimit: recording.annotations.count))
      for range in [0..<7, 7..<700, 700..<1500] { try stream.append(recording.part(range)) }
      try stream.finish(annotations: recording.annotations, comments: recording.comments)
      #expect(
        try Data(contentsOf: URL(fileURLWithPath: whole))
          == Data(contentsOf: URL(fileURLWithPath: parts)))
    }
  }

  @Test("what EDF cannot hold is told")
  func limits() throws {
    try withTemporaryFolder { folder in
      func expect(_ words: [String], _ change: (inout Recording) -> Void) {
        var recording = marked()
        change(&recording)
        let path = folder.appending(path: "bad.edf").path
        expectError(.outOfRange, words) { try RecordWriter.write(recording, to: path, as: .edf) }
        #expect((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) == [])
      }
      expect(["V1", "33.0 mV", "32767"]) { $0.channels[6].millivolts[3] = 33 }
      expect(["'II' is missing", "WFDB"]) { $0.channels[1].millivolts[3] = .nan }
      expect(["333.333 Hz", "whole hertz"]) { $0.samplingRate = 333.333 }
      // Data records of a millisecond hold 64 texts each.
      expect(["bad.edf: ", "100 data records"]) {
        $0 = $0.part(0..<100)
        $0.annotations = (0..<20_000).map { _ in Annotation(sample: 1, symbol: "N", number: 1) }
      }
    }
  }

  @Test("files that are no EDF, or hold no one recording, are told")
  func broken() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "a.edf").path
      for (text, words) in [
        ("no EDF", "ends before"), (String(repeating: "no EDF ", count: 100), "rules of EDF"),
      ] {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        expectError(.malformed, ["a.edf", words]) { _ = try RecordReader.read(path) }
      }
      expectError(.cannotRead, ["b.edf", "No such file"]) {
        _ = try RecordReader.read(folder.appending(path: "b.edf").path)
      }
      try RecordWriter.write(marked(), to: path, as: .edf)
      let whole = try Data(contentsOf: URL(fileURLWithPath: path))
      // The unit of the first of thirteen or more signals stands behind their labels and transducers.
      let count = try #require(
        Int(String(decoding: whole[252..<256], as: UTF8.self).trimmingCharacters(in: .whitespaces)))
      var changed = whole
      changed.replaceSubrange(256 + 96 * count..<256 + 96 * count + 8, with: Data("degC    ".utf8))
      try changed.write(to: URL(fileURLWithPath: path))
      expectError(.notSupported, ["'ECG I'", "'degC'", "no potential"]) {
        _ = try RecordReader.read(path)
      }
      try whole.prefix(whole.count - 10).write(to: URL(fileURLWithPath: path))
      expectError(.malformed, ["a.edf"]) { _ = try RecordReader.read(path) }
    }
  }

  @Test(
    "pyedflib reads the same microvolts and texts",
    .enabled(if: OraclePython.isPresent, Comment(rawValue: OraclePython.hint)))
  func peer() throws {
    try withTemporaryFolder { folder in
      let recording = marked()
      let path = folder.appending(path: "made.edf").path
      try RecordWriter.write(recording, to: path, as: .edf)
      let printed = try OraclePython.run(
        """
        import pyedflib, sys
        f = pyedflib.EdfReader(sys.argv[1])
        print(f.signals_in_file, f.getSampleFrequencies()[0], f.getSex(), f.file_duration)
        print(int(abs(f.readSignal(2) - (f.readSignal(1) - f.readSignal(0))).max() * 1e6))
        print(int(round(f.readSignal(6).sum())))
        onsets, _, texts = f.readAnnotations()
        print("|".join(f"{o:.4f} {t}" for o, t in zip(onsets, texts)))
        """, [path]
      ).split(separator: "\n").map(String.init)
      try #require(printed.count == 4, "\(printed)")
      #expect(printed[0] == "12 500.0 Female 3.0")
      #expect(printed[1] == "0")
      let back = try RecordReader.read(path)
      let sum = back.channels[6].millivolts.reduce(0, +) * 1000
      #expect(Int(printed[2]) == Int(sum.rounded()))
      for text in ["0.0000 + (AFIB", "0.0060 (P", "0.0080 p", "0.2400 V", "0.2600 QRS)"] {
        #expect(printed[3].split(separator: "|").contains { $0 == text }, "\(text)")
      }
    }
  }
}

extension Recording {
  /// Some of its samples, without marks.
  func part(_ range: Range<Int>) -> Recording {
    var part = self
    part.annotations = []
    for index in part.channels.indices {
      part.channels[index].millivolts = Array(channels[index].millivolts[range])
    }
    return part
  }
}
