import Electrocardiogram
import Foundation
import RecordFiles
import TestSupport
import Testing

@Suite("Record stream")
struct RecordStreamTests {
  @Test(
    "files written stretch by stretch are those written at once", arguments: ["wfdb", "csv", "npy"])
  func stretches(format: String) throws {
    try withTemporaryFolder { folder in
      let recording = madeRecording(samples: 1000)
      let frame = RecordFrame(
        name: recording.name, samplingRate: recording.samplingRate,
        channels: recording.channels.map(\.name), sampleCount: 1000, comments: recording.comments)
      func path(_ side: String) throws -> String {
        let own = folder.appending(path: side)
        try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
        return own.appending(path: format == "wfdb" ? "made" : "made.\(format)").path
      }
      let (whole, parts) = (try path("whole"), try path("parts"))
      let kind = try #require(RecordWriter.FileFormat(rawValue: format))
      try RecordWriter.write(recording, to: whole, as: kind)
      let stream: any RecordStream =
        switch kind {
        case .wfdb: try WFDBStream(path: parts, frame)
        case .csv: try CSVStream(path: parts, frame)
        default: try NPYRecordStream(path: parts, frame)
        }
      for range in [0..<1, 1..<333, 333..<1000] { try stream.append(recording.part(range)) }
      try stream.finish(annotations: recording.annotations, comments: recording.comments)
      let files = try FileManager.default.contentsOfDirectory(
        atPath: URL(fileURLWithPath: whole).deletingLastPathComponent().path)
      #expect(files.count == (format == "wfdb" ? 3 : 1))
      for file in files {
        let both = try ["whole", "parts"].map {
          try Data(contentsOf: folder.appending(path: $0).appending(path: file))
        }
        #expect(both[0] == both[1], "\(file)")
      }
    }
  }

  @Test("what a format cannot hold is told in the stretch that holds it")
  func limits() throws {
    try withTemporaryFolder { folder in
      var recording = madeRecording(samples: 100)
      recording.channels[6].millivolts[9] = 40
      let frame = RecordFrame(
        name: "made", samplingRate: 500, channels: recording.channels.map(\.name), sampleCount: 100)
      let stream = try WFDBStream(path: folder.appending(path: "made").path, frame)
      expectError(.outOfRange, ["V1", "40.0 mV"]) { try stream.append(recording) }
      for make in [
        { _ = try WFDBStream(path: folder.path + "/no/a", frame) },
        { _ = try CSVStream(path: folder.path + "/no/a.csv", frame) },
        { _ = try NPYRecordStream(path: folder.path + "/no/a.npy", frame) },
        { _ = try WFDBStream(path: folder.path + "/bad name", frame) },
      ] as [() throws -> Void] {
        expectError(.cannotWrite, []) { try make() }
      }
    }
  }
}
