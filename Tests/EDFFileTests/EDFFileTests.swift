import EDFFile
import Foundation
import TestSupport
import Testing

@Suite struct EDFFileTests {
  private func inFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  private func signal(_ label: String) -> EDFSignal {
    EDFSignal(
      label: label, unit: "uV", physical: -32768...32767, digital: -32768...32767)
  }

  /// Writes two signals of three data records of a second and 250 samples.
  private func write(_ path: String, annotations: [EDFAnnotation] = []) throws -> [Int16] {
    let timing = try #require(EDFTiming(samplingRate: 250, count: 750))
    #expect(timing.samples == 250 && timing.tensOfMicroseconds == 100_000)
    var header = EDFHeader()
    header.isFemale = true
    header.equipment = "bench"
    let writer = try EDFWriter(
      path: path, signals: [signal("ECG I"), signal("other")], timing: timing,
      annotationLimit: max(1, annotations.count), header: header)
    let samples = (0..<1500).map { Int16(truncatingIfNeeded: $0 * 7919) }
    for record in 0..<3 { try writer.append(Array(samples[record * 500..<(record + 1) * 500])) }
    for annotation in annotations { try writer.annotate(annotation) }
    try writer.finish()
    return samples
  }

  @Test func whatIsWrittenIsRead() throws {
    try inFolder { folder in
      let path = folder.appending(path: "a.edf").path
      let marks = (0..<100).map {
        EDFAnnotation(onset: Double($0) * 0.0137, text: $0 % 2 == 0 ? "N" : "größer \($0)")
      }
      let samples = try write(path, annotations: marks)
      let reader = try EDFReader(path: path)
      #expect(reader.signals.map(\.label) == ["ECG I", "other"])
      #expect(reader.signals[1] == signal("other"))
      #expect(reader.samplingRates == [250, 250] && reader.sampleCounts == [750, 750])
      for index in 0..<2 {
        var own: [Int32] = []
        for record in 0..<3 {
          let first = record * 500 + index * 250
          own += samples[first..<first + 250].map(Int32.init)
        }
        #expect(try reader.samples(of: index) == own)
      }
      #expect(reader.annotations.map(\.text) == marks.map(\.text))
      for (read, written) in zip(reader.annotations, marks) {
        // Times have steps of 0.1 ms.
        #expect(abs(read.onset - written.onset) < 0.000_051)
      }
      #expect(reader.patient.contains("Female") && reader.recording.contains("bench"))
    }
  }

  @Test func theSameContentGivesTheSameBytes() throws {
    try inFolder { folder in
      let paths = ["a.edf", "b.edf"].map { folder.appending(path: $0).path }
      for path in paths { _ = try write(path, annotations: [EDFAnnotation(onset: 1, text: "N")]) }
      let files = try paths.map { try Data(contentsOf: URL(fileURLWithPath: $0)) }
      #expect(files[0] == files[1])
    }
  }

  @Test func aFileCutAnywhereIsRefusedAndLeavesNothingOpen() throws {
    try inFolder { folder in
      let path = folder.appending(path: "a.edf").path
      _ = try write(path)
      let whole = try Data(contentsOf: URL(fileURLWithPath: path))
      let cut = folder.appending(path: "cut.edf")
      // More files than EDFlib may have open at once.
      for length in stride(from: 0, to: whole.count, by: whole.count / 90) {
        try whole.prefix(length).write(to: cut)
        #expect(throws: EDFError.self) { _ = try EDFReader(path: cut.path) }
      }
      #expect(throws: EDFError.self) { _ = try EDFReader(path: folder.path + "/absent.edf") }
      #expect(try EDFReader(path: path).signals.count == 2)
    }
  }

  @Test func changedHeadersNeverCrashTheReader() throws {
    try inFolder { folder in
      let path = folder.appending(path: "a.edf").path
      _ = try write(path, annotations: [EDFAnnotation(onset: 1, text: "N")])
      let whole = try Data(contentsOf: URL(fileURLWithPath: path))
      let other = folder.appending(path: "changed.edf")
      var read = 0
      for place in 0..<1024 {
        for byte in [UInt8(ascii: "9"), UInt8(ascii: "-"), 0, 255] {
          var bytes = whole
          bytes[place] = byte
          try bytes.write(to: other)
          guard let reader = try? EDFReader(path: other.path) else { continue }
          read += 1
          for index in reader.signals.indices { _ = try? reader.samples(of: index) }
        }
      }
      // Names and units may be anything.
      #expect(read > 0)
    }
  }

  @Test func timeIsCutIntoWholeDataRecords() throws {
    let wanted: [(rate: Double, count: Int, samples: Int, steps: Int, records: Int)] = [
      (500, 5000, 500, 100_000, 10), (360, 3600, 360, 100_000, 10), (500, 5150, 206, 41_200, 25),
      (500, 700, 350, 70_000, 2), (1000, 1500, 750, 75_000, 2),
      // Nothing divides these without a rest: the last data record is longer than what is left.
      (360, 1500, 360, 100_000, 5), (500, 5003, 500, 100_000, 11),
      // Whole steps of 10 µs make long data records.
      (250.5, 5010, 501, 200_000, 10), (300.1, 3001, 3001, 1_000_000, 1),
    ]
    for want in wanted {
      let timing = try #require(EDFTiming(samplingRate: want.rate, count: want.count))
      #expect(timing.samples == want.samples, "\(want)")
      #expect(timing.tensOfMicroseconds == want.steps && timing.recordCount == want.records)
    }
    #expect(EDFTiming(samplingRate: 333.333, count: 3333) == nil)
    // 500 annotations need eight data records.
    let crowded = try #require(EDFTiming(samplingRate: 500, count: 1000, annotationLimit: 500))
    #expect(crowded.samples == 125 && crowded.recordCount == 8)
  }

  @Test func whatTheFormatCannotHoldIsRefused() throws {
    try inFolder { folder in
      let timing = try #require(EDFTiming(samplingRate: 250, count: 250))
      func writer(_ limit: Int, _ name: String) throws -> EDFWriter {
        try EDFWriter(
          path: folder.appending(path: name).path, signals: [signal("I")], timing: timing,
          annotationLimit: limit, header: EDFHeader())
      }
      // A data record of one second holds 64.
      #expect(throws: EDFError.self) { _ = try writer(65, "a.edf") }
      let full = try writer(1, "b.edf")
      try full.append([Int16](repeating: 0, count: 250))
      let long = String(repeating: "x", count: EDFWriter.longestText + 1)
      #expect(throws: EDFError.self) { try full.annotate(EDFAnnotation(onset: 0, text: long)) }
      #expect(throws: EDFError.self) { try full.annotate(EDFAnnotation(onset: -1, text: "N")) }
      try full.annotate(EDFAnnotation(onset: 0, text: "N"))
      #expect(throws: EDFError.self) { try full.annotate(EDFAnnotation(onset: 0, text: "N")) }
      #expect(throws: EDFError.self) { _ = try writer(1, "no/c.edf") }
    }
  }
}
