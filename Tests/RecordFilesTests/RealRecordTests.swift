import Electrocardiogram
import Foundation
import RecordFiles
import TestSupport
import Testing

/// Every record of the data set against wfdb-python 4.3.1.
@Suite(
  "Real records", .serialized, .enabled(if: RealData.isPresent, "\(RealData.hint)"),
  .enabled(if: OraclePython.isPresent, "\(OraclePython.hint)"))
struct RealRecordTests {
  /// Folders of the data set with the number of records and of annotation files in each.
  static let folders = [
    ("ptb-xl", 464, 0), ("challenge-2021", 97, 0), ("ludb", 90, 1080), ("qtdb", 8, 36),
    ("mitdb", 5, 5), ("cpsc2021-af", 12, 12), ("ptbdb", 1, 0), ("nstdb", 3, 0),
  ]

  @Test(
    "equal wfdb-python in header, digital and scaled samples and annotations", arguments: folders)
  func samplesEqual(folder: String, count: Int, annotationFiles: Int) throws {
    try WFDBOracle.read(RealData.path(folder)) { oracle in
      #expect(oracle.records.count == count)
      #expect(oracle.records.map(\.annotations.count).reduce(0, +) == annotationFiles)
      for (number, expected) in oracle.records.enumerated() {
        let record = try WFDBRecord.read(expected.path)
        compareHeader(record, expected)
        #expect(bytes(record.samples) == (try oracle.digital(number)), "\(expected.path)")
        let physical = record.samples.indices.map { record.physical($0) }
        let isEqual = bytes(physical) == (try oracle.physical(number))
        #expect(isEqual, "\(expected.path)")
        let recording = try record.recording()
        // Every record here states millivolts, so that the two are the same numbers.
        #expect(recording.channels.map(\.millivolts) == physical, "\(expected.path)")
        for (suffix, marks) in expected.annotations {
          let file = try AnnotationFile.read(expected.path + "." + suffix)
          #expect(
            file.annotations == marks.map(\.annotation), "\(expected.path).\(suffix)")
        }
      }
    }
  }

  @Test("a published annotation past its record's end is read and reported")
  func pastEnd() throws {
    var warnings: [String] = []
    for folder in ["mitdb", "qtdb", "cpsc2021-af"] {
      for path in RealData.records(under: folder) {
        let name = path.split(separator: "/").last ?? ""
        let recording = try RecordReader.read(path) { warnings.append("\(name): \($0.code)") }
        let last = recording.annotations.map(\.sample).max() ?? 0
        #expect(last <= recording.sampleCount, "\(path)")
      }
    }
    #expect(warnings == ["data_101_6: annotationPastEnd"])
  }

  @Test("scaled and quantised again, measured limb leads keep every digit")
  func quantisedAgain() throws {
    let paths = RealData.records(under: "ptb-xl/records100")
    #expect(paths.count == 94)
    for path in paths {
      let record = try WFDBRecord.read(path)
      let again = try WFDBRecord(quantising: record.recording(), unitsPerMillivolt: 1000)
      #expect(again.samples == record.samples, "\(path)")
    }
  }

  private func compareHeader(_ record: WFDBRecord, _ expected: WFDBOracle.Record) {
    let header = record.header
    let place: Comment = "\(expected.path)"
    #expect(header.name == expected.name, place)
    #expect(header.samplingRate == expected.samplingRate, place)
    #expect(record.sampleCount == expected.sampleCount, place)
    #expect(header.comments == expected.comments, place)
    #expect(header.signals.map(\.description) == expected.names, place)
    #expect(header.signals.map(\.units) == expected.units, place)
    #expect(header.signals.map(\.gain) == expected.gains, place)
    #expect(header.signals.map(\.baseline) == expected.baselines, place)
    #expect(header.signals.map(\.zero) == expected.zeros, place)
    #expect(header.signals.map(\.initialValue) == expected.initialValues, place)
    #expect(header.signals.map(\.checksum) == expected.checksums, place)
  }
}
